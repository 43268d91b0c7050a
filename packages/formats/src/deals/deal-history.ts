import { compareCodePoints } from '@duixian/values';
import { type Deal, type Instalment, isMoney, isRegistrable, type RegistrableDeal } from './deal.ts';

/**
 * What is known of a deal by all revisions that arrived, in whatever order: its latest state, and what earlier ones said
 * that has become facts.
 */
export type DealHistory = {
  readonly current: Deal;
  /** For each registration number the latest earlier state of which a contract can be made, by their revisions. */
  readonly registered: readonly RegistrableDeal[];
  /** Money of earlier states that the current one does not have. */
  readonly formerReceipts: readonly FormerReceipt[];
};

export type FormerReceipt = {
  readonly instalment: Instalment;
  /** Of the latest state that had it. */
  readonly revision: number;
};

/** With another revision. The result is the same in every order of arrival. */
export function withRevision(history: DealHistory | undefined, deal: Deal): DealHistory {
  if (!history) return { current: deal, registered: [], formerReceipts: [] };
  const [earlier, current] =
    deal.revision < history.current.revision ? [deal, history.current] : [history.current, deal];
  return {
    current,
    registered: latestOfNumbers([...history.registered, earlier].filter(isRegistrable)),
    formerReceipts: receiptsBeside(current, [...history.formerReceipts, ...receiptsOf(earlier)]),
  };
}

function latestOfNumbers(states: readonly RegistrableDeal[]): RegistrableDeal[] {
  const byRevision = [...states].sort((one, other) => one.revision - other.revision);
  const latest = new Map(byRevision.map((state) => [state.registrationNo, state]));
  return [...latest.values()].sort((one, other) => one.revision - other.revision);
}

function receiptsBeside(current: Deal, receipts: readonly FormerReceipt[]): FormerReceipt[] {
  const standing = new Set(current.instalments.filter(isMoney).map(({ id }) => id));
  const byRevision = [...receipts].sort((one, other) => one.revision - other.revision);
  const latest = new Map(byRevision.map((receipt) => [receipt.instalment.id, receipt]));
  return [...latest.values()]
    .filter(({ instalment }) => !standing.has(instalment.id))
    .sort((one, other) => compareCodePoints(one.instalment.id, other.instalment.id));
}

function receiptsOf({ instalments, revision }: Deal): FormerReceipt[] {
  return instalments.filter(isMoney).map((instalment) => ({ instalment, revision }));
}
