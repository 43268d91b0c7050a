import { LIMITS } from '@duixian/values';
import type { Mapping } from '../mapping/mapping-document.ts';
import type { FileFault } from '../reading.ts';
import type { Row, Table } from '../tables/table.ts';
import { findHeadings, type Headings, nearestHeadings } from './find-headings.ts';

type Chosen = { readonly sheet: number; readonly headings: Headings };
type Stopped = { readonly faults: readonly FileFault[] };

/** The sheet that the mapping names, or the only one with its headings. */
export async function chooseSheet(table: Table, mapping: Mapping): Promise<Chosen | Stopped> {
  const named = table.sheets.findIndex(({ name }) => name === mapping.sheet?.pick);
  const sheets = named >= 0 ? [named] : table.sheets.map((_, index) => index);
  const heads: (readonly Row[])[] = [];
  const found: Chosen[] = [];
  for (const sheet of sheets) {
    const head = await headOf(table.rows(sheet));
    const headings = findHeadings(head, mapping);
    heads.push(head);
    if (headings) found.push({ sheet, headings });
  }
  const [first, ...others] = found;
  if (!first) return stopped('no-heading-row', noHeadings(heads, mapping));
  if (others.length > 0) {
    const names = found.map(({ sheet }) => JSON.stringify(table.sheets[sheet]?.name)).join(' and ');
    return stopped(
      'no-heading-row',
      `${found.length} sheets have the headings: ${names}; leave one, or name it in the mapping (sheet: pick)`,
    );
  }
  const { name, isHidden } = table.sheets[first.sheet] ?? { name: '', isHidden: false };
  if (!isHidden) return first;
  return stopped(
    'bad-field',
    `the sheet ${JSON.stringify(name)} is hidden; show it, look at it, and send the file again`,
  );
}

/** One row more than may have headings, because headings may have two lines. */
async function headOf(batches: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const head: Row[] = [];
  for await (const batch of batches)
    for (const row of batch) {
      if (row.line > LIMITS.importHeadingRows.most + 1) return head;
      head.push(row);
    }
  return head;
}

function noHeadings(heads: readonly (readonly Row[])[], mapping: Mapping): string {
  const within = mapping.sheet?.headingWithin ?? LIMITS.importHeadingRows.most;
  const nearest = heads
    .map((head) => nearestHeadings(head, mapping))
    .reduce((a, b) => (b.found > a.found ? b : a), { line: 1, found: 0, of: 0 });
  const of = `${nearest.found} of ${nearest.of}`;
  const where = nearest.found > 0 ? `; line ${nearest.line} comes nearest, with ${of}` : '';
  return `none of the first ${within} rows has 60% of the headings that the mapping ${mapping.id} needs${where}; is it the right file, and the right mapping?`;
}

function stopped(code: FileFault['code'], message: string): Stopped {
  return { faults: [{ line: undefined, place: '', code, message }] };
}
