import type { ContractData } from '@duixian/facts';
import type { Day, Fen, Uscc } from '@duixian/values';
import { assert, defined, minFen, yearOf } from '@duixian/values';
import type { Claim } from './claim.ts';
import type { ConditionUse } from './condition-use.ts';
import type { Dependencies, EligibilityContext } from './eligibility-context.ts';
import type { AssessedFact, FactCase, Role } from './roles.ts';

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

/** One sentence of the regulation that grants a payment, under the chosen readings. */
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

/** A city as the parts of the country with these beginnings of division codes (GB/T 2260). */
export type City = Words & { readonly divisions: readonly string[] };

/** A pack under chosen readings, for the claims that are dated within its period. */
export type Edition = {
  /** SHA-256 over the pack as written. */
  readonly packDigest: string;
  readonly title: Words;
  readonly city: City;
  readonly inForceFrom: Day;
  /** The first day on which it is no longer in force. Null: until further notice. */
  readonly inForceUntil: Day | null;
  readonly groups: ReadonlyMap<string, Group>;
  readonly provisions: readonly Provision[];
};

/** A regulation under chosen readings: its editions, one after the other, and the engine that applies them. */
export type Policy = {
  readonly id: string;
  readonly document: string;
  readonly title: Words;
  readonly readings: Readonly<Record<string, string>>;
  /** Over all packs: together with the readings it identifies the law by which claims were made. */
  readonly packDigest: string;
  readonly editions: readonly [Edition, ...Edition[]];
  readonly engine: Engine;
};

/** The result for a fact under one provision that could apply to it. */
export type Finding = {
  readonly provision: Provision;
  readonly edition: Edition;
  /** The day that dates, or would date, the claim. */
  readonly date: Day;
  /** Who would get it; undefined where the fact names nobody in that role, or nobody with a USCC. */
  readonly beneficiary: Uscc | undefined;
  readonly claim: Claim | undefined;
  /** Every condition that does not hold; empty where the claim arises. */
  readonly failed: readonly ConditionUse[];
  /** For each of `failed`, what is the case instead; undefined where there is nothing more to say. */
  readonly found: readonly (Words | undefined)[];
};

/**
 * Makes claims from facts and accounts from claims. The engine in force is stored by its version, like a pack, and two
 * persons change it on a plan, even for a repair.
 */
export type Engine = {
  /** Incremented with every change after which some facts can give other claims or accounts under an unchanged pack. */
  readonly version: number;
  readonly assess: (policy: Policy, fact: AssessedFact, context: EligibilityContext) => Claim[];
  readonly findings: (policy: Policy, fact: AssessedFact, context: EligibilityContext) => Finding[];
  readonly dependsOn: (
    policy: Policy,
    fact: AssessedFact,
    contract: ContractData | undefined,
  ) => Dependencies;
  readonly entitledFen: typeof entitledFen;
};

/** The edition in force on a day; where there is none, the next one, or otherwise the last one. */
export function editionOn({ editions }: Policy, date: Day): Edition {
  const next = editions.find(({ inForceUntil }) => inForceUntil === null || date < inForceUntil);
  return next ?? defined(editions.at(-1), 'a policy has an edition');
}

export function isInForceOn({ inForceFrom, inForceUntil }: Edition, date: Day): boolean {
  return inForceFrom <= date && (inForceUntil === null || date < inForceUntil);
}

/** The provision under which a claim of that date was made. */
export function provisionOf(policy: Policy, id: string, date: Day): Provision {
  return defined(
    editionOn(policy, date).provisions.find((provision) => provision.id === id),
    `${policy.id} has no provision ${id} on ${date}`,
  );
}

/** The editions with a day in the year, in order. */
export function editionsIn({ editions }: Policy, year: number): Edition[] {
  return editions.filter(
    ({ inForceFrom, inForceUntil }) =>
      yearOf(inForceFrom) <= year &&
      (inForceUntil === null || inForceUntil > `${String(year).padStart(4, '0')}-01-01`),
  );
}

/**
 * Null: no cap. A cap is for a year, so at most one of the editions in a year has the group. An account without such an
 * edition pays nothing: its claims were made under another policy, and disappear when they are recomputed.
 */
export function capOf(
  policy: Policy,
  { group, year }: { readonly group: string; readonly year: number },
): Fen | null {
  const edition = editionsIn(policy, year).find(({ groups }) => groups.has(group));
  return edition ? defined(edition.groups.get(group), 'it has the group').capFen : 0n;
}

/** What an account pays of the claimed sum: the sum, limited by the cap. */
export function entitledFen(
  policy: Policy,
  account: { readonly group: string; readonly year: number; readonly claimedFen: Fen },
): Fen {
  assert(account.claimedFen >= 0n, 'no account claims less than nothing');
  const cap = capOf(policy, account);
  return cap === null ? account.claimedFen : minFen(cap, account.claimedFen);
}
