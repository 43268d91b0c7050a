import { type Fault, isBlank, MAX_ITEM_BYTES, readItem, readItemText, splitLines } from '@duixian/facts';
import {
  IMPORT_LIMITS,
  type Mapping,
  type RegisterReading,
  type RowOutcome,
  readRegister,
} from '@duixian/formats/register';
import { openTable, TableRefused } from '@duixian/formats/tables';
import { inTurns } from '@duixian/runtime';
import type { Item } from '../events/read-body.ts';

/** A line of a file before any register has seen it. */
export type ImportLine = { readonly line: number; readonly subject: string; readonly bytes: number } & (
  | { readonly item: Item }
  | { readonly row: Exclude<RowOutcome, { outcome: 'refused' }> }
  | { readonly faults: readonly Fault[] }
);

export type FileEnding = Pick<RegisterReading, 'isStopped' | 'faults' | 'warnings'>;

type Take = (line: ImportLine) => Promise<void>;

/** Facts, one to a line, behind line `after`; blank lines are passed over. A line that is too long is never held. */
export async function readFacts(
  content: AsyncIterable<Uint8Array>,
  { after }: { readonly after: number },
  take: Take,
): Promise<FileEnding> {
  for await (const lines of splitLines(content, MAX_ITEM_BYTES)) {
    const read = await inTurns(lines, ({ number, bytes, sizeBytes }) => {
      if (number <= after) return undefined;
      if (sizeBytes > MAX_ITEM_BYTES) return refused(number, readItem(undefined, sizeBytes));
      return isBlank(bytes) ? undefined : factOf(number, bytes);
    });
    for (const line of read) if (line) await take(line);
  }
  return { isStopped: false, faults: [], warnings: [] };
}

function factOf(line: number, text: Buffer): ImportLine {
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    return refused(line, readItemText(text.toString('utf8')));
  }
  const { id, source, type, subject } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  // What lies behind it is the rest of its piece.
  const item = { text: Buffer.from(text), head: { id, source, type } };
  return { line, subject: typeof subject === 'string' ? subject : '', bytes: text.length, item };
}

function refused(line: number, read: ReturnType<typeof readItem>): ImportLine {
  return { line, subject: '', bytes: 0, faults: 'faults' in read ? read.faults : [] };
}

/** A table by a mapping. Units are looked up later, many at once. `arrivedAt`: RFC 3339. */
export async function readTable(
  bytes: Uint8Array,
  mapping: Mapping,
  { source, arrivedAt }: { readonly source: string; readonly arrivedAt: string },
  take: Take,
): Promise<FileEnding> {
  // The revision is decided by what is held.
  const options = { source, time: arrivedAt, unitOf: () => undefined, revisionOf: () => 1 };
  try {
    const table = await openTable(bytes, IMPORT_LIMITS);
    try {
      return await readRegister(table, mapping, options, (row) => take(lineOf(row)));
    } finally {
      await table.close();
    }
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    const { line, code, message } = error;
    return { isStopped: true, faults: [{ line, place: '', code, message }], warnings: [] };
  }
}

/** About as much as a row of a table takes. */
const ROW_BYTES = 1_024;

function lineOf(row: RowOutcome): ImportLine {
  const { line } = row;
  if (row.outcome !== 'refused') return { line, subject: row.subject, bytes: ROW_BYTES, row };
  const faults = row.faults.map(({ place, message }) => {
    return { field: place, reason: 'bad-field' as const, message };
  });
  return { line, subject: '', bytes: 0, faults };
}
