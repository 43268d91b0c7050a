import { type FactData, type InvoiceData, isSameParty } from '@duixian/facts';
import type { Mark, RecordDocument } from './record-document.ts';

/**
 * What an officer should look at, given two revisions of a record in any order: an invoice whose owner and user both
 * changed was perhaps another invoice under the same number.
 */
export function marksOf({ type, data, marks = [] }: RecordDocument, other: FactData): Mark[] {
  if (type !== 'duixian.invoice.v1' || marks.length > 0) return marks;
  const [a, b] = [data as InvoiceData, other as InvoiceData];
  return isSameParty(a.owner, b.owner) || isSameParty(a.user, b.user) ? [] : ['parties-changed'];
}
