import { nextAfter, readPage, type Session, writeGuarded } from '@duixian/runtime';
import type { Collections, RunDocument, RunLineDocument } from '../unit-of-work/collections.ts';
import { byStateOfRun } from './domain/as-run-says.ts';
import type { Run } from './domain/run.ts';
import type { RunLine } from './domain/run-line.ts';

export async function readRun(
  { runs }: Collections,
  id: string,
  session?: Session,
): Promise<Run | undefined> {
  const found = await runs.findOne({ _id: id }, session ? { session } : {});
  return found ? runFrom(found) : undefined;
}

export function runFrom({ _id, ...rest }: RunDocument): Run {
  return { id: _id, ...rest };
}

/** A page of its lines, in the order of their entities. */
export async function readRunLinesPage(
  { runLines }: Collections,
  run: Run,
  after: string,
  limit: number,
): Promise<{ rows: RunLine[]; isWhole: boolean }> {
  const { rows, isWhole } = await readPage(runLines.find(linesAfter(run, after)).sort({ _id: 1 }), limit);
  return { rows: rows.map(lineFrom).map(byStateOfRun(run)), isWhole };
}

const PAGE = 500;

/** Every line of a run in the order of their entities, page by page. */
export async function* runLinePages(collections: Collections, run: Run): AsyncGenerator<RunLine[]> {
  let after = '';
  do {
    const page = await readRunLinesPage(collections, run, after, PAGE);
    yield page.rows;
    after = nextAfter(page, ({ entity }) => entity);
  } while (after !== '');
}

/** In the order of their entities. */
export async function readRunLines(
  { runLines }: Collections,
  run: Run,
  after: string,
  limit: number,
  session?: Session,
): Promise<RunLine[]> {
  const found = await runLines
    .find(linesAfter(run, after), session ? { session } : {})
    .sort({ _id: 1 })
    .limit(limit)
    .batchSize(limit + 1)
    .toArray();
  return found.map(lineFrom).map(byStateOfRun(run));
}

export async function readRunLine(
  { runLines }: Collections,
  run: Run,
  entity: string,
  session: Session,
): Promise<RunLine | undefined> {
  const found = await runLines.findOne({ _id: lineId(run.id, entity) }, { session });
  return found ? byStateOfRun(run)(lineFrom(found)) : undefined;
}

/** The lines of these entities that the run has, as they are now. */
export async function readRunLinesOf(
  { runLines }: Collections,
  run: Run,
  entities: readonly string[],
  session: Session,
): Promise<RunLine[]> {
  const ids = entities.map((entity) => lineId(run.id, entity));
  const found = await runLines.find({ _id: { $in: ids } }, { session }).toArray();
  return found.map(lineFrom).map(byStateOfRun(run));
}

/**
 * Writes only if the version is the one that was read; lines are written only together with their run, so its
 * version protects them too.
 */
export async function saveRun({ runs }: Collections, run: Run, session: Session): Promise<void> {
  const { id, version, ...rest } = run;
  const after = { _id: id, ...rest, version: version + 1 };
  const before = version === 0 ? undefined : { ...after, version };
  await writeGuarded(runs, [{ before, after }], 'version', session);
}

export async function insertRunLines(
  { runLines }: Collections,
  lines: readonly RunLine[],
  session: Session,
): Promise<void> {
  if (lines.length > 0) await runLines.insertMany(lines.map(documentOf), { session, ordered: false });
}

export async function replaceRunLines(
  { runLines }: Collections,
  lines: readonly RunLine[],
  session: Session,
): Promise<void> {
  if (lines.length === 0) return;
  const operations = lines.map((line) => {
    const { _id, ...replacement } = documentOf(line);
    return { replaceOne: { filter: { _id }, replacement } };
  });
  await runLines.bulkWrite(operations, { session, ordered: false });
}

function linesAfter({ id }: Run, after: string) {
  return { _id: { $gt: `${id}/${after}`, $lt: `${id}0` } };
}

function documentOf(line: RunLine): RunLineDocument {
  return { _id: lineId(line.run, line.entity), ...line };
}

function lineFrom({ _id: _, ...line }: RunLineDocument): RunLine {
  return line;
}

function lineId(run: string, entity: string): string {
  return `${run}/${entity}`;
}
