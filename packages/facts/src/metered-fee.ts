import { compareCodePoints, type Fen } from '@duixian/values';
import { isSameParty, type Party } from './party.ts';
import type { InvoiceData } from './types/invoice.ts';
import type { UsageData } from './types/usage.ts';

/**
 * An invoice's metered fee (计量费用, docs/facts.md §3): the fees of the usage records that it names, that are final, have
 * its owner and its user, and are not named by an earlier paid invoice of the same owner and user. Example: invoices 1
 * and 2 of one pair name record A (100.00 yuan), invoice 2 also B (50.00); once 1 is paid, 2 has 50.00 yuan.
 */
export type NumberedInvoice = { readonly number: string; readonly data: InvoiceData };

/**
 * `namedBy` returns all invoices that name a usage record, with or without this one. Undefined: it names no usage
 * record.
 */
export function meteredFee(
  invoice: NumberedInvoice,
  usage: (usageId: string) => UsageData | undefined,
  namedBy: (usageId: string) => Iterable<NumberedInvoice>,
): Fen | undefined {
  const usageIds = new Set(invoice.data.usageIds);
  if (usageIds.size === 0) return undefined;
  let feeFen = 0n;
  for (const usageId of usageIds) {
    const record = usage(usageId);
    if (record && isCharged(record, invoice, namedBy(usageId))) feeFen += record.feeFen;
  }
  return feeFen;
}

function isCharged(record: UsageData, invoice: NumberedInvoice, others: Iterable<NumberedInvoice>): boolean {
  if (record.status !== 'final' || !isSamePair(record, invoice.data)) return false;
  for (const other of others) {
    if (other.data.status === 'paid' && isSamePair(other.data, invoice.data) && isEarlier(other, invoice))
      return false;
  }
  return true;
}

function isSamePair(a: { owner: Party; user: Party }, b: { owner: Party; user: Party }): boolean {
  return isSameParty(a.owner, b.owner) && isSameParty(a.user, b.user);
}

function isEarlier(a: NumberedInvoice, b: NumberedInvoice): boolean {
  if (a.data.issuedOn !== b.data.issuedOn) return a.data.issuedOn < b.data.issuedOn;
  return compareCodePoints(a.number, b.number) < 0;
}
