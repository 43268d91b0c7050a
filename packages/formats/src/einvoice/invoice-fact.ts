import type { Party } from '@duixian/facts';
import type { Day, Fen } from '@duixian/values';
import { fileFault, shown } from '../file-fault.ts';
import { type ForeignFact, registerFaults, type WaitingFact } from '../foreign-fact.ts';
import type { FileFault } from '../reading.ts';
import { type UnitDirectory, unitOf } from '../unit-directory.ts';
import type { Einvoice, InvoiceParty } from './einvoice.ts';

/** What an invoice does not carry, from the table that comes with it. */
export type InvoiceCompanion = {
  readonly instrumentIds: readonly string[];
  readonly usageIds: readonly string[];
  /** 实际缴纳费用 and its day; null: not paid yet. */
  readonly paid: { readonly fen: Fen; readonly on: Day } | null;
  readonly relatedParties: boolean;
};

export type InvoiceTerms = {
  /** RFC 3339: when the invoice arrived. */
  readonly time: string;
  /** By USCC. */
  readonly directory: UnitDirectory;
  /** Beginnings of classification codes (税收分类编码) that are plainly no service, such as tolls and goods. */
  readonly refusedClassifications: readonly string[];
};

export type InvoiceFact =
  | { readonly fact: ForeignFact }
  | { readonly waiting: WaitingFact }
  | { readonly faults: readonly FileFault[] };

const FIELDS: Readonly<Record<string, string>> = {
  subject: 'InvoiceNumber',
  'data.issuedOn': 'IssueTime',
  'data.amountFen': 'TotalTax-includedAmount',
  'data.owner.name': 'SellerName',
  'data.user.name': 'BuyerName',
};

/** A blue invoice as the content of a fact. A red one is none: it corrects its blue one (`afterRedLetters`). */
export function invoiceFactOf(
  invoice: Einvoice,
  companion: InvoiceCompanion,
  terms: InvoiceTerms,
): InvoiceFact {
  const own = ownFaults(invoice, companion, terms);
  const owner = known(invoice.seller, terms.directory);
  const user = known(invoice.buyer, terms.directory);
  const data = {
    ...(owner && { owner }),
    ...(user && { user }),
    instrumentIds: [...companion.instrumentIds],
    usageIds: [...companion.usageIds],
    issuedOn: invoice.issuedOn,
    amountFen: invoice.amountFen,
    paidAmountFen: companion.paid?.fen ?? 0n,
    relatedParties: companion.relatedParties,
    status: companion.paid === null ? ('issued' as const) : ('paid' as const),
  };
  const waitsFor = [
    ...(owner ? [] : [{ field: 'owner' as const, unit: invoice.seller.uscc }]),
    ...(user ? [] : [{ field: 'user' as const, unit: invoice.buyer.uscc }]),
  ];
  const waiting: WaitingFact = { type: 'duixian.invoice.v1', subject: invoice.number, data, waitsFor };
  const missing = waitsFor.map(({ field }) => field);
  const faults = [
    ...own,
    ...registerFaults(waiting, missing, terms.time).map(({ field, message }) =>
      bad(FIELDS[field] ?? field, message),
    ),
  ];
  if (faults.length > 0) return { faults };
  if (waitsFor.length > 0) return { waiting };
  return { fact: { type: waiting.type, subject: waiting.subject, data } as ForeignFact };
}

/** Only a unit of exactly this code: a name is not looked up, because the code is there. */
function known({ uscc }: InvoiceParty, directory: UnitDirectory): Party | undefined {
  const found = unitOf(directory, uscc);
  return found?.uscc === uscc ? found : undefined;
}

function ownFaults(
  { isRed, items, issuedOn }: Einvoice,
  { paid }: InvoiceCompanion,
  terms: InvoiceTerms,
): FileFault[] {
  const refused = items.filter(({ classificationCode }) =>
    terms.refusedClassifications.some((beginning) => classificationCode.startsWith(beginning)),
  );
  return [
    ...(isRed ? [bad('InIssuType', 'a red letter is no invoice of its own; it corrects its blue one')] : []),
    ...refused.map(({ name }) =>
      bad('ItemName', `${shown(name)} is no service, by the list of the officers`),
    ),
    ...(paid !== null && paid.on < issuedOn
      ? [bad('paidOn', `it is ${paid.on}; right is the day of the invoice, ${issuedOn}, or later`)]
      : []),
    ...(paid !== null && paid.fen <= 0n
      ? [bad('paid', 'it is not above zero; leave it out where nothing was paid')]
      : []),
  ];
}

function bad(place: string, message: string): FileFault {
  return fileFault('bad-field', `${place}: ${message}`, { place });
}
