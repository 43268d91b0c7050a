import { runJson, runLineJson } from '@duixian/answers';
import {
  type ArchiveFile,
  type ArchiveSubject,
  archiveChunks,
  type PublicationList,
  publicationHtml,
  publicationXlsx,
} from '@duixian/documents';
import type { runsV1 } from '@duixian/proto';
import { oneAhead } from '@duixian/runtime';
import type { Key } from '../access/key.ts';
import type { Office } from '../documents/office.ts';
import { softwareName } from '../documents/software.ts';
import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { explanationRecords, journalEntryRecords, orderRecords, payeeRecords } from './archive-records.ts';
import { publishedCount, publishedRun, uncountedPublicationOf } from './publication.ts';
import { runLinePages } from './read-lines.ts';

/** A run that can be archived: published, with no step in progress. */
export async function archivableRun(services: Services, id: string): Promise<runsV1.Run> {
  const run = await publishedRun(services, id);
  if (run.step === '') return run;
  throw new Problem('conflict', `${id} is being worked off (${run.step}); ask again when it is done.`);
}

/**
 * A whole payment run as one ZIP. Its lines are read once per file, so that they need not be kept in memory. A run that
 * changes meanwhile fails the archive.
 */
export async function runArchive(
  run: runsV1.Run,
  services: Services,
  key: Key,
  office: Office,
): Promise<AsyncGenerator<Uint8Array>> {
  const list = await uncountedPublicationOf(run, services, office);
  let lineCount = 0;
  const counting = async (lines: runsV1.RunLine[]) => {
    lineCount += publishedCount(lines);
    return lines.map(runLineJson);
  };
  // A list begins with its number of lines; it is known by then, because lines.ndjson is written before.
  const written = (render: Render) => ({
    chunks: later(() => render({ ...list, lineCount })),
    recordCount: () => lineCount,
  });
  const perPage = (read: (lines: runsV1.RunLine[]) => Promise<object[]>) =>
    oneAhead(eachPage(services, run.id, read));
  const given = new Set<string>();
  const files: ArchiveFile[] = [
    { name: 'run.json', records: only(runJson(run)) },
    { name: 'lines.ndjson', records: perPage(counting) },
    { name: 'publication.html', ...written(publicationHtml) },
    { name: 'publication.xlsx', ...written(publicationXlsx) },
    { name: 'orders.ndjson', records: perPage((lines) => orderRecords(services, key, lines)) },
    { name: 'payees.ndjson', records: perPage((lines) => payeeRecords(services, lines)) },
    { name: 'explanations.ndjson', records: perPage((lines) => explanationRecords(services, lines)) },
    { name: 'movements.ndjson', records: perPage((lines) => journalEntryRecords(services, lines, given)) },
  ];
  return archiveChunks(subjectOf(run, key), files, () => mustBeAsItWas(run, services));
}

function subjectOf({ id }: runsV1.Run, { person }: Key): ArchiveSubject {
  return { run: id, exportedAt: new Date().toISOString(), exportedBy: person, software: softwareName() };
}

type Render = (list: PublicationList) => AsyncGenerator<Uint8Array | string>;

async function* later<Chunk>(chunks: () => AsyncGenerator<Chunk>): AsyncGenerator<Chunk> {
  yield* chunks();
}

async function* only(record: object): AsyncGenerator<object[]> {
  yield [record];
}

/** Applies `read` to the lines, page by page in their order. */
async function* eachPage(
  services: Services,
  id: string,
  read: (lines: runsV1.RunLine[]) => Promise<object[]>,
): AsyncGenerator<object[]> {
  for await (const page of oneAhead(runLinePages(services, id))) yield read(page);
}

async function mustBeAsItWas(run: runsV1.Run, { runs }: Services): Promise<void> {
  const now = (await runs.getRun({ id: run.id })).run;
  if (now && JSON.stringify(runJson(now)) === JSON.stringify(runJson(run))) return;
  throw new Problem('conflict', `${run.id} changed while its archive was written.`);
}
