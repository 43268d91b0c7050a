import { hash } from 'node:crypto';
import type { Account } from './account.ts';
import type { FactClaim } from './claim.ts';

/**
 * Tells whether two sets are the same, without keeping or sorting either: the SHA-256 of each member, added up word by
 * word. What comes twice counts twice. A digest for people and documents is `resultDigest`.
 */
export class SetHash {
  readonly #sums = new Uint32Array(8);

  add(member: string): void {
    // As a text of bytes, which costs a third of a buffer.
    const digest = hash('sha256', member, 'binary');
    for (let word = 0; word < 8; word += 1)
      this.#sums[word] = (this.#sums[word] ?? 0) + wordAt(digest, word * 4);
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return Buffer.from(this.#sums.buffer).toString('hex');
  }
}

/** Little-endian. */
function wordAt(bytes: string, at: number): number {
  return (
    bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)
  );
}

// Lines put together by hand: JSON of an array costs seven times as much. Only a subject is a text of somebody else, all
// other parts are known by their form not to have a space.

/** All that an account says, exact beyond what JSON can show. */
export function accountLine(account: Omit<Account, 'capFen'>): string {
  const { entity, year, group, claimedFen, entitledFen, undecided } = account;
  return `${entity} ${year} ${group} ${claimedFen} ${entitledFen} ${undecided}`;
}

/** All that a claim says by itself, so without what the cap leaves of it. */
export function claimLine(claim: FactClaim): string {
  const { entity, year, group, date, provision, fact, beneficiary, status, baseFen } = claim;
  const amounts =
    claim.status === 'decided'
      ? `${claim.rateMillionths} ${claim.amountFen}`
      : `${claim.lowestFen} ${claim.highestFen}`;
  const subject = JSON.stringify(fact.subject);
  return `${entity} ${year} ${group} ${date} ${provision} ${fact.type} ${subject} ${beneficiary} ${status} ${baseFen} ${amounts}`;
}

/** What is due to an entity by one account, whoever keeps the sum. */
export function dueLine({
  entity,
  year,
  group,
  entitledFen,
}: Pick<Account, 'entity' | 'year' | 'group' | 'entitledFen'>): string {
  return `${entity} ${year} ${group} ${entitledFen}`;
}
