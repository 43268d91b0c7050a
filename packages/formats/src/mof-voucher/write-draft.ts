import { BANK_CODE, type Day, type Fen, isDay, LIMITS } from '@duixian/values';
import { plainYuan } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import { encodeGb18030, isInGbk } from '../gb18030.ts';
import type { FileFault } from '../reading.ts';
import { impossibleInXml, writeXml, type XmlNode, xmlNode, xmlText } from '../xml/write-xml.ts';
import type { CodeAndName, DraftOrder, VoucherDraft } from './draft.ts';

const CODE = '8207';
const BATCH = '4';
/** The checks of a bank that were seen. */
const ACCOUNT = /^[0-9A-Z-]{1,32}$/;
const PAY_TYPE = /^(11|12|91|00100[12]\d*)$/;
const MOST_NAME_BYTES = 60;
const MOST_TEXT_BYTES = 200;

type Check = readonly [field: string, mistake: string | undefined];

/** The draft as an e-voucher in GBK, or all that is wrong with it. The bank adds its own fields to the same details. */
export function writeVoucherDraft(
  draft: VoucherDraft,
  today: Day,
): { readonly bytes: Uint8Array } | { readonly faults: readonly FileFault[] } {
  const faults = [
    ...headFaults(draft, today),
    ...draft.orders.flatMap(orderFaults),
    ...repeatedFaults(draft),
  ];
  return faults.length > 0 ? { faults } : { bytes: writeXml(documentOf(draft), 'GBK') };
}

function documentOf(draft: VoucherDraft): XmlNode {
  const [division, year] = [draft.divisionCode, String(draft.fiscalYear)];
  const totalFen = draft.orders.reduce<Fen>((sum, { amountFen }) => sum + amountFen, 0n);
  const voucher = xmlNode(
    'Voucher',
    xmlText('Id', draft.id),
    xmlText('AdmDivCode', division),
    xmlText('StYear', year),
    xmlText('VtCode', CODE),
    xmlText('VouDate', draft.day.replaceAll('-', '')),
    xmlText('VoucherNo', draft.voucherNo),
    ...coded('PayType', draft.payType),
    ...coded('Agency', draft.agency),
    ...coded('ExpFunc', draft.functional),
    xmlText('PayAcctNo', draft.payer.accountNo),
    xmlText('PayAcctName', draft.payer.name),
    xmlText('PayAcctBankName', draft.payer.bankName),
    xmlText('PaySummaryName', draft.summary),
    xmlText('PayAmt', plainYuan(totalFen)),
    xmlText('BusinessTypeCode', BATCH),
    xmlNode('DetailList', ...draft.orders.map((order, index) => detailOf(draft, order, index + 1))),
  );
  const attributes = { AdmDivCode: division, StYear: year, VtCode: CODE, VoucherNo: draft.voucherNo };
  return xmlNode('MOF', xmlText('VoucherCount', '1'), {
    name: 'VoucherBody',
    attributes,
    content: [voucher],
  });
}

function detailOf(
  { id, voucherNo, agency, functional }: VoucherDraft,
  order: DraftOrder,
  number: number,
): XmlNode {
  return xmlNode(
    'Detail',
    xmlText('Id', `${id}-${number}`),
    xmlText('VoucherBillId', id),
    xmlText('VoucherBillNo', voucherNo),
    xmlText('VoucherNo', order.reference),
    xmlText('AgencyCode', agency.code),
    xmlText('ExpFuncCode', functional.code),
    xmlText('TrackingID', order.reference),
    xmlText('PayeeAcctNo', order.payeeAccountNo),
    xmlText('PayeeAcctName', order.payeeName),
    xmlText('PayeeAcctBankName', order.payeeBankName),
    xmlText('PayeeAcctBankNo', order.payeeBankCode),
    xmlText('PayAmt', plainYuan(order.amountFen)),
    xmlText('Remark', order.orderId),
  );
}

function coded(name: string, { code, name: words }: CodeAndName): [XmlNode, XmlNode] {
  return [xmlText(`${name}Code`, code), xmlText(`${name}Name`, words)];
}

