import { assert, compareCodePoints, yearOf } from '@duixian/values';
import type { Case } from './conditions.ts';
import type { HeldDecision } from './eligibility-context.ts';
import { partyIn } from './roles.ts';

/**
 * The decision that decides a claim (docs/facts.md §7): the narrowest scope that has one in force (the fact; the entity
 * and year; the year); of equally narrow ones the latest by its day, then the larger id. A decision that was made under
 * another edition and has a rate outside the range of the edition in force decides nothing.
 */
export function decisionFor({ provision, claimant, context, date }: Case): HeldDecision | undefined {
  const year = yearOf(date);
  const { pricing } = provision;
  assert(pricing.kind === 'decided-rate', 'a decision is looked for where a rate is decided');
  const { lowestMillionths, highestMillionths } = pricing;
  const ofProvision = ({ provision: id, rateMillionths }: HeldDecision): boolean =>
    id === provision.id && lowestMillionths <= rateMillionths && rateMillionths <= highestMillionths;
  const uscc = partyIn(claimant, provision.beneficiary)?.uscc;
  return (
    latest(context.factDecisions(claimant).filter(ofProvision)) ??
    latest(
      uscc
        ? context
            .standingOf(uscc)
            .decisions.filter((decision) => decision.year === year && ofProvision(decision))
        : [],
    ) ??
    latest(context.yearDecisions(provision.id, year).filter(ofProvision))
  );
}

function latest(decisions: readonly HeldDecision[]): HeldDecision | undefined {
  let best: HeldDecision | undefined;
  for (const decision of decisions) if (!best || isLaterDecision(decision, best)) best = decision;
  return best;
}

/** Which of two equally narrow decisions applies: the latest by its day, then the larger id. */
export function isLaterDecision(
  a: Pick<HeldDecision, 'decidedOn' | 'id'>,
  b: Pick<HeldDecision, 'decidedOn' | 'id'>,
): boolean {
  if (a.decidedOn !== b.decidedOn) return a.decidedOn > b.decidedOn;
  return compareCodePoints(a.id, b.id) > 0;
}
