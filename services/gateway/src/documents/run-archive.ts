import {
  type ArchiveFile,
  type ArchiveSubject,
  archiveChunks,
  publicationHtml,
  publicationXlsx,
} from '@duixian/documents';
import type { runsV1 } from '@duixian/proto';
import { Problem } from '../http/problem.ts';
import { runJson } from '../json/run-json.ts';
import { runLineJson } from '../json/run-line-json.ts';
import type { Key } from '../keys/key.ts';
import type { Services } from '../services.ts';
import { explanationRecords, movementRecords, orderRecords, payeeRecords } from './archive-records.ts';
import type { Office } from './office.ts';
import { publicationOf, publishedRun } from './publication.ts';
import { runLinePages } from './run-lines.ts';
import { softwareName } from './software.ts';

/** A run of which an archive can be made: published, and at rest. */
export async function archivableRun(services: Services, id: string): Promise<runsV1.Run> {
  const run = await publishedRun(services, id);
  if (run.step === '') return run;
  throw new Problem('conflict', `${id} is being worked off (${run.step}); ask again when it is done.`);
}

/**
 * Everything of a run as one ZIP. Its lines are read once for each file, so that nothing has to be kept; a run that
 * changes meanwhile breaks it off.
 */
export async function runArchive(
  run: runsV1.Run,
  services: Services,
  key: Key,
  office: Office,
): Promise<AsyncGenerator<Uint8Array>> {
  const list = await publicationOf(run, services, office);
  const perPage = (read: (lines: runsV1.RunLine[]) => Promise<object[]>) => eachPage(services, run.id, read);
  const given = new Set<string>();
  const recordCount = list.lineCount;
  const files: ArchiveFile[] = [
    { name: 'run.json', records: only(runJson(run)) },
    { name: 'lines.ndjson', records: perPage(async (lines) => lines.map(runLineJson)) },
    { name: 'publication.html', chunks: publicationHtml(list), recordCount },
    { name: 'publication.xlsx', chunks: publicationXlsx(list), recordCount },
    { name: 'orders.ndjson', records: perPage((lines) => orderRecords(services, key, lines)) },
    { name: 'payees.ndjson', records: perPage((lines) => payeeRecords(services, lines)) },
    { name: 'explanations.ndjson', records: perPage((lines) => explanationRecords(services, lines)) },
    { name: 'movements.ndjson', records: perPage((lines) => movementRecords(services, lines, given)) },
  ];
  return archiveChunks(subjectOf(run, key), files, () => mustBeAsItWas(run, services));
}

function subjectOf({ id }: runsV1.Run, { name }: Key): ArchiveSubject {
  return { run: id, exportedAt: new Date().toISOString(), exportedBy: name, software: softwareName() };
}

async function* only(record: object): AsyncGenerator<object> {
  yield record;
}

/** What `read` makes of the lines, page by page in their order; the next page is read while one is written. */
async function* eachPage(
  services: Services,
  id: string,
  read: (lines: runsV1.RunLine[]) => Promise<object[]>,
): AsyncGenerator<object> {
  let ahead = Promise.resolve<object[]>([]);
  for await (const page of runLinePages(services, id)) {
    const next = read(page);
    // It is awaited below; a failure meanwhile is not nobody's.
    next.catch(() => {});
    yield* await ahead;
    ahead = next;
  }
  yield* await ahead;
}

async function mustBeAsItWas(run: runsV1.Run, { runs }: Services): Promise<void> {
  const now = (await runs.getRun({ id: run.id })).run;
  if (now && JSON.stringify(runJson(now)) === JSON.stringify(runJson(run))) return;
  throw new Problem('conflict', `${run.id} changed while its archive was written.`);
}
