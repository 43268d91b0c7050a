import { BANK_FILE, Gathered, refusedFile } from '../bank-file.ts';
import { fileFault, shown } from '../file-fault.ts';
import type { PaymentReport } from '../payment-reports/payment-report.ts';
import type { Reading } from '../reading.ts';
import { XmlRefused } from '../xml/parse-xml.ts';
import { readXmlRecords } from '../xml/read-xml.ts';
import { textAt, type XmlElement } from '../xml/xml-element.ts';
import { type Entry, emptyEntry, endEntry, takeEntryField, takeTransaction } from './camt-entry.ts';
import { kindFault, pathInMessage } from './message-kind.ts';

const VERSIONS = [1, 14] as const;
/** What the two kinds call the report of one account. */
const STATEMENTS = ['Ntfctn', 'Stmt'];
/** Fields of an entry stand before its details, so each detail is read with them and then forgotten. */
const ENTRY_FIELDS = ['Amt', 'CdtDbtInd', 'RvslInd', 'Sts', 'BookgDt', 'AcctSvcrRef'];
const DETAILS = ['NtryDtls/TxDtls', 'TxDtls'];
const RECORDS = new Set(
  STATEMENTS.flatMap((statement) => [
    `${statement}/Acct`,
    ...[...ENTRY_FIELDS, ...DETAILS].map((name) => `${statement}/Ntry/${name}`),
  ]),
);
const ENTRIES = new Set(STATEMENTS.map((statement) => `${statement}/Ntry`));
const NEVER_A_REFERENCE = 'NOTPROVIDED';

export type CamtTerms = {
  /** The account from which is paid: a file of any other is refused. */
  readonly accountNo: string;
};

/**
 * The booked payments and returns of a camt.054 or camt.053, .08 and the versions that have the same elements (.01 to
 * .14). What has no reference of ours is left out: other money of the account. A file that names another account or
 * another currency is refused whole.
 */
export function readCamt(bytes: Uint8Array, terms: CamtTerms): Reading<PaymentReport> {
  const gathered = new Gathered<PaymentReport>();
  let entry: Entry = emptyEntry();
  let accounts = 0;
  const fault = readXmlRecords(bytes, BANK_FILE, {
    isRecord: (path) => RECORDS.has(pathInMessage(path)),
    record(element) {
      if (element.name === 'Acct') {
        accounts += 1;
        checkAccount(element, terms);
      } else if (element.name === 'TxDtls') {
        for (const amount of element.children) checkCurrency(amount);
        entry.details += 1;
        if (isOurs(element) && !gathered.isFull(element.line)) takeTransaction(entry, element, gathered);
      } else {
        checkCurrency(element);
        takeEntryField(entry, element);
      }
    },
    root: (root) => kindFault(root, ['camt.053.001', 'camt.054.001'], VERSIONS),
    end: (path) => {
      if (!ENTRIES.has(pathInMessage(path))) return;
      endEntry(entry, gathered);
      entry = emptyEntry();
    },
  });
  if (fault !== undefined) return refusedFile(fault);
  if (accounts === 0) return refusedFile(fileFault('missing-field', 'Acct is missing; right is our account'));
  return gathered.reading;
}

function isOurs(detail: XmlElement): boolean {
  const reference = textAt(detail, 'Refs/EndToEndId');
  return reference !== '' && reference !== NEVER_A_REFERENCE;
}

/** Later versions have `Othr`, the first one `PrtryAcct`. A number is shown by its last four digits only. */
function checkAccount(account: XmlElement, { accountNo }: CamtTerms): void {
  const number =
    ['Id/Othr/Id', 'Id/PrtryAcct/Id', 'Id/IBAN'].map((path) => textAt(account, path)).find(Boolean) ?? '';
  const currency = textAt(account, 'Ccy');
  if (number !== accountNo)
    refuse(account, `the account …${number.slice(-4)} is not the one that is paid from`);
  if (currency !== '' && currency !== 'CNY')
    refuse(account, `the account is kept in ${shown(currency)}; right is CNY`);
}

function checkCurrency(element: XmlElement): void {
  const currency = element.attributes.get('Ccy');
  if (element.name === 'Amt' && currency !== 'CNY')
    refuse(element, `an amount is in ${shown(currency ?? '')}; right is CNY`);
}

function refuse({ line, path }: XmlElement, message: string): never {
  throw new XmlRefused(fileFault('bad-field', `line ${line}: ${message}`, { line, place: path }));
}
