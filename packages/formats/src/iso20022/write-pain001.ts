import type { Fen } from '@duixian/values';
import { plainYuan } from '../exact-amount.ts';
import { fileFault } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';
import { writeXml, type XmlNode, xmlNode, xmlText } from '../xml/write-xml.ts';
import { MOST_NAME, paymentFileFaults } from './check-payment-file.ts';
import type { BankProfile, FileOrder, FileTerms, PaymentFile } from './payment-file.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const CURRENCY = { Ccy: 'CNY' };
const BETWEEN = '；';
const CUT = '…';

export type WrittenFile =
  | { readonly bytes: Uint8Array; readonly warnings: readonly FileFault[] }
  | { readonly faults: readonly FileFault[] };

/**
 * A payment file as pain.001.001.09 for a bank in China, or all that is wrong with it. The same file gives the same
 * bytes.
 */
export function writePain001(file: PaymentFile, profile: BankProfile, terms: FileTerms): WrittenFile {
  const faults = paymentFileFaults(file, terms);
  if (faults.length > 0) return { faults };
  const warnings = file.orders.flatMap((order, index) => {
    if (!isCut(order)) return [];
    const message = `order ${index + 1}: its purpose was cut, so that its id has room in ${MOST_NAME} characters`;
    return [fileFault('too-large', message, { line: index + 1, place: 'purpose' })];
  });
  return { bytes: writeXml(documentOf(file, profile)), warnings };
}

function documentOf(file: PaymentFile, profile: BankProfile): XmlNode {
  const parts = partsOf(file, profile);
  const body = xmlNode(
    'CstmrCdtTrfInitn',
    xmlNode(
      'GrpHdr',
      xmlText('MsgId', file.messageId),
      xmlText('CreDtTm', file.createdAt),
      ...sumsOf(file.orders),
      xmlNode('InitgPty', xmlText('Nm', file.initiator.name), organisation(file.initiator.uscc)),
    ),
    ...parts.map((part, index) => paymentInformation(file, profile, part, index + 1)),
  );
  return { name: 'Document', attributes: { xmlns: NAMESPACE }, content: [body] };
}

type Part = { readonly serviceLevel: 'NURG' | 'URGP'; readonly orders: readonly FileOrder[] };

/** The service level is one of a whole part, so urgent orders have a part of their own. */
function partsOf({ orders }: PaymentFile, { urgentAboveFen }: BankProfile): Part[] {
  const isUrgent = ({ amountFen }: FileOrder) => urgentAboveFen !== null && amountFen > urgentAboveFen;
  const parts: Part[] = [
    { serviceLevel: 'NURG', orders: orders.filter((order) => !isUrgent(order)) },
    { serviceLevel: 'URGP', orders: orders.filter(isUrgent) },
  ];
  return parts.filter((part) => part.orders.length > 0);
}

function paymentInformation(
  { messageId, executeOn, payer }: PaymentFile,
  { purposeCode }: BankProfile,
  { serviceLevel, orders }: Part,
  number: number,
): XmlNode {
  return xmlNode(
    'PmtInf',
    xmlText('PmtInfId', `${messageId}-${number}`),
    xmlText('PmtMtd', 'TRF'),
    xmlText('BtchBookg', 'false'),
    ...sumsOf(orders),
    xmlNode(
      'PmtTpInf',
      xmlText('InstrPrty', 'NORM'),
      xmlNode('SvcLvl', xmlText('Cd', serviceLevel)),
      purposeCode === null ? undefined : xmlNode('CtgyPurp', xmlText('Cd', purposeCode)),
    ),
    xmlNode('ReqdExctnDt', xmlText('Dt', executeOn)),
    xmlNode('Dbtr', xmlText('Nm', payer.name), address(payer.town)),
    account('DbtrAcct', payer.accountNo),
    agent('DbtrAgt', payer.bankCode, payer.bankName),
    xmlText('ChrgBr', 'SHAR'),
    ...orders.map((order) => transaction(order, purposeCode)),
  );
}

function transaction(order: FileOrder, purposeCode: BankProfile['purposeCode']): XmlNode {
  return xmlNode(
    'CdtTrfTxInf',
    xmlNode('PmtId', xmlText('InstrId', order.reference), xmlText('EndToEndId', order.reference)),
    xmlNode('Amt', xmlText('InstdAmt', plainYuan(order.amountFen), CURRENCY)),
    agent('CdtrAgt', order.payeeBankCode, order.payeeBankName),
    xmlNode(
      'Cdtr',
      xmlText('Nm', order.payeeName),
      order.payeeTown === '' ? undefined : address(order.payeeTown),
      organisation(order.payeeUscc),
    ),
    account('CdtrAcct', order.payeeAccountNo),
    purposeCode === null ? undefined : xmlNode('Purp', xmlText('Cd', purposeCode)),
    xmlNode('RmtInf', xmlText('Ustrd', remittance(order))),
  );
}

function sumsOf(orders: readonly FileOrder[]): [XmlNode, XmlNode] {
  const sum = orders.reduce<Fen>((all, { amountFen }) => all + amountFen, 0n);
  return [xmlText('NbOfTxs', String(orders.length)), xmlText('CtrlSum', plainYuan(sum))];
}

/** The USCC as a tax number: no code of ISO's list is closer [recalled]. */
function organisation(uscc: string): XmlNode {
  const other = xmlNode('Othr', xmlText('Id', uscc), xmlNode('SchmeNm', xmlText('Cd', 'TXID')));
  return xmlNode('Id', xmlNode('OrgId', other));
}

function address(town: string): XmlNode {
  return xmlNode('PstlAdr', xmlText('TwnNm', town), xmlText('Ctry', 'CN'));
}

/** There is no IBAN in China. */
function account(name: string, accountNo: string): XmlNode {
  return xmlNode(
    name,
    xmlNode('Id', xmlNode('Othr', xmlText('Id', accountNo))),
    xmlText('Ccy', CURRENCY.Ccy),
  );
}

function agent(name: string, bankCode: string, bankName: string): XmlNode {
  const system = xmlNode('ClrSysId', xmlText('Cd', 'CNAPS'));
  const member = xmlNode('ClrSysMmbId', system, xmlText('MmbId', bankCode));
  return xmlNode(name, xmlNode('FinInstnId', member, xmlText('Nm', bankName)));
}

/** The purpose and the order's id, which is never cut: a person at the bank finds the order by it. */
function remittance({ purpose, orderId }: FileOrder): string {
  const room = roomForPurpose(orderId);
  const points = [...purpose];
  const shortened = points.length <= room ? purpose : `${points.slice(0, room - 1).join('')}${CUT}`;
  return `${shortened}${BETWEEN}${orderId}`;
}

function isCut({ purpose, orderId }: FileOrder): boolean {
  return [...purpose].length > roomForPurpose(orderId);
}

function roomForPurpose(orderId: string): number {
  return MOST_NAME - BETWEEN.length - [...orderId].length;
}
