import { hash } from 'node:crypto';
import type { Account } from './account.ts';
import type { FactClaim } from './claim.ts';

/**
 * Tells whether two sets are the same, without keeping or sorting either: the SHA-256 of each member, added up word by
 * word. What comes twice counts twice. A digest for people and documents is `resultDigest`.
 */
export class Fingerprint {
  readonly #sums = new Uint32Array(8);

  add(member: string): void {
    const digest = hash('sha256', member, 'buffer');
    for (let word = 0; word < 8; word += 1)
      this.#sums[word] = (this.#sums[word] ?? 0) + digest.readUInt32LE(word * 4);
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return Buffer.from(this.#sums.buffer).toString('hex');
  }
}

/** All that an account says, exact beyond what JSON can show. */
export function accountLine(account: Omit<Account, 'capFen'>): string {
  const { entity, year, group, claimedFen, entitledFen, undecided } = account;
  return JSON.stringify([entity, year, group, `${claimedFen}`, `${entitledFen}`, undecided]);
}

/** All that a claim says by itself, so without what the cap leaves of it. */
export function claimLine(claim: FactClaim): string {
  const { entity, year, group, date, provision, fact, beneficiary, status, baseFen } = claim;
  const amounts =
    claim.status === 'decided'
      ? [`${claim.rateMillionths}`, `${claim.amountFen}`]
      : [`${claim.lowestFen}`, `${claim.highestFen}`];
  return JSON.stringify([
    ...[entity, year, group, date, provision, fact.type, fact.subject, beneficiary, status],
    `${baseFen}`,
    ...amounts,
  ]);
}

/** What is due to an entity by one account, whoever keeps the sum. */
export function dueLine({
  entity,
  year,
  group,
  entitledFen,
}: Pick<Account, 'entity' | 'year' | 'group' | 'entitledFen'>): string {
  return JSON.stringify([entity, year, group, `${entitledFen}`]);
}