function headFaults(
  { day, divisionCode, payType, payer, orders, ...draft }: VoucherDraft,
  today: Day,
): FileFault[] {
  const most = LIMITS.paymentFileOrders.most;
  const isDivision = /^\d{6}$/.test(divisionCode);
  const isCount = orders.length > 0 && orders.length <= most;
  return faultsOf([
    ['day', dayMistake(day, today)],
    ['divisionCode', isDivision ? undefined : `it is ${shown(divisionCode)}; right is six digits`],
    [
      'payType',
      PAY_TYPE.test(payType.code) ? undefined : `it is ${shown(payType.code)}; right is 11, 12, 91 or 00100…`,
    ],
    ['payer.accountNo', accountMistake(payer.accountNo)],
    ['payer.name', textMistake(payer.name, MOST_NAME_BYTES)],
    ['payer.bankName', textMistake(payer.bankName, MOST_NAME_BYTES)],
    ['id', textMistake(draft.id, MOST_TEXT_BYTES)],
    ['voucherNo', textMistake(draft.voucherNo, MOST_TEXT_BYTES)],
    ['agency', textMistake(`${draft.agency.code} ${draft.agency.name}`, MOST_TEXT_BYTES)],
    ['functional', textMistake(`${draft.functional.code} ${draft.functional.name}`, MOST_TEXT_BYTES)],
    ['payType.name', textMistake(payType.name, MOST_TEXT_BYTES)],
    ['summary', textMistake(draft.summary, MOST_TEXT_BYTES)],
    ['orders', isCount ? undefined : `there are ${orders.length}; right is 1 to ${most}`],
  ]);
}

function orderFaults(order: DraftOrder, index: number): FileFault[] {
  const checks: Check[] = [
    ['reference', /^DX[A-Z2-7]{24}$/.test(order.reference) ? undefined : 'right is DX and 24 of A–Z, 2–7'],
    ['amountFen', order.amountFen > 0n ? undefined : `it is ${order.amountFen} fen; right is above zero`],
    ['payeeAccountNo', accountMistake(order.payeeAccountNo)],
    ['payeeName', textMistake(order.payeeName, MOST_NAME_BYTES)],
    ['payeeBankName', textMistake(order.payeeBankName, MOST_TEXT_BYTES)],
    [
      'payeeBankCode',
      BANK_CODE.pattern.test(order.payeeBankCode) ? undefined : `right is ${BANK_CODE.right}`,
    ],
    ['orderId', textMistake(order.orderId, MOST_TEXT_BYTES)],
  ];
  return faultsOf(checks, index + 1);
}

function repeatedFaults({ orders }: VoucherDraft): FileFault[] {
  const first = new Map<string, number>();
  return orders.flatMap(({ reference }, index) => {
    const before = first.get(reference);
    first.set(reference, before ?? index + 1);
    return before === undefined ? [] : faultsOf([['reference', `it is that of order ${before}`]], index + 1);
  });
}

function faultsOf(checks: readonly Check[], line?: number): FileFault[] {
  const where = line === undefined ? '' : `order ${line}, `;
  return checks.flatMap(([field, mistake]) =>
    mistake === undefined
      ? []
      : [fileFault('bad-field', `${where}${field}: ${mistake}`, { line, place: field })],
  );
}

function dayMistake(day: string, today: Day): string | undefined {
  if (!isDay(day)) return `it is ${shown(day)}; right is a day as YYYY-MM-DD`;
  return day > today ? `it is ${day}; right is today, ${today}, or before` : undefined;
}

function accountMistake(text: string): string | undefined {
  return ACCOUNT.test(text) ? undefined : 'right is 1 to 32 digits, capital letters or hyphens';
}

/** A character that GBK does not have cannot be written: another name than that of the account would be refused. */
function textMistake(text: string, mostBytes: number): string | undefined {
  const rare = [...text].find((point) => !isInGbk(point));
  if (text.trim() === '') return 'it is empty';
  if (impossibleInXml(text) !== undefined || /[\r\n]/.test(text))
    return 'it has a control character or a line break';
  if (rare !== undefined) return `it has ${shown(rare)}, which GBK does not have`;
  const bytes = encodeGb18030(text).length;
  return bytes > mostBytes ? `it has ${bytes} bytes in GBK; right is at most ${mostBytes}` : undefined;
}
