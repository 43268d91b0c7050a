import { caseOf } from '@duixian/facts';
import { defined, yearOf } from '@duixian/values';
import type { Claim } from './claim.ts';
import { type Case, conditionHolds, isMatch } from './conditions.ts';
import type { EligibilityContext } from './eligibility-context.ts';
import { foundWords } from './found-words.ts';
import { type Edition, editionOn, type Finding, type Policy, type Provision } from './policy.ts';
import { priceOf } from './price.ts';
import { type AssessedFact, type Claimant, dateOf, FACT_CASES, type FactCase, partyIn } from './roles.ts';

/**
 * The claims that one fact makes (docs/facts.md §6), given what it depends on. Pure: the same fact and context make the
 * same claims, in whatever order facts arrived. Example: a contract of 2019 by which a firm in the city takes in
 * technology for 6,000,000 yuan makes one claim under article 5, 6,000,000 × 0.2 = 1,200,000 yuan; the cap applies to
 * the account.
 */
export function assess(policy: Policy, fact: AssessedFact, context: EligibilityContext): Claim[] {
  const claimant = claimantOf(fact, context);
  if (!claimant) return [];
  return provisionsFor(policy, claimant).flatMap((use) => {
    const given = caseFor(policy, use, claimant, context);
    return arises(given) ? [claimOf(given)] : [];
  });
}

/** As `assess`, but with every provision that could apply to the fact, and the reasons where it gave no claim. */
export function findings(policy: Policy, fact: AssessedFact, context: EligibilityContext): Finding[] {
  const claimant = claimantOf(fact, context);
  if (!claimant) return [];
  return provisionsFor(policy, claimant).map((use) => {
    const given = caseFor(policy, use, claimant, context);
    const { provision, edition } = use;
    const failed = provision.conditions.filter((use) => !conditionHolds(given, use));
    const { date } = given;
    const beneficiary = partyIn(claimant, provision.beneficiary)?.uscc ?? undefined;
    const found = failed.map((use) => foundWords(given, use));
    const claim = failed.length === 0 ? claimOf(given) : undefined;
    return { provision, edition, date, beneficiary, claim, failed, found };
  });
}

/** The fact as the engine sees it; undefined for the types that never make claims. */
export function claimantOf(
  fact: AssessedFact,
  context: Pick<EligibilityContext, 'contract'>,
): Claimant | undefined {
  const name = caseOf(fact.type) as FactCase;
  if (!FACT_CASES.includes(name)) return undefined;
  const { type, subject, data, meteredFeeFen } = fact as Claimant & AssessedFact;
  return { case: name, type, subject, data, contract: contractOf(fact, context), meteredFeeFen } as Claimant;
}

function contractOf({ type, data }: AssessedFact, context: Pick<EligibilityContext, 'contract'>) {
  if (type === 'duixian.contract.v1') return data;
  return type === 'duixian.receipt.v1'
    ? context.contract((data as { registrationNo: string }).registrationNo)
    : undefined;
}

/** A provision with its edition. */
type ProvisionUse = { readonly provision: Provision; readonly edition: Edition };

/**
 * The provisions that could apply to a fact: of its type, of a recognition's kind and level, of a decision's own
 * provision; each from the edition in force on the day that dates its claim, so that a cap raised for one year leaves
 * the others unchanged.
 */
export function provisionsFor(policy: Policy, claimant: Claimant): ProvisionUse[] {
  return policy.editions.flatMap((edition) =>
    edition.provisions.flatMap((provision) =>
      couldConcern(policy, provision, claimant) &&
      editionOn(policy, dateOf(claimant, provision.date)) === edition
        ? [{ provision, edition }]
        : [],
    ),
  );
}

function couldConcern(policy: Policy, { from, id, recognition }: Provision, claimant: Claimant): boolean {
  if (from !== claimant.case) return false;
  if (claimant.case === 'recognition') return isMatch(claimant.data, recognition);
  return (
    claimant.case !== 'decision' || (claimant.data.provision === id && claimant.data.policy === policy.id)
  );
}

function caseFor(policy: Policy, use: ProvisionUse, claimant: Claimant, context: EligibilityContext): Case {
  return {
    ...use,
    claimant,
    context,
    date: dateOf(claimant, use.provision.date),
    earns: (provisionId, other) =>
      provisionsFor(policy, other).some(
        (another) => another.provision.id === provisionId && arises(caseFor(policy, another, other, context)),
      ),
  };
}

function arises(given: Case): boolean {
  return given.provision.conditions.every((use) => conditionHolds(given, use));
}

function claimOf(given: Case): Claim {
  const { provision, claimant, context, date } = given;
  const beneficiary = defined(
    partyIn(claimant, provision.beneficiary)?.uscc,
    `${provision.id} pays only who has a USCC`,
  );
  return {
    provision: provision.id,
    group: provision.group,
    entity: context.standingOf(beneficiary).entity,
    year: yearOf(date),
    beneficiary,
    date,
    ...priceOf(given),
  };
}
