import { type Fen, isDay, MAX_EXACT_FEN, plainText } from '@duixian/values';
import { refusedFile } from '../bank-file.ts';
import { type CsvLine, csvLines } from '../csv-lines.ts';
import { fenOfYuan } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import { type PaymentReport, paymentReport, type ReportedState } from '../payment-reports/payment-report.ts';
import type { FileFault, Reading } from '../reading.ts';

const REQUIRED = ['支付申请编号', '金额', '状态', '日期'] as const;
const OPTIONAL = ['支付凭证号', '收款人全称', '收款人账号', '银行交易流水号', '失败原因'] as const;
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

const STATES: ReadonlyMap<string, ReportedState> = new Map([
  ['已支付', 'paid'],
  ['已退回', 'returned'],
  ['已拒绝', 'rejected'],
]);

/**
 * The treasury's statement as CSV, as reports about payments. Columns stand in any order, and others beside them are
 * ignored. The number of an order may be its id or its reference for banks.
 */
export async function readStatementReports(bytes: Uint8Array): Promise<Reading<PaymentReport>> {
  const lines = await csvLines(bytes);
  if ('code' in lines) return refusedFile(lines);
  const [heading, ...rest] = lines;
  if (heading === undefined)
    return refusedFile(
      fileFault('no-heading-row', `the file is empty; right is a heading with ${REQUIRED.join(', ')}`),
    );
  const faults = headingFaults(heading);
  if (faults.length > 0) return refusedFile(...faults);
  const read = rest.map((line) => readLine(line, heading.cells));
  return {
    items: read.flatMap(({ report }) => (report === undefined ? [] : [report])),
    faults: read.flatMap((line) => line.faults),
    warnings: read.flatMap((line) => line.warnings),
  };
}

function headingFaults({ line, cells }: CsvLine): FileFault[] {
  const missing = REQUIRED.filter((name) => !cells.includes(name));
  const repeated = [...REQUIRED, ...OPTIONAL].filter(
    (name) => cells.indexOf(name) !== cells.lastIndexOf(name),
  );
  return [
    ...missing.map((name) => fault(line, name, 'no-heading-row', 'this column is missing')),
    ...repeated.map((name) => fault(line, name, 'unmapped-heading', 'this column occurs twice')),
  ];
}

type ReadLine = {
  readonly report: PaymentReport | undefined;
  readonly faults: readonly FileFault[];
  readonly warnings: readonly FileFault[];
};

function readLine({ line, cells }: CsvLine, heading: readonly string[]): ReadLine {
  const cell = (column: Column): string => plainText(cells[heading.indexOf(column)] ?? '').trim();
  const [reference, accountNo] = [cell('支付申请编号'), cell('收款人账号')];
  const [amountFen, state, on] = [amountOf(cell('金额')), STATES.get(cell('状态')), cell('日期')];
  const checks: readonly (readonly [Column, boolean, string])[] = [
    ['支付申请编号', /^\S{1,200}$/u.test(reference), 'the number of an order without spaces'],
    ['金额', amountFen !== undefined, 'yuan above zero with two decimals and nothing else, such as 1234.50'],
    ['状态', state !== undefined, [...STATES.keys()].join(', ')],
    ['日期', isDay(on), 'a day as YYYY-MM-DD'],
    [
      '收款人账号',
      /^([0-9]{6,32})?$/.test(accountNo),
      '6 to 32 digits, or empty; a spreadsheet must keep it as text',
    ],
  ];
  const faults = checks
    .filter(([, isRight]) => !isRight)
    .map(([column, , right]) =>
      fault(line, column, 'bad-field', `it is ${shown(cell(column))}; right is ${right}`),
    );
  if (cells.length !== heading.length)
    faults.unshift(
      fault(
        line,
        '',
        'bad-field',
        `it has ${cells.length} fields; right are ${heading.length}, as in the heading`,
      ),
    );
  if (faults.length > 0 || state === undefined || amountFen === undefined)
    return { report: undefined, faults, warnings: [] };
  const report = paymentReport({
    ...{ line, of: { reference }, state, amountFen, on },
    reason: cell('失败原因'),
    bankReference: cell('银行交易流水号'),
    voucherNo: cell('支付凭证号'),
    payee: { accountNo, name: cell('收款人全称') },
  });
  return { report, faults, warnings: warningsOf(report) };
}

function warningsOf({ line, state, bankReference, reason }: PaymentReport): FileFault[] {
  if (state === 'returned' && bankReference === '')
    return [fault(line, '银行交易流水号', 'missing-field', 'it is empty: parts could not be distinguished')];
  if (state === 'rejected' && reason === '')
    return [fault(line, '失败原因', 'missing-field', 'it is empty: nobody can see why it was rejected')];
  return [];
}

function amountOf(text: string): Fen | undefined {
  const fen = /\.\d\d$/.test(text) ? fenOfYuan(text) : undefined;
  return fen !== undefined && fen > 0n && fen <= MAX_EXACT_FEN ? fen : undefined;
}

function fault(line: number, place: string, code: FileFault['code'], message: string): FileFault {
  return fileFault(code, `line ${line}${place && `, ${place}`}: ${message}`, { line, place });
}
