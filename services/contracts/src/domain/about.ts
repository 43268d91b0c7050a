import type { Fact } from '@duixian/facts';

/** A contract is looked up by the USCCs of its parties, a receipt by the registration number of its contract. */
export function aboutOf(fact: Fact): string[] {
  if (fact.type === 'duixian.receipt.v1') return [fact.data.registrationNo];
  if (fact.type !== 'duixian.contract.v1') return [];
  const { seller, buyer, intermediary } = fact.data;
  const usccs = [seller.uscc, buyer.uscc, intermediary?.uscc ?? null].filter((uscc) => uscc !== null);
  return [...new Set(usccs)];
}
