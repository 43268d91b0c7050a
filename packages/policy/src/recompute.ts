import { caseOf, meteredFee, type NumberedInvoice, type UsageData } from '@duixian/facts';
import type { Fen } from '@duixian/values';
import { AllFactsContext } from './all-facts-context.ts';
import type { FactClaim } from './claim.ts';
import type { EligibilityContext } from './eligibility-context.ts';
import type { Policy } from './policy.ts';
import { type AssessedFact, FACT_CASES, type FactCase, type StatedFact } from './roles.ts';

/** All facts in their newest state; they may be iterated several times. */
export type Facts = { [Symbol.iterator](): Iterator<StatedFact> };

/**
 * Every claim that a set of facts makes, computed from scratch: `replay` prints it, and the running system must agree.
 */
export function* claimsOf(
  policy: Policy,
  facts: Facts,
  context: EligibilityContext = new AllFactsContext(facts),
): Generator<FactClaim> {
  const meteredFeeOf = meteredFees(facts);
  for (const fact of facts) {
    if (!FACT_CASES.includes(caseOf(fact.type) as FactCase)) continue;
    const { type, subject } = fact;
    for (const claim of policy.engine.assess(policy, withMeteredFee(fact, meteredFeeOf), context))
      yield { ...claim, fact: { type, subject } };
  }
}

function withMeteredFee(
  fact: StatedFact,
  meteredFeeOf: (invoice: NumberedInvoice) => Fen | undefined,
): AssessedFact {
  if (fact.type !== 'duixian.invoice.v1') return fact;
  return { ...fact, meteredFeeFen: meteredFeeOf({ number: fact.subject, data: fact.data }) };
}

function meteredFees(facts: Facts): (invoice: NumberedInvoice) => Fen | undefined {
  const usage = new Map<string, UsageData>();
  const namedBy = new Map<string, NumberedInvoice[]>();
  for (const fact of facts) {
    if (fact.type === 'duixian.usage.v1') usage.set(fact.subject, fact.data);
    if (fact.type === 'duixian.invoice.v1') {
      const invoice = { number: fact.subject, data: fact.data };
      for (const usageId of new Set(fact.data.usageIds)) {
        const known = namedBy.get(usageId);
        if (known) known.push(invoice);
        else namedBy.set(usageId, [invoice]);
      }
    }
  }
  return (invoice) =>
    meteredFee(
      invoice,
      (usageId) => usage.get(usageId),
      (usageId) => namedBy.get(usageId) ?? [],
    );
}
