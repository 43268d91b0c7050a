import { runJson, runLineJson } from '@duixian/answers';
import type { ArchiveFile, ArchiveSubject, PublicationList } from '@duixian/documents';
import { oneAhead, RpcError, rpcStatus } from '@duixian/runtime';
import { documentWriters } from '../documents/document-writers.ts';
import { softwareName } from '../documents/software.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { explanationRecords, journalEntryRecords, orderRecords, payeeRecords } from './archive-records.ts';
import type { Run } from './domain/run.ts';
import type { RunLine } from './domain/run-line.ts';
import {
  publishedCount,
  publishedRun,
  type RunDocumentParts,
  uncountedPublicationOf,
} from './publication.ts';
import { runLineMessage, runMessage } from './run-messages.ts';
import { readRun, runLinePages } from './stored-runs.ts';

/** A run that can be archived: published, with no step in progress. */
export async function archivableRun(parts: RunDocumentParts, id: string): Promise<Run> {
  const run = await publishedRun(parts, id);
  if (run.job === null) return run;
  const why = `${id} is being worked off (${run.job.event}); ask again when it is done.`;
  throw new RpcError(rpcStatus.FAILED_PRECONDITION, why);
}

/**
 * A whole payment run as one ZIP. Its lines are read once per file, so that they need not be kept in memory. A run that
 * changes meanwhile fails the archive.
 */
export async function runArchive(
  run: Run,
  parts: RunDocumentParts,
  exportedBy: string,
): Promise<AsyncGenerator<Uint8Array>> {
  const { collections, sources } = parts;
  const list = await uncountedPublicationOf(run, parts);
  const { archiveChunks, publicationHtml, publicationXlsx } = await documentWriters();
  let lineCount = 0;
  const counting = async (lines: RunLine[]) => {
    lineCount += publishedCount(lines);
    return lines.map((line) => runLineJson(runLineMessage(line)));
  };
  // A list begins with its number of lines; it is known by then, because lines.ndjson is written before.
  const written = (render: Render) => ({
    chunks: later(() => render({ ...list, lineCount })),
    recordCount: () => lineCount,
  });
  const perPage = (read: (lines: RunLine[]) => Promise<object[]>) =>
    oneAhead(eachPage(collections, run, read));
  const given = new Set<string>();
  const files: ArchiveFile[] = [
    { name: 'run.json', records: only(runJson(runMessage(run))) },
    { name: 'lines.ndjson', records: perPage(counting) },
    { name: 'publication.html', ...written(publicationHtml) },
    { name: 'publication.xlsx', ...written(publicationXlsx) },
    { name: 'orders.ndjson', records: perPage((lines) => orderRecords(collections, lines)) },
    { name: 'payees.ndjson', records: perPage((lines) => payeeRecords(collections, lines)) },
    { name: 'explanations.ndjson', records: perPage((lines) => explanationRecords(sources, lines)) },
    { name: 'movements.ndjson', records: perPage((lines) => journalEntryRecords(collections, lines, given)) },
  ];
  const exportedAt = collections.clock.now().toISOString();
  const subject: ArchiveSubject = { run: run.id, exportedAt, exportedBy, software: softwareName() };
  return archiveChunks(subject, files, () => mustBeAsItWas(run, collections));
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
  collections: Collections,
  run: Run,
  read: (lines: RunLine[]) => Promise<object[]>,
): AsyncGenerator<object[]> {
  for await (const page of oneAhead(runLinePages(collections, run))) yield read(page);
}

/** Every write of a run or of one of its lines raises the version. */
async function mustBeAsItWas({ id, version }: Run, collections: Collections): Promise<void> {
  const now = await readRun(collections, id);
  if (now?.version === version) return;
  throw new RpcError(rpcStatus.FAILED_PRECONDITION, `${id} changed while its archive was written.`);
}
