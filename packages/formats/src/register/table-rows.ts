import type { Mapping } from '../mapping/mapping-document.ts';
import type { Row, Table } from '../tables/table.ts';
import { chooseSheet } from './choose-sheet.ts';

/** The sheet that a mapping reads, as it stands: the cells of its heading row, and all rows below. */
export type TableRows = { readonly headings: readonly string[]; readonly rows: AsyncGenerator<Row> };

/** Undefined where no sheet has the headings, or more than one. */
export async function tableRows(table: Table, mapping: Mapping): Promise<TableRows | undefined> {
  const chosen = await chooseSheet(table, mapping);
  if ('faults' in chosen) return undefined;
  const { line } = chosen.headings;
  const rows = rowsOf(table, chosen.sheet);
  for (let next = await rows.next(); !next.done; next = await rows.next())
    if (next.value.line === line) return { headings: next.value.cells.map(({ text }) => text), rows };
  return undefined;
}

async function* rowsOf(table: Table, sheet: number): AsyncGenerator<Row> {
  for await (const batch of table.rows(sheet)) yield* batch;
}
