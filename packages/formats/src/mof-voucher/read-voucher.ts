import { type Fen, LIMITS } from '@duixian/values';
import { BANK_FILE, Gathered, refusedFile } from '../bank-file.ts';
import { fenOfYuan } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import type { PaymentReport } from '../payment-reports/payment-report.ts';
import type { FileFault, Reading } from '../reading.ts';
import { readXmlRecords } from '../xml/read-xml.ts';
import { elementsAt, textAt, type XmlElement } from '../xml/xml-element.ts';
import { refundOf } from './refund.ts';
import { returnOf } from './return-slip.ts';
import type { DetailReader, Notes } from './voucher-detail.ts';

/** How the details of a voucher of a code are read (VtCode). */
const READERS: Readonly<Record<string, DetailReader>> = {
  '5201': returnOf,
  '8202': returnOf,
  '8207': returnOf,
  '2203': refundOf,
  '2252': refundOf,
  '3208': refundOf,
};
const CODES = Object.keys(READERS).join(', ');
const BODY = 'MOF/VoucherBody';
/** The sums of a voucher need all of its details. */
const VOUCHER_FILE = { ...BANK_FILE, elements: LIMITS.voucherElements.most };

/**
 * The reports of an e-voucher file (国库集中支付电子化管理接口报文规范): returns (回单) of 5201, 8202 and 8207, and refunds
 * 2203, 2252 and 3208. A voucher whose details do not make its total is refused whole.
 */
export function readVouchers(bytes: Uint8Array): Reading<PaymentReport> {
  const gathered = new Gathered<PaymentReport>();
  const fault = readXmlRecords(bytes, VOUCHER_FILE, {
    isRecord: (path) => path === BODY,
    record: (body) => takeBody(body, gathered),
    root: ({ name, line }) =>
      name === 'MOF'
        ? undefined
        : fileFault('wrong-kind-of-file', `the root is ${shown(name)}; right is MOF, of an e-voucher`, {
            line,
          }),
  });
  return fault === undefined ? gathered.reading : refusedFile(fault);
}

function takeBody(body: XmlElement, gathered: Gathered<PaymentReport>): void {
  const notes = notesOf(gathered);
  const code = body.attributes.get('VtCode') ?? '';
  const reader = Object.hasOwn(READERS, code) ? READERS[code] : undefined;
  if (reader === undefined) {
    notes.fault(body, 'VtCode', `it is ${shown(code)}; read are ${CODES}`, 'wrong-kind-of-file');
    return;
  }
  for (const voucher of elementsAt(body, 'Voucher')) {
    if (!addsUp(voucher, notes)) continue;
    const details = elementsAt(voucher, 'DetailList/Detail');
    const isOnly = details.length <= 1;
    for (const detail of details.length === 0 ? [voucher] : details) {
      const report = reader({ code, voucher, detail, isOnly }, notes);
      if (report !== undefined && !gathered.isFull(detail.line)) gathered.items.push(report);
    }
  }
}

function notesOf({ faults, warnings }: Gathered<unknown>): Notes {
  const note = (element: XmlElement, field: string, message: string, code: FileFault['code']) =>
    fileFault(code, `line ${element.line}, ${field}: ${message}`, {
      line: element.line,
      place: `${element.path}/${field}`,
    });
  return {
    fault: (element, field, message, code = 'bad-field') =>
      void faults.push(note(element, field, message, code)),
    warn: (element, field, message) => void warnings.push(note(element, field, message, 'bad-field')),
  };
}

/** What the details make together, of each amount that the voucher itself gives. */
function addsUp(voucher: XmlElement, notes: Notes): boolean {
  const details = elementsAt(voucher, 'DetailList/Detail');
  if (details.length === 0) return true;
  return ['PayAmt', 'XPayAmt'].every((field) => {
    const total = fenOfYuan(textAt(voucher, field));
    const parts = details.map((detail) => fenOfYuan(textAt(detail, field)));
    // What is no amount is a fault of its own where it is read.
    if (total === undefined || parts.some((part) => part === undefined)) return true;
    const sum = parts.reduce<Fen>((all, part) => all + (part ?? 0n), 0n);
    if (sum === total) return true;
    notes.fault(
      voucher,
      field,
      `the details make ${sum} fen, the voucher has ${total} fen`,
      'does-not-add-up',
    );
    return false;
  });
}
