import type * as api from '@duixian/api';
import { cellText } from '@duixian/documents/reading';
import { type CsvLimits, type CsvRecord, CsvRefused, csvRecords, utf8Pieces } from '@duixian/formats/tables';
import type { reconciliationV1 } from '@duixian/proto';
import { LIMITS, visible } from '@duixian/values';
import { Problem } from '../http/problem.ts';
import { COLUMNS } from './statement-columns.ts';

const MAX_FAULTS = 100;
/** Faults in the sentence; the list has more. */
const FAULTS_LISTED = 10;
const LINES: CsvLimits = {
  // One more than the limit of lines, for the heading.
  records: LIMITS.statementLines.most + 1,
  columns: LIMITS.tableColumns.most,
  recordCharacters: LIMITS.csvRecordCharacters.most,
  cellCharacters: LIMITS.cellCharacters.most,
};
const QUOTES = 'CSV, with fields in double quotes where they hold a comma, a quote (doubled) or a new line';

/** Counts all faults, and keeps the first ones. */
class Faults {
  readonly first: api.RequestFault[] = [];
  count = 0;

  add(...faults: api.RequestFault[]): void {
    this.count += faults.length;
    this.first.push(...faults.slice(0, MAX_FAULTS - this.first.length));
  }
}

/**
 * The lines of the treasury's file for a day. Every fault is reported with its line, its column and what would be
 * right, and one fault refuses the whole file. Unknown columns, such as 摘要, are ignored.
 */
export async function readStatement(text: string, day: string): Promise<reconciliationV1.StatementLine[]> {
  const faults = new Faults();
  const lines: reconciliationV1.StatementLine[] = [];
  let names: readonly string[] | undefined;
  const read = (record: CsvRecord): void => {
    if (names !== undefined) {
      const line = readRow(record, names, day, faults);
      if (faults.count === 0) lines.push(line);
      return;
    }
    names = record.cells.map((name) => name.trim());
    const missing = headingFaults(names, record.line);
    if (missing.length > 0) throw refusalOf(missing);
  };
  try {
    for await (const records of csvRecords(utf8Pieces(Buffer.from(text), 'UTF-8'), LINES))
      for (const record of records) read(record);
  } catch (error) {
    throw error instanceof CsvRefused ? unreadable(error) : error;
  }
  if (!names) throw refusalOf([faultAt(1, '', 'the file is empty', 'a heading, then a line per payment')]);
  if (faults.count > 0) throw refusal(faults);
  return lines;
}

function unreadable({ isTooLong, line, message }: CsvRefused): Problem {
  if (!isTooLong) return refusalOf([faultAt(line ?? 1, '', message, QUOTES)]);
  const remedy = `send at most ${LIMITS.statementLines.most.toLocaleString('en')} at once`;
  return new Problem('too-large', `Nothing was recorded: the file has too many lines; ${remedy}.`);
}

function headingFaults(names: readonly string[], line: number): api.RequestFault[] {
  const known = [...COLUMNS.keys()];
  const missing = known.filter((name) => !names.includes(name));
  const right = `a heading with each of ${known.join(', ')} once`;
  const ofMissing = missing.map((name) => `“${name}”`).join(', ');
  return [
    ...(missing.length > 0 ? [faultAt(line, '', `there is no column ${ofMissing}`, right)] : []),
    ...known.flatMap((name) => {
      const times = names.filter((one) => one === name).length;
      return times > 1 ? [faultAt(line, name, `there are ${times} such columns`, 'one')] : [];
    }),
  ];
}

function readRow(
  { cells, line }: CsvRecord,
  names: readonly string[],
  day: string,
  faults: Faults,
): reconciliationV1.StatementLine {
  let read = EMPTY;
  if (cells.length !== names.length)
    faults.add(faultAt(line, '', `it has ${cells.length} fields`, `${names.length}, as in the heading`));
  else
    for (const [index, name] of names.entries()) {
      const column = COLUMNS.get(name);
      const text = cellText(cells[index] ?? '');
      const value = column?.read(text, day);
      if (column && !value) {
        const mistake = text === '' ? undefined : column.mistake?.(text);
        const right = mistake === undefined ? rightAt(name, day) : `${rightAt(name, day)}: ${mistake}`;
        faults.add(faultAt(line, name, `it is ${quoted(text)}`, right));
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

function faultAt(line: number, column: string, what: string, right: string): api.RequestFault {
  const where = column === '' ? `line ${line}` : `line ${line}, ${column}`;
  return {
    field: column === '' ? `${line}` : `${line}.${column}`,
    reason: 'bad-line',
    message: `${where}: ${what}; right is ${right}`,
  };
}

function refusalOf(found: readonly api.RequestFault[]): Problem {
  const faults = new Faults();
  faults.add(...found);
  return refusal(faults);
}

function refusal({ first, count }: Faults): Problem {
  const listed = first.slice(0, FAULTS_LISTED).map(({ message }) => message);
  const more = count > listed.length ? `; and ${count - listed.length} more` : '';
  return new Problem('bad-request', `Nothing was recorded: ${listed.join('. ')}${more}.`, first);
}
