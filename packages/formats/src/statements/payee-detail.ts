import { ACCOUNT_NO, BANK_CODE, codePointOf, type Fen, neutralText } from '@duixian/values';
import { stringify } from 'csv-stringify/sync';
import { plainYuan } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import { encodeGb18030, isInGbk } from '../gb18030.ts';
import type { FileFault } from '../reading.ts';

/** An order as a line of the payee detail (支付明细) for the treasury. */
export type PayeeDetail = {
  /** The order's reference for banks, by which its status comes back (业务追溯识别码). */
  readonly reference: string;
  readonly payeeUscc: string;
  readonly entityName: string;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  readonly payeeBankName: string;
  readonly payeeBankCode: string;
  readonly amountFen: Fen;
  readonly purpose: string;
  readonly functionalCode: string;
};

/** Which heading stands over which field, in the order of the columns. */
export type PayeeDetailColumns = readonly (readonly [heading: string, field: PayeeDetailField])[];
/** `benefits-enterprise`: 是否惠企利民, which all that is paid here is. */
export type PayeeDetailField = keyof PayeeDetail | 'benefits-enterprise';

/**
 * The headings of the integrated budget system's payment detail, with the bank's number and the functional code. Which
 * template a city's system imports is not known [assumed]: another one is another list.
 */
export const PAYEE_DETAIL_COLUMNS: PayeeDetailColumns = [
  ['业务追溯识别码', 'reference'],
  ['统一社会信用代码', 'payeeUscc'],
  ['企业名称', 'entityName'],
  ['收款人全称', 'payeeName'],
  ['收款人账号', 'payeeAccountNo'],
  ['收款人开户银行', 'payeeBankName'],
  ['收款人银行行号', 'payeeBankCode'],
  ['支付金额', 'amountFen'],
  ['附言', 'purpose'],
  ['支出功能分类科目代码', 'functionalCode'],
  ['是否惠企利民', 'benefits-enterprise'],
];

/** 30 characters are the 60 bytes of GBK that the treasury's checks allow. */
const MOST_NAME = 30;
/** By it spreadsheets recognise UTF-8. */
const MARK = '\ufeff';

/**
 * The table as CSV, and what a treasury may stumble over. A text that a spreadsheet would take for a formula is preceded
 * by an apostrophe.
 */
export function writePayeeDetail(
  details: readonly PayeeDetail[],
  encoding: 'utf-8' | 'gb18030',
  columns: PayeeDetailColumns = PAYEE_DETAIL_COLUMNS,
): { readonly bytes: Uint8Array; readonly warnings: readonly FileFault[] } {
  const rows = details.map((detail) => columns.map(([, field]) => neutralText(cellOf(detail, field))));
  const text = stringify([columns.map(([heading]) => heading), ...rows], {
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/,
  });
  return {
    bytes: encoding === 'utf-8' ? new TextEncoder().encode(`${MARK}${text}`) : encodeGb18030(text),
    warnings: details.flatMap((detail, index) => warningsOf(detail, index + 2, columns)),
  };
}

function cellOf(detail: PayeeDetail, field: PayeeDetailField): string {
  if (field === 'benefits-enterprise') return '是';
  return field === 'amountFen' ? plainYuan(detail.amountFen) : detail[field];
}

/** `line`: of the file, whose first is the heading. */
function warningsOf(detail: PayeeDetail, line: number, columns: PayeeDetailColumns): FileFault[] {
  return columns.flatMap(([heading, field]) => {
    const warnings = field === 'benefits-enterprise' ? [] : [mistakeOf(detail, field), rareOf(detail, field)];
    return warnings.flatMap((message) =>
      message === undefined
        ? []
        : [fileFault('bad-field', `line ${line}, ${heading}: ${message}`, { line, place: heading })],
    );
  });
}

function mistakeOf(detail: PayeeDetail, field: keyof PayeeDetail): string | undefined {
  const length = [...detail.payeeName].length;
  switch (field) {
    case 'payeeName':
      return length > MOST_NAME ? `it has ${length} characters; a treasury takes ${MOST_NAME}` : undefined;
    case 'payeeAccountNo':
      return ACCOUNT_NO.pattern.test(detail.payeeAccountNo) ? undefined : `right is ${ACCOUNT_NO.right}`;
    case 'payeeBankCode':
      return BANK_CODE.pattern.test(detail.payeeBankCode) ? undefined : `right is ${BANK_CODE.right}`;
    case 'amountFen':
      return detail.amountFen > 0n ? undefined : `it is ${plainYuan(detail.amountFen)}; right is above zero`;
    default:
      return undefined;
  }
}

function rareOf(detail: PayeeDetail, field: keyof PayeeDetail): string | undefined {
  const rare = [...cellOf(detail, field)].find((point) => !isInGbk(point));
  return (
    rare && `it has ${shown(rare)} (${codePointOf(rare)}), which is not in GBK: an older system may lose it`
  );
}
