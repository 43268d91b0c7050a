import { compareCodePoints } from '@duixian/values';
import {
  type Deal,
  fieldsLacking,
  type Instalment,
  isMoney,
  isOff,
  isRegistrable,
  type RegistrableDeal,
} from './deal.ts';

/**
 * What is known of a deal by all revisions that arrived, in whatever order. One that is registered and lacks what a
 * contract needs waits: until a later one has it, nothing follows from it, and what stands stays.
 */
export type DealHistory = {
  /** The highest revision. */
  readonly current: Deal;
  /** The highest that does not wait: facts are made of it. */
  readonly standing: Deal | null;
  /** For each registration number the latest state before that of which a contract can be made, by their revisions. */
  readonly registered: readonly RegistrableDeal[];
  /** Money of states before that which it does not have. */
  readonly formerReceipts: readonly FormerReceipt[];
};

export type FormerReceipt = {
  readonly instalment: Instalment;
  /** Of the latest state that had it. */
  readonly revision: number;
};

/** With another revision. What follows from the result is the same in every order of arrival. */
export function withRevision(history: DealHistory | undefined, deal: Deal): DealHistory {
  const { standing = null, registered = [], formerReceipts = [] } = history ?? {};
  const current = history && history.current.revision > deal.revision ? history.current : deal;
  if (waits(deal)) return { current, standing, registered, formerReceipts };
  if (!standing) return { current, standing: deal, registered, formerReceipts };
  const [earlier, later] = deal.revision < standing.revision ? [deal, standing] : [standing, deal];
  return {
    current,
    standing: later,
    registered: latestOfNumbers([...registered, earlier].filter(isRegistrable)),
    formerReceipts: receiptsBeside(later, [...formerReceipts, ...receiptsOf(earlier)]),
  };
}

/** Whether it lacks what a contract needs; one that came to nothing needs nothing more. */
export function waits(deal: Deal): boolean {
  return deal.registrationNo !== null && !isOff(deal) && fieldsLacking(deal).length > 0;
}

function latestOfNumbers(states: readonly RegistrableDeal[]): RegistrableDeal[] {
  const byRevision = [...states].sort((one, other) => one.revision - other.revision);
  const latest = new Map(byRevision.map((state) => [state.registrationNo, state]));
  return [...latest.values()].sort((one, other) => one.revision - other.revision);
}

function receiptsBeside(standing: Deal, receipts: readonly FormerReceipt[]): FormerReceipt[] {
  const shown = new Set(standing.instalments.filter(isMoney).map(({ id }) => id));
  const byRevision = [...receipts].sort((one, other) => one.revision - other.revision);
  const latest = new Map(byRevision.map((receipt) => [receipt.instalment.id, receipt]));
  return [...latest.values()]
    .filter(({ instalment }) => !shown.has(instalment.id))
    .sort((one, other) => compareCodePoints(one.instalment.id, other.instalment.id));
}

function receiptsOf({ instalments, revision }: Deal): FormerReceipt[] {
  return instalments.filter(isMoney).map((instalment) => ({ instalment, revision }));
}
