import { type Day, type Fen, isDay } from '@duixian/values';
import type { Gathered } from '../bank-file.ts';
import { FEN_PER_YUAN, fenOf } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import { type PaymentReport, paymentReport } from '../payment-reports/payment-report.ts';
import type { FileFault } from '../reading.ts';
import { elementAt, elementsAt, textAt, type XmlElement } from '../xml/xml-element.ts';
import { reasonOf } from './return-reason.ts';

/** The fields of an entry that its details share, as they come. */
export type Entry = {
  amount: string;
  direction: string;
  isReversal: boolean;
  status: string;
  bookedOn: Day | undefined;
  bankReference: string;
  /** How many transactions it has so far. */
  details: number;
  /** Transactions without an amount of their own: that of the entry is theirs only where there is no other. */
  readonly withoutAmount: { readonly detail: XmlElement; readonly report: PaymentReport }[];
};

export function emptyEntry(): Entry {
  return {
    ...{ amount: '', direction: '', isReversal: false, status: '', bookedOn: undefined },
    ...{ bankReference: '', details: 0, withoutAmount: [] },
  };
}

export function takeEntryField(entry: Entry, element: XmlElement): void {
  const text = element.text.trim();
  if (element.name === 'Amt') entry.amount = text;
  if (element.name === 'CdtDbtInd') entry.direction = text;
  if (element.name === 'RvslInd') entry.isReversal = text === 'true' || text === '1';
  // Before .07 the code is the text of the element itself.
  if (element.name === 'Sts') entry.status = textAt(element, 'Cd') || text;
  if (element.name === 'BookgDt') entry.bookedOn = dayOf(textAt(element, 'Dt') || textAt(element, 'DtTm'));
  if (element.name === 'AcctSvcrRef') entry.bankReference = text;
}

/**
 * One transaction with a reference: a booked debit is a payment, a booked credit a return. What is not booked yet
 * changes nothing, and a debit that reverses an earlier credit is for a person to look at.
 */
export function takeTransaction(entry: Entry, detail: XmlElement, gathered: Gathered<PaymentReport>): void {
  const { line } = detail;
  const of = { reference: textAt(detail, 'Refs/EndToEndId') };
  if (entry.status !== 'BOOK') {
    gathered.items.push(paymentReport({ line, of, state: 'noted' }));
    return;
  }
  const direction = textAt(detail, 'CdtDbtInd') || entry.direction;
  const own = amountElement(detail);
  const amountFen = fenAboveZero(own?.text.trim() ?? entry.amount);
  const faults = [
    ...(direction === 'DBIT' || direction === 'CRDT'
      ? []
      : [faultAt(detail, 'CdtDbtInd', `it is ${shown(direction)}; right is DBIT or CRDT`)]),
    ...(amountFen === undefined ? [faultAt(detail, 'Amt', 'right is yuan above zero and whole fen')] : []),
    ...(entry.bookedOn === undefined ? [faultAt(detail, 'BookgDt', 'right is a day as YYYY-MM-DD')] : []),
  ];
  gathered.faults.push(...faults);
  if (faults.length > 0 || amountFen === undefined) return;
  if (direction === 'DBIT' && entry.isReversal) {
    const message = 'a debit that reverses a credit: nothing was taken, an officer has to look';
    gathered.warnings.push(faultAt(detail, 'RvslInd', message));
    return;
  }
  const report = paymentReport({
    ...{ line, of, amountFen, on: entry.bookedOn ?? null },
    state: direction === 'DBIT' ? 'paid' : 'returned',
    bankReference: textAt(detail, 'Refs/AcctSvcrRef') || entry.bankReference,
    reason: reasonOf(elementsAt(detail, 'RtrInf')),
  });
  if (report.state === 'returned' && report.bankReference === '')
    gathered.warnings.push(faultAt(detail, 'AcctSvcrRef', 'it is missing: parts could not be distinguished'));
  if (own === undefined) entry.withoutAmount.push({ detail, report });
  else gathered.items.push(report);
}

export function endEntry({ withoutAmount, details }: Entry, gathered: Gathered<PaymentReport>): void {
  if (details <= 1) gathered.items.push(...withoutAmount.map(({ report }) => report));
  else
    for (const { detail } of withoutAmount)
      gathered.faults.push(
        faultAt(detail, 'Amt', `it is missing, and the entry is of ${details} transactions`),
      );
}

/** By its names in several versions. */
function amountElement(detail: XmlElement): XmlElement | undefined {
  return elementAt(detail, 'Amt') ?? elementAt(detail, 'AmtDtls/TxAmt/Amt');
}

/** ISO allows five decimals; what is no whole fen is none of ours. */
function fenAboveZero(text: string): Fen | undefined {
  const fen = fenOf(text, { fenPerUnit: FEN_PER_YUAN, mostDecimals: 5 });
  return fen !== undefined && fen > 0n ? fen : undefined;
}

/** The bank's own day, of a day or a time. */
function dayOf(text: string): Day | undefined {
  const day = text.slice(0, 'YYYY-MM-DD'.length);
  return isDay(day) && /^(T.*|[Z+-].*)?$/.test(text.slice(day.length)) ? day : undefined;
}

function faultAt({ line, path }: XmlElement, field: string, message: string): FileFault {
  return fileFault('bad-field', `line ${line}, ${field}: ${message}`, { line, place: `${path}/${field}` });
}
