/**
 * Who pays for a usage record (docs/facts.md, metered fee), without looking at all invoices that name it: among the
 * invoices of one owner and user, a record is charged to those up to the earliest that is paid, and to none after it.
 * Example: of invoices 1 (issued), 2 (paid) and 3 (paid) the first two are charged; once 1 is paid, only 1 is.
 */
import type { InvoiceData, Party, UsageData } from '@duixian/facts';
import { compareCodePoints, type Fen } from '@duixian/values';
import { partyName } from './party-name.ts';

/** States that an invoice names a usage record, with all of the invoice that matters for that. */
export type InvoiceLink = {
  readonly _id: string;
  readonly number: string;
  /** The record with owner and user of the invoice: an earlier paid invoice counts only within this group. */
  readonly group: string;
  readonly paid: boolean;
  /** By `issuedOn`, then number: in the order of code points, as in MongoDB. */
  readonly order: string;
};

/**
 * What a usage record adds to the invoices of one group; undefined for a record that is unknown or not final.
 */
export type Charge = { readonly group: string; readonly feeFen: Fen };

/** The `order` of the earliest paid invoice of a group; undefined if none is paid. */
export type Earliest = string | undefined;

export function linksOf(number: string, { owner, user, usageIds, issuedOn, status }: InvoiceData) {
  return [...new Set(usageIds)].map(
    (usageId): InvoiceLink => ({
      _id: linkId(usageId, number),
      number,
      group: groupOf(usageId, owner, user),
      paid: status === 'paid',
      order: `${issuedOn} ${number}`,
    }),
  );
}

function linkId(usageId: string, number: string): string {
  return JSON.stringify([usageId, number]);
}

function groupOf(usageId: string, owner: Party, user: Party): string {
  return JSON.stringify([usageId, partyName(owner), partyName(user)]);
}

export function isSameLink(a: InvoiceLink, b: InvoiceLink): boolean {
  return a.group === b.group && a.paid === b.paid && a.order === b.order;
}

export function chargeOf(usageId: string, usage: UsageData | undefined): Charge | undefined {
  if (usage?.status !== 'final') return undefined;
  return { group: groupOf(usageId, usage.owner, usage.user), feeFen: usage.feeFen };
}

/** What an invoice has to pay for a record. */
export function feeOf(link: InvoiceLink, charge: Charge | undefined, earliest: Earliest): Fen {
  if (charge?.group !== link.group) return 0n;
  return byOrder(link.order, earliest) <= 0 ? charge.feeFen : 0n;
}

/**
 * Links whose fee can change with a record, or with the earliest paid invoice: after `after`, up to `upTo`.
 */
export type Range = { readonly group: string; readonly after: Earliest; readonly upTo: Earliest };

export function rangesMoved(
  before: Charge | undefined,
  after: Charge | undefined,
  earliestBefore: (group: string) => Earliest,
  earliestAfter: (group: string) => Earliest,
): Range[] {
  if (before && after && before.group === after.group && before.feeFen === after.feeFen) {
    const ends = [earliestBefore(before.group), earliestAfter(before.group)];
    if (ends[0] === ends[1]) return [];
    const [from, to] = ends.toSorted(byOrder);
    return [{ group: before.group, after: from, upTo: to }];
  }
  const charges = [
    ...(before ? [[before, earliestBefore] as const] : []),
    ...(after ? [[after, earliestAfter] as const] : []),
  ];
  return charges.map(([{ group }, earliest]) => ({ group, after: undefined, upTo: earliest(group) }));
}

/** "None is paid" sorts after every other value. */
function byOrder(a: Earliest, b: Earliest): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined ? -1 : compareCodePoints(a, b);
}

export function earlier(a: Earliest, b: Earliest): Earliest {
  return byOrder(a, b) <= 0 ? a : b;
}
