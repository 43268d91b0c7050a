import { hash } from 'node:crypto';
import type { Account } from './account.ts';
import type { FactClaim } from './claim.ts';

/**
 * Tells whether two sets are the same, without keeping or sorting either: the sum, word by word, of the SHA-256 of each
 * member. A member that occurs twice counts twice. `resultDigest` is the digest for people and documents.
 */
export class SetHash {
  readonly #sums = new Uint32Array(8);

  add(member: string): void {
    // A binary string costs a third of a buffer.
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

// Lines are concatenated by hand: JSON of an array costs seven times as much. Only a subject is free text; the form of
// all other parts excludes spaces.

/** Everything that an account states, exact beyond what JSON can show. */
export function accountLine(account: Omit<Account, 'capFen'>): string {
  const { entity, year, group, claimedFen, entitledFen, undecided } = account;
  return `${entity} ${year} ${group} ${claimedFen} ${entitledFen} ${undecided}`;
}

/** Everything that a claim states by itself, so without what the cap leaves of it. */
export function claimLine(claim: FactClaim): string {
  const { entity, year, group, date, provision, fact, beneficiary, status, baseFen } = claim;
  const amounts =
    claim.status === 'decided'
      ? `${claim.rateMillionths} ${claim.amountFen}`
      : `${claim.lowestFen} ${claim.highestFen}`;
  const subject = JSON.stringify(fact.subject);
  return `${entity} ${year} ${group} ${date} ${provision} ${fact.type} ${subject} ${beneficiary} ${status} ${baseFen} ${amounts}`;
}

/** What one account owes an entity, whichever service keeps the sum. */
export function dueLine({
  entity,
  year,
  group,
  entitledFen,
}: Pick<Account, 'entity' | 'year' | 'group' | 'entitledFen'>): string {
  return `${entity} ${year} ${group} ${entitledFen}`;
}
