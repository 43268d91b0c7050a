import type { Day, Fen } from '@duixian/values';
import { assert, defined, minFen } from '@duixian/values';
import type { ConditionUse } from './conditions.ts';
import type { FactCase, Role } from './roles.ts';

export type Words = { readonly en: string; readonly zh: string };

/** How a provision prices a claim. A new way of pricing (tiers, bands) is a new member here and a case in price.ts. */
export type Pricing =
  | { readonly kind: 'rate'; readonly rateMillionths: bigint }
  | { readonly kind: 'decided-rate'; readonly lowestMillionths: bigint; readonly highestMillionths: bigint }
  | { readonly kind: 'amount'; readonly amountFen: Fen; readonly lessLargestOf: readonly Provision[] }
  | { readonly kind: 'decided-amount' };

export type BaseName =
  | 'technologyAmount'
  | 'technologyAmountUpToReceipts'
  | 'totalAmount'
  | 'receivedAmount'
  | 'paidAmountUpToMeteredFee';

/** Which recognition a provision pays for. */
export type RecognitionMatch = { readonly kind: string; readonly level?: string | undefined };

/** One sentence of the regulation that pays, under the chosen readings. */
export type Provision = {
  readonly id: string;
  readonly article: number;
  readonly title: Words;
  readonly text: string;
  readonly from: FactCase;
  readonly recognition: RecognitionMatch | undefined;
  /** The field of the fact that dates its claims. */
  readonly date: string;
  readonly beneficiary: Role;
  readonly conditions: readonly ConditionUse[];
  /** Absent for a fixed or decided amount. */
  readonly base: BaseName | undefined;
  readonly pricing: Pricing;
  readonly group: string;
};

export type Group = {
  readonly id: string;
  readonly article: number;
  readonly text: string | null;
  /** The most that one account pays. Null: no cap. */
  readonly capFen: Fen | null;
};

/** A regulation under chosen readings, ready to be asked. */
export type Policy = {
  readonly id: string;
  readonly document: string;
  readonly title: Words;
  readonly readings: Readonly<Record<string, string>>;
  /** SHA-256 over the pack as written: with the readings it says with which law claims were made. */
  readonly packDigest: string;
  readonly inForceFrom: Day;
  readonly groups: ReadonlyMap<string, Group>;
  readonly provisions: readonly Provision[];
};

export function provisionOf(policy: Policy, id: string): Provision {
  return defined(
    policy.provisions.find((provision) => provision.id === id),
    `${policy.id} has no provision ${id}`,
  );
}

/** Null: no cap. */
export function capOf(policy: Policy, groupId: string): Fen | null {
  return defined(policy.groups.get(groupId), `${policy.id} has no group ${groupId}`).capFen;
}

/** What an account pays of what is claimed: the lid on the sum. */
export function entitledFen(policy: Policy, groupId: string, claimedFen: Fen): Fen {
  assert(claimedFen >= 0n, 'no account claims less than nothing');
  const cap = capOf(policy, groupId);
  return cap === null ? claimedFen : minFen(cap, claimedFen);
}
