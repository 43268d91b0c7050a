import type { Fen } from '@duixian/values';
import { BANK_FILE, Gathered, refusedFile } from '../bank-file.ts';
import { FEN_PER_YUAN, fenOf } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import {
  type PaymentReport,
  paymentReport,
  type ReportedOf,
  type ReportedState,
} from '../payment-reports/payment-report.ts';
import type { Reading } from '../reading.ts';
import { readXmlRecords } from '../xml/read-xml.ts';
import { elementAt, elementsAt, textAt, type XmlElement } from '../xml/xml-element.ts';
import { kindFault, pathInMessage } from './message-kind.ts';
import { reasonOf } from './return-reason.ts';

const GROUP = 'OrgnlGrpInfAndSts';
const PART = 'OrgnlPmtInfAndSts';
const RECORDS = new Set([
  GROUP,
  ...['OrgnlPmtInfId', 'PmtInfSts', 'StsRsnInf', 'TxInfAndSts'].map((name) => `${PART}/${name}`),
]);
const VERSIONS = [3, 15] as const;

/** What a status of a transaction does to its order (docs of packages/formats). */
const STATES: Readonly<Record<string, ReportedState>> = {
  ...{ RCVD: 'noted', PDNG: 'noted' },
  ...{ ACTC: 'accepted', ACCP: 'accepted', ACSP: 'accepted', ACWC: 'accepted' },
  ...{ ACSC: 'paid', ACCC: 'paid' },
  ...{ RJCT: 'rejected', CANC: 'rejected' },
};

export type Pain002Terms = {
  /** `camt`: settled is only accepted, until a booked debit shows that it was paid. */
  readonly paidOn: 'pain.002' | 'camt';
};

/** A whole file or one `PmtInf`, with its own status and how many transactions it lists. */
type Level = { code: string; reasons: XmlElement[]; line: number; id: string; transactions: number };

type Reader = {
  readonly gathered: Gathered<PaymentReport>;
  readonly terms: Pain002Terms;
  group: (Level & { readonly messageId: string }) | undefined;
  part: Level | undefined;
};

/**
 * The statuses of a pain.002, .10 and the versions that have the same elements (.03 to .15). Where a level has
 * transactions, only they count (PART); where it has none, its own status is that of all its orders.
 */
export function readPain002(bytes: Uint8Array, terms: Pain002Terms): Reading<PaymentReport> {
  const reader: Reader = { gathered: new Gathered(), terms, group: undefined, part: undefined };
  const fault = readXmlRecords(bytes, BANK_FILE, {
    isRecord: (path) => RECORDS.has(pathInMessage(path)),
    record: (element) => take(element, reader),
    root: (root) => kindFault(root, ['pain.002.001'], VERSIONS),
    end: (path) => {
      if (pathInMessage(path) === PART) endPart(reader);
    },
  });
  if (fault !== undefined) return refusedFile(fault);
  if (reader.group === undefined)
    return refusedFile(fileFault('missing-field', `${GROUP} is missing; right is the status of a file`));
  if (reader.group.transactions === 0) {
    const { messageId } = reader.group;
    takeLevel(reader.group, { messageId, paymentInformationId: null }, reader);
  }
  return reader.gathered.reading;
}

function take(element: XmlElement, reader: Reader): void {
  const { name, text, line } = element;
  if (name === GROUP) {
    takeGroup(element, reader);
    return;
  }
  reader.part ??= { ...{ code: '', reasons: [], id: '', transactions: 0 }, line };
  if (name === 'OrgnlPmtInfId') reader.part.id = text.trim();
  if (name === 'PmtInfSts') reader.part.code = text.trim();
  if (name === 'StsRsnInf') reader.part.reasons.push(element);
  if (name === 'TxInfAndSts') takeTransaction(element, reader);
}

function takeGroup(element: XmlElement, reader: Reader): void {
  const messageId = textAt(element, 'OrgnlMsgId');
  const kind = textAt(element, 'OrgnlMsgNmId');
  if (messageId === '') note(reader, element, 'OrgnlMsgId', 'it is missing; right is the id of our file');
  if (kind !== '' && !kind.startsWith('pain.001'))
    note(reader, element, 'OrgnlMsgNmId', `it is ${shown(kind)}; right is pain.001, which we write`);
  reader.group = {
    ...{ messageId, code: textAt(element, 'GrpSts'), id: messageId, transactions: 0, line: element.line },
    reasons: [...elementsAt(element, 'StsRsnInf')],
  };
}

