import type { Fact } from '@duixian/facts';
import { type HeldDecision, heldDecision, isLaterDecision } from '@duixian/policy';
import { decisionKey } from './apply-fact-to-reference-data.ts';
import type { ReferenceData } from './reference-data.ts';

/**
 * The equally narrow decision in force that wins over this one from the start (docs/facts.md §7: the latest by its
 * day, then the larger id), so that this one would decide nothing. None for an amount, which is a claim of
 * its own, and none for a withdrawal.
 */
export function beatenBy(
  referenceData: ReferenceData,
  fact: Fact<'duixian.decision.v1'>,
): HeldDecision | undefined {
  const own = heldDecision(fact.subject, fact.data);
  if (!own) return undefined;
  return equallyNarrow(referenceData, fact)
    .filter(({ id, provision }) => id !== own.id && provision === own.provision)
    .filter((other) => isLaterDecision(other, own))
    .reduce<HeldDecision | undefined>(
      (latest, other) => (latest && isLaterDecision(latest, other) ? latest : other),
      undefined,
    );
}

function equallyNarrow(
  referenceData: ReferenceData,
  fact: Fact<'duixian.decision.v1'>,
): readonly HeldDecision[] {
  const { entity: uscc, year } = fact.data.scope;
  if (uscc === undefined) return referenceData.decisions(decisionKey(fact));
  const { decisions } = referenceData.party(referenceData.party(uscc).entity);
  return decisions.filter((decision) => decision.year === year);
}
