import { isDay } from '@duixian/values';
import { type CsvLine, csvLines } from '../csv-lines.ts';
import { fenOfYuan } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import type { FileFault, Reading } from '../reading.ts';
import type { InvoiceCompanion } from './invoice-fact.ts';

/** What comes beside invoices, by the number of the invoice. */
export type NumberedCompanion = {
  readonly line: number;
  readonly number: string;
  /** Of a red one: the number of the blue one that it corrects. */
  readonly blueNumber: string | undefined;
  readonly companion: InvoiceCompanion;
};

/** The headings [assumed]: no table of this kind was seen. */
const COLUMNS = [
  ...['发票号码', '仪器编号', '使用记录编号', '实际缴纳费用'],
  ...['缴纳日期', '是否关联', '蓝字发票号码'],
] as const;
type Column = (typeof COLUMNS)[number];
const SEVERAL = /\s*[;；、|]\s*/;

/** The table that comes with invoices, as CSV: several ids stand in one cell with `;` between. */
export async function readCompanions(bytes: Uint8Array): Promise<Reading<NumberedCompanion>> {
  const lines = await csvLines(bytes);
  if ('code' in lines) return { items: [], faults: [lines], warnings: [] };
  const [heading, ...rest] = lines;
  const missing = COLUMNS.filter((name) => !heading?.cells.includes(name));
  if (heading === undefined || missing.length > 0) {
    const message = `these columns are missing: ${missing.join(', ')}`;
    return { items: [], faults: [fileFault('no-heading-row', message, { line: 1 })], warnings: [] };
  }
  const first = new Map<string, number>();
  const read = rest.map((line) => readLine(line, heading.cells, first));
  return {
    items: read.flatMap((line) => ('item' in line ? [line.item] : [])),
    faults: read.flatMap((line) => ('faults' in line ? line.faults : [])),
    warnings: [],
  };
}

function readLine(
  { line, cells }: CsvLine,
  heading: readonly string[],
  first: Map<string, number>,
): { readonly item: NumberedCompanion } | { readonly faults: readonly FileFault[] } {
  const cell = (column: Column): string => cells[heading.indexOf(column)] ?? '';
  const [number, blueNumber, amount, on] = [
    cell('发票号码'),
    cell('蓝字发票号码'),
    cell('实际缴纳费用'),
    cell('缴纳日期'),
  ];
  const [fen, related, before] = [fenOfYuan(amount), RELATED.get(cell('是否关联')), first.get(number)];
  if (before === undefined) first.set(number, line);
  const isUnpaid = amount === '' && on === '';
  const checks: readonly (readonly [Column, boolean, string])[] = [
    ['发票号码', /^\d{20}$/.test(number), 'the 20 digits of a 数电票, as text'],
    ['发票号码', before === undefined, `a number that is not in line ${before} as well`],
    ['蓝字发票号码', /^(\d{18}|\d{20})?$/.test(blueNumber), '18 or 20 digits, or empty'],
    [
      '实际缴纳费用',
      isUnpaid || (fen !== undefined && fen > 0n),
      'yuan above zero such as 26000.00, or both this and the day empty',
    ],
    ['缴纳日期', isUnpaid || isDay(on), 'a day as YYYY-MM-DD, or both this and the amount empty'],
    ['是否关联', related !== undefined, [...RELATED.keys()].join(' or ')],
  ];
  const faults = checks
    .filter(([, isRight]) => !isRight)
    .map(([column, , right]) => {
      const message = `line ${line}, ${column}: it is ${shown(cell(column))}; right is ${right}`;
      return fileFault('bad-field', message, { line, place: column });
    });
  if (faults.length > 0) return { faults };
  const companion: InvoiceCompanion = {
    instrumentIds: idsOf(cell('仪器编号')),
    usageIds: idsOf(cell('使用记录编号')),
    paid: isUnpaid || fen === undefined ? null : { fen, on },
    relatedParties: related === true,
  };
  return { item: { line, number, blueNumber: blueNumber || undefined, companion } };
}

const RELATED: ReadonlyMap<string, boolean> = new Map([
  ['是', true],
  ['否', false],
]);

function idsOf(text: string): string[] {
  return text.split(SEVERAL).filter((id) => id !== '');
}