function takeTransaction(element: XmlElement, reader: Reader): void {
  if (reader.part) reader.part.transactions += 1;
  if (reader.group) reader.group.transactions += 1;
  if (reader.gathered.isFull(element.line)) return;
  const reference = textAt(element, 'OrgnlEndToEndId') || textAt(element, 'OrgnlInstrId');
  const code = textAt(element, 'TxSts');
  const state = stateOf(code);
  if (reference === '')
    note(reader, element, 'OrgnlEndToEndId', 'it is missing; right is the reference of the order');
  if (state === undefined)
    note(reader, element, 'TxSts', `it is ${shown(code)}; right is ${Object.keys(STATES).join(', ')}`);
  const ordered = elementAt(element, 'OrgnlTxRef/Amt/InstdAmt');
  const orderedFen = ordered && amountOf(ordered);
  if (ordered !== undefined && orderedFen === undefined)
    note(reader, element, 'InstdAmt', `it is ${shown(ordered.text)}; right is CNY with whole fen`);
  if (reference === '' || state === undefined || (ordered && orderedFen === undefined)) return;
  const reasons = elementsAt(element, 'StsRsnInf');
  add({ reference }, { state, line: element.line, reasons, orderedFen: orderedFen ?? null }, reader);
}

function amountOf({ text, attributes }: XmlElement): Fen | undefined {
  const fen = fenOf(text.trim(), { fenPerUnit: FEN_PER_YUAN, mostDecimals: 5 });
  return attributes.get('Ccy') === 'CNY' ? fen : undefined;
}

function endPart(reader: Reader): void {
  const { part, group } = reader;
  reader.part = undefined;
  if (part === undefined || group === undefined || part.transactions > 0 || part.code === '') return;
  // What the part says of its orders replaces what the file says of all.
  group.transactions += 1;
  takeLevel(part, { messageId: group.messageId, paymentInformationId: part.id }, reader);
}

/** A level without transactions. Settled for all of a file at once is only accepted: no bank was seen to do it [assumed]. */
function takeLevel(level: Level, of: ReportedOf, reader: Reader): void {
  const { code, line, reasons } = level;
  if (code === 'PART' || code === '') {
    const message = `line ${line}: the status is ${shown(code)}, and no transaction is listed: nothing was taken`;
    reader.gathered.warnings.push(fileFault('missing-field', message, { line }));
    return;
  }
  const state = stateOf(code);
  if (state === undefined) {
    const message = `line ${line}: the status is ${shown(code)}; right is PART, ${Object.keys(STATES).join(', ')}`;
    reader.gathered.faults.push(fileFault('bad-field', message, { line }));
    return;
  }
  add(of, { state: state === 'paid' ? 'accepted' : state, line, reasons }, reader);
}

type Status = {
  readonly state: ReportedState;
  readonly line: number;
  readonly reasons: readonly XmlElement[];
  readonly orderedFen?: Fen | null;
};

function add(
  of: ReportedOf,
  { state, line, reasons, orderedFen = null }: Status,
  { gathered, terms }: Reader,
): void {
  const reason = reasonOf(reasons);
  if (state === 'rejected' && reason === '')
    gathered.warnings.push(
      fileFault('missing-field', `line ${line}: rejected, and no reason is given`, { line }),
    );
  const isOnlyAccepted = state === 'paid' && terms.paidOn === 'camt';
  const taken = isOnlyAccepted ? 'accepted' : state;
  gathered.items.push(paymentReport({ line, of, state: taken, reason, orderedFen }));
}

function stateOf(code: string): ReportedState | undefined {
  return Object.hasOwn(STATES, code) ? STATES[code] : undefined;
}

function note({ gathered }: Reader, { line, path }: XmlElement, field: string, message: string): void {
  const code = message.startsWith('it is missing') ? 'missing-field' : 'bad-field';
  gathered.faults.push(
    fileFault(code, `line ${line}, ${field}: ${message}`, { line, place: `${path}/${field}` }),
  );
}
