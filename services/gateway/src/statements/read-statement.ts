import { type CsvRecord, cellText, csvRecords } from '@duixian/documents';
import type { reconciliationV1 } from '@duixian/proto';
import { visible } from '@duixian/values';
import { Problem, type RequestFault } from '../http/problem.ts';
import { COLUMNS } from './statement-columns.ts';

const MAX_LINES = 100_000;
const MAX_FAULTS = 100;
/** In the sentence; the others stand in the list. */
const SAID_FAULTS = 10;
const MAX_LINE_CHARACTERS = 20_000;

/**
 * The lines of the treasury's file for a day. Every fault is named with its line and column and what would be right, and
 * then nothing is taken. Columns that are not known, such as 摘要, are passed over.
 */
export function readStatement(text: string, day: string): reconciliationV1.StatementLine[] {
  const [heading, ...rows] = rowsOf(text);
  if (!heading) throw refusal([faultAt(1, '', 'the file is empty', 'a heading, then a line per payment')]);
  if (rows.length > MAX_LINES) {
    const remedy = `send at most ${MAX_LINES.toLocaleString('en')} at once`;
    throw new Problem('too-large', `Nothing was recorded: the file has ${rows.length} lines; ${remedy}.`);
  }
  const names = heading.cells.map((name) => name.trim());
  const missing = headingFaults(names, heading.line);
  if (missing.length > 0) throw refusal(missing);
  const faults: RequestFault[] = [];
  const lines = rows.map((row) => readRow(row, names, day, faults));
  if (faults.length > 0) throw refusal(faults);
  return lines;
}

function rowsOf(text: string): CsvRecord[] {
  const records = csvRecords(text, MAX_LINE_CHARACTERS);
  if ('length' in records) return records;
  const remedy = 'fields in double quotes where they hold a comma, a quote (doubled) or a new line';
  throw refusal([faultAt(records.line, '', `it is not CSV (${records.message})`, remedy)]);
}

function headingFaults(names: readonly string[], line: number): RequestFault[] {
  return [...COLUMNS.keys()].flatMap((name) => {
    const times = names.filter((one) => one === name).length;
    if (times === 1) return [];
    const what = times === 0 ? 'there is no such column' : `there are ${times} such columns`;
    return [faultAt(line, name, what, `a heading with each of ${[...COLUMNS.keys()].join(', ')} once`)];
  });
}

function readRow(
  { cells, line }: CsvRecord,
  names: readonly string[],
  day: string,
  faults: RequestFault[],
): reconciliationV1.StatementLine {
  let read = EMPTY;
  if (cells.length !== names.length)
    faults.push(faultAt(line, '', `it has ${cells.length} fields`, `${names.length}, as in the heading`));
  else
    for (const [index, name] of names.entries()) {
      const column = COLUMNS.get(name);
      const text = cellText(cells[index] ?? '');
      const value = column?.read(text, day);
      if (column && !value) {
        const mistake = text === '' ? undefined : column.mistake?.(text);
        const right = mistake === undefined ? rightAt(name, day) : `${rightAt(name, day)}: ${mistake}`;
        faults.push(faultAt(line, name, `it is ${quoted(text)}`, right));
      }
      read = { ...read, ...value };
    }
  return read;
}

const EMPTY: reconciliationV1.StatementLine = {
  orderId: '',
  voucherNo: '',
  payeeName: '',
  payeeAccountNo: '',
  amountFen: 0n,
  state: 'STATEMENT_STATE_UNSPECIFIED',
};

function rightAt(name: string, day: string): string {
  return `${COLUMNS.get(name)?.isRight}${name === '日期' ? `: ${day}` : ''}`;
}

function quoted(text: string): string {
  return text === '' ? 'empty' : `"${visible(text.slice(0, 60).toWellFormed())}"`;
}

function faultAt(line: number, column: string, what: string, right: string): RequestFault {
  const where = column === '' ? `line ${line}` : `line ${line}, ${column}`;
  return {
    field: column === '' ? `${line}` : `${line}.${column}`,
    reason: 'bad-line',
    message: `${where}: ${what}; right is ${right}`,
  };
}

function refusal(faults: readonly RequestFault[]): Problem {
  const first = faults.slice(0, SAID_FAULTS).map(({ message }) => message);
  const more = faults.length > first.length ? `; and ${faults.length - first.length} more` : '';
  return new Problem(
    'bad-request',
    `Nothing was recorded: ${first.join('. ')}${more}.`,
    faults.slice(0, MAX_FAULTS),
  );
}
