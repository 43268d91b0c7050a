import type { Fact } from '@duixian/facts';
import { type HeldDecision, heldDecision, isLaterDecision } from '@duixian/policy';
import type { Contexts } from './contexts.ts';
import { decisionKey } from './tell.ts';

/**
 * The equally narrow decision that wins over this one from the start (facts.md §4: the latest by its day, then the larger
 * id), so that it would decide nothing. None for an amount, which is a claim of its own, and none for a withdrawal.
 */
export function beatenBy(contexts: Contexts, fact: Fact<'duixian.decision.v1'>): HeldDecision | undefined {
  const own = heldDecision(fact.subject, fact.data);
  if (!own) return undefined;
  const equal = equallyNarrow(contexts, fact).filter(
    ({ id, provision }) => id !== own.id && provision === own.provision,
  );
  return equal.find((other) => isLaterDecision(other, own));
}

function equallyNarrow(contexts: Contexts, fact: Fact<'duixian.decision.v1'>): readonly HeldDecision[] {
  const { entity: uscc, year } = fact.data.scope;
  if (uscc === undefined) return contexts.decisions(decisionKey(fact));
  const { decisions } = contexts.party(contexts.party(uscc).entity);
  return decisions.filter((decision) => decision.year === year);
}
