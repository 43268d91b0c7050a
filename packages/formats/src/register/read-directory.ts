import { isUscc, usccMistake } from '@duixian/values';
import { headingName } from '../mapping/heading-text.ts';
import type { FileFault } from '../reading.ts';
import { openTable } from '../tables/open-table.ts';
import { type Row, TableRefused } from '../tables/table.ts';
import type { DirectoryEntry } from '../unit-directory.ts';
import { countryOf, natureOf } from './codes.ts';
import { FewFaults } from './few-faults.ts';
import { IMPORT_LIMITS } from './import-limits.ts';
import { codeText, nameText, quoted } from './read-cell.ts';

const COLUMNS = {
  name: '单位名称',
  uscc: '统一社会信用代码',
  nature: '性质',
  division: '行政区划代码',
  country: '国别代码',
  code: '单位代码',
} as const;

type Column = keyof typeof COLUMNS;
const NEEDED: readonly Column[] = ['name', 'uscc', 'nature', 'division'];

/** A unit directory as a table: 单位名称, 统一社会信用代码, 性质, 行政区划代码 and, if wanted, 国别代码, 单位代码. */
export async function readDirectory(
  bytes: Uint8Array,
): Promise<{ readonly entries: readonly DirectoryEntry[]; readonly faults: readonly FileFault[] }> {
  const entries: DirectoryEntry[] = [];
  const faults = new FewFaults();
  try {
    const table = await openTable(bytes, IMPORT_LIMITS);
    try {
      let indexes: ReadonlyMap<Column, number> | undefined;
      for await (const batch of table.rows(0))
        for (const row of batch) {
          if (indexes) readEntry(row, indexes, entries, faults);
          else indexes = headings(row, faults);
        }
      if (!indexes)
        faults.add(faultAt(1, '', `the file is empty; it needs ${Object.values(COLUMNS).join(', ')}`));
    } finally {
      await table.close();
    }
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    faults.add({ line: error.line, place: '', code: error.code, message: error.message });
  }
  return { entries, faults: faults.few() };
}

function headings({ line, cells }: Row, faults: FewFaults): ReadonlyMap<Column, number> {
  const names = cells.map(({ text }) => headingName(text));
  const indexes = new Map(
    (Object.keys(COLUMNS) as Column[]).map((column) => [column, names.indexOf(COLUMNS[column])]),
  );
  for (const column of NEEDED)
    if (indexes.get(column) === -1) faults.add(faultAt(line, COLUMNS[column], 'there is no such column'));
  return indexes;
}

function readEntry(
  { line, cells }: Row,
  indexes: ReadonlyMap<Column, number>,
  entries: DirectoryEntry[],
  faults: FewFaults,
): void {
  const textOf = (column: Column) => cells[indexes.get(column) ?? -1]?.text ?? '';
  const [uscc, division, code] = [
    codeText(textOf('uscc')),
    codeText(textOf('division')),
    codeText(textOf('code')),
  ];
  const name = nameText(textOf('name'));
  const kind = natureOf(textOf('nature'))?.kind;
  const country = textOf('country') === '' ? 'CN' : countryOf(textOf('country'));
  const wrong = (column: Column, message: string) => faults.add(faultAt(line, COLUMNS[column], message));
  if (name === '') wrong('name', 'it is empty; write the full name of the unit');
  if (!kind) wrong('nature', `it is ${quoted(textOf('nature'))}; write a code of 买卖方性质, such as 150`);
  if (!country) wrong('country', `it is ${quoted(textOf('country'))}; write a code such as 142 or 502`);
  const isAbroad = country !== undefined && country !== 'CN';
  if (!isAbroad && !isUscc(uscc)) wrong('uscc', `it is no unified social credit code: ${usccMistake(uscc)}`);
  if (!isAbroad && !/^\d{6}$/.test(division))
    wrong('division', 'write the six digits of the division, such as 410100');
  if (!kind || !country) return;
  const known = isAbroad ? { uscc: null, divisionCode: null, country } : { uscc, divisionCode: division };
  entries.push({ name, kind, ...known, ...(code === '' ? {} : { unit: code }) });
}

function faultAt(line: number, place: string, message: string): FileFault {
  return { line, place, code: 'bad-field', message };
}
