import { assert, type Day } from '@duixian/values';
import type { ConditionName, ConditionParameters, ConditionUse } from './condition-use.ts';
import type { EligibilityContext, HeldRecognition, Standing } from './eligibility-context.ts';
import { type Edition, isInForceOn, type Provision, type RecognitionMatch } from './policy.ts';
import { type Claimant, FACT_CASES, type FactCase, partyIn, type Role } from './roles.ts';

/** A fact under one provision: what a condition may look at. */
export type Case = {
  readonly edition: Edition;
  readonly provision: Provision;
  readonly claimant: Claimant;
  readonly context: EligibilityContext;
  readonly date: Day;
  /**
   * Whether another fact of this context makes a claim under a provision; used by conditions that exclude each other.
   */
  earns(provisionId: string, claimant: Claimant): boolean;
};

type Definition<Name extends ConditionName> = {
  /** The types of fact that it applies to. */
  readonly of: readonly FactCase[];
  holds(given: Case, parameters: ConditionParameters[Name]): boolean;
};

const EVERY = FACT_CASES;
const CONTRACTS: readonly FactCase[] = ['contract', 'receipt'];

export const CONDITIONS: { readonly [Name in ConditionName]: Definition<Name> } = {
  beneficiaryHasUscc: {
    of: EVERY,
    holds: ({ claimant, provision }) => Boolean(partyIn(claimant, provision.beneficiary)?.uscc),
  },
  inForce: { of: EVERY, holds: ({ date, edition }) => isInForceOn(edition, date) },
  notSanctioned: {
    of: EVERY,
    holds: (given) =>
      !standingOf(given, given.provision.beneficiary)?.sanctions.some(
        ({ from, until }) => from <= given.date && (until === null || given.date < until),
      ),
  },
  statusIs: { of: EVERY, holds: ({ claimant }, among) => among.includes(claimant.data.status) },
  contractKnown: { of: ['receipt'], holds: ({ claimant }) => claimant.contract !== undefined },
  contractStatusIs: {
    of: CONTRACTS,
    holds: ({ claimant }, among) => among.includes(claimant.contract?.status ?? ''),
  },
  contractCategoryIs: {
    of: CONTRACTS,
    holds: ({ claimant }, among) => among.includes(claimant.contract?.category ?? ''),
  },
  betweenUnrelatedParties: {
    of: ['contract', 'receipt', 'invoice'],
    holds: ({ claimant }) =>
      !(claimant.case === 'invoice' ? claimant.data : claimant.contract)?.relatedParties,
  },
  notFiscallyFunded: { of: CONTRACTS, holds: ({ claimant }) => !claimant.contract?.fiscallyFunded },
  separateEntities: {
    of: ['contract', 'receipt', 'invoice'],
    holds: (given, [one, other]) => {
      const entity = standingOf(given, one)?.entity;
      return entity === undefined || entity !== standingOf(given, other)?.entity;
    },
  },
  kindIs: {
    of: EVERY,
    holds: ({ claimant }, { party, among }) => among.includes(partyIn(claimant, party)?.kind ?? ''),
  },
  inCity: {
    of: ['contract', 'receipt', 'invoice'],
    holds: ({ claimant, edition }, role) => {
      const division = partyIn(claimant, role)?.divisionCode;
      return Boolean(division && edition.city.divisions.some((own) => division.startsWith(own)));
    },
  },
  holdsRecognition: {
    of: EVERY,
    holds: (given, { party, kind }) =>
      standingOf(given, party)?.recognitions.some(
        (recognition) => (kind === 'any' || recognition.kind === kind) && isHeldOn(recognition, given.date),
      ) ?? false,
  },
  crossesBorder: {
    of: CONTRACTS,
    holds: ({ claimant }, { notAbroad }) =>
      isAbroad(claimant, 'seller', notAbroad) !== isAbroad(claimant, 'buyer', notAbroad),
  },
  firstOfItsKind: { of: ['recognition'], holds: isFirstOfItsKind },
  contractEarnsNothingUnder: {
    of: ['contract'],
    holds: (given, provisionId) => !given.earns(provisionId, given.claimant),
  },
  entityEarnsNothingUnder: {
    of: ['recognition'],
    holds: (given, provisionId) =>
      !standingOf(given, given.provision.beneficiary)?.recognitions.some((recognition) =>
        given.earns(provisionId, asClaimant(recognition, given.claimant)),
      ),
  },
};

export function conditionHolds(given: Case, use: ConditionUse): boolean {
  // The table pairs each name with its own parameters, which the compiler cannot infer from an index.
  const { holds } = CONDITIONS[use.name] as Definition<ConditionName>;
  return holds(given, use.parameters as never);
}

/**
 * 在有效期内 (within the period of validity): from its day on, until the day of its revocation; a voided one is in no
 * context.
 */
function isHeldOn({ recognizedOn, revokedOn }: HeldRecognition, date: Day): boolean {
  return recognizedOn <= date && (revokedOn === null || date < revokedOn);
}

/**
 * 新认定 (newly recognised): the first by date, then id, among all of the entity that the provision pays for and that are
 * not voided.
 */
function isFirstOfItsKind(given: Case): boolean {
  const wanted = given.provision.recognition;
  const own = standingOf(given, given.provision.beneficiary)?.recognitions;
  const first = own?.find((recognition) => isMatch(recognition, wanted));
  return first?.id === given.claimant.subject;
}

/** Whether a recognition is of the kind (and the level, where one is named) that a provision pays for. */
export function isMatch(
  { kind, level }: { kind: string; level: string },
  wanted: RecognitionMatch | undefined,
): boolean {
  return wanted !== undefined && wanted.kind === kind && (wanted.level ?? level) === level;
}

function standingOf({ claimant, context }: Case, role: Role): Standing | undefined {
  const uscc = partyIn(claimant, role)?.uscc;
  return uscc ? context.standingOf(uscc) : undefined;
}

/** Whether a party is from outside the border, as far as the reading counts its country. */
export function isAbroad(claimant: Claimant, role: Role, notAbroad: readonly string[]): boolean {
  const party = partyIn(claimant, role);
  return party !== undefined && party.uscc === null && !notAbroad.includes(party.country ?? '');
}

/**
 * Another recognition of the entity, under the USCC of the asking fact: a branch may hold it, and `dependsOn` announces
 * only the USCCs of the fact itself. For the entity it makes no difference.
 */
function asClaimant({ id, ...data }: HeldRecognition, asking: Claimant): Claimant {
  assert(asking.case === 'recognition', 'only a recognition asks for its entity’s others');
  return {
    case: 'recognition',
    type: 'duixian.recognition.v1',
    subject: id,
    data: { ...data, uscc: asking.data.uscc, documentNo: '', revision: 1 },
    contract: undefined,
    meteredFeeFen: undefined,
  };
}
