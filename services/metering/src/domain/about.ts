import type { Fact, Party } from '@duixian/facts';

/** Instruments, usage records and invoices are looked up by USCC of owner and user, and by instrument. */
export function aboutOf(fact: Fact): string[] {
  if (fact.type === 'duixian.instrument.v1') return usccs(fact.data.owner);
  if (fact.type === 'duixian.usage.v1')
    return [fact.data.instrumentId, ...usccs(fact.data.owner, fact.data.user)];
  if (fact.type !== 'duixian.invoice.v1') return [];
  return [...new Set([...fact.data.instrumentIds, ...usccs(fact.data.owner, fact.data.user)])];
}

function usccs(...parties: Party[]): string[] {
  return [...new Set(parties.flatMap(({ uscc }) => (uscc === null ? [] : [uscc])))];
}

/** An invoice writes a link, and the record itself, for each record that it names. */
export function documentsOf({ type, data }: Fact): number {
  return type === 'duixian.invoice.v1' ? 1 + 2 * data.usageIds.length : 1;
}
