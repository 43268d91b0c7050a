import type { ContractData, Fact, Party } from '@duixian/facts';
import type { Uscc } from '@duixian/values';

/** The names that a fact gives its parties; a receipt uses those of its contract. */
export function namesIn(fact: Fact, contract: ContractData | undefined): Map<Uscc, string> {
  const names = new Map<Uscc, string>();
  for (const party of partiesIn(fact, contract)) if (party?.uscc) names.set(party.uscc, party.name);
  return names;
}

function partiesIn(fact: Fact, contract: ContractData | undefined): (Party | null | undefined)[] {
  if (fact.type === 'duixian.invoice.v1') return [fact.data.owner, fact.data.user];
  const named = fact.type === 'duixian.contract.v1' ? fact.data : contract;
  return [named?.seller, named?.buyer, named?.intermediary];
}
