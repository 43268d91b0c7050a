import { caseOf, type RecordKey } from '@duixian/facts';
import type { Uscc } from '@duixian/values';

/**
 * The keys of what claims can depend on besides their own fact. Each has a version; a fact keeps the versions
 * that its claims were computed with, also of what was looked for and not found (version 0).
 */
export const referenceKey = {
  /** The policy and its readings. */
  policy: 'policy',
  /** A USCC: its entity, and for an entity what all its USCCs hold. */
  party: (uscc: Uscc) => `party/${uscc}`,
  /** Decisions for every claim of a provision in a year. */
  yearDecisions: (provision: string, year: number) => `year/${provision}/${year}`,
  /** Decisions for one fact. */
  factDecisions: ({ type, subject }: RecordKey) => `decided/${caseOf(type)}/${subject}`,
  /** What was received on a contract. */
  receipts: (registrationNo: string) => `receipts/${registrationNo}`,
  /** A contract, as its receipts see it: the fact itself, under its own id. */
  contract: (registrationNo: string) => `contract/${registrationNo}`,
} as const;

/** The USCC that `referenceKey.party` made a key of. */
export function usccOf(partyKey: string): Uscc {
  return partyKey.slice(referenceKey.party('').length);
}

const CONTRACT = 'contract/';

export function isContractKey(key: string): boolean {
  return key.startsWith(CONTRACT);
}

/**
 * The one fact that can depend on a key, if the key names it: such a dependency needs no index. Everything
 * depends on the policy, so an index would not help for that.
 */
export function onlyFactOn(key: string): string | undefined {
  const slash = key.indexOf('/');
  const rest = key.slice(slash + 1);
  if (key.startsWith('decided/')) return rest;
  return key.startsWith('receipts/') ? referenceKey.contract(rest) : undefined;
}

export function needsIndex(key: string): boolean {
  return key !== referenceKey.policy && onlyFactOn(key) === undefined;
}
