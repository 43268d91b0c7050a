import type { ContractData } from '@duixian/facts';
import { assert } from '@duixian/values';
import { AllFactsContext } from './all-facts-context.ts';
import type { FactClaim } from './claim.ts';
import type { EligibilityContext } from './eligibility-context.ts';
import type { Policy } from './policy.ts';
import { claimsOf } from './recompute.ts';
import type { StatedFact } from './roles.ts';

type ContractFact = Extract<StatedFact, { type: 'duixian.contract.v1' }>;
type ReceiptFact = Extract<StatedFact, { type: 'duixian.receipt.v1' }>;

/**
 * The same claims as `claimsOf`, for facts that arrive one after the other, contracts last: each contract is priced
 * together with its receipts when it arrives, and is not kept. No other fact depends on a contract.
 */
export class PassingFacts {
  readonly #policy: Policy;
  readonly #onClaim: (claim: FactClaim) => void;
  readonly #kept: StatedFact[] = [];
  readonly #receipts = new Map<string, ReceiptFact[]>();
  #context: AllFactsContext | undefined;
  #count = 0;

  constructor(policy: Policy, onClaim: (claim: FactClaim) => void) {
    this.#policy = policy;
    this.#onClaim = onClaim;
  }

  get count(): number {
    return this.#count;
  }

  take(fact: StatedFact): void {
    this.#count += 1;
    if (fact.type === 'duixian.contract.v1') {
      this.#context ??= this.#contextOfKept();
      this.#price(fact, this.#context);
      return;
    }
    assert(this.#context === undefined, 'what a contract depends on comes before it');
    if (fact.type !== 'duixian.receipt.v1') this.#kept.push(fact);
    else append(this.#receipts, fact.data.registrationNo, fact);
  }

  /** Prices everything else; returns the context of all. A receipt whose contract never arrived earns nothing. */
  end(): AllFactsContext {
    const context = this.#context ?? this.#contextOfKept();
    for (const claim of claimsOf(this.#policy, this.#kept, context)) this.#onClaim(claim);
    return context;
  }

  #contextOfKept(): AllFactsContext {
    return new AllFactsContext([...this.#kept, ...[...this.#receipts.values()].flat()]);
  }

  #price(contract: ContractFact, context: EligibilityContext): void {
    this.#assess(contract, context);
    const receipts = this.#receipts.get(contract.subject);
    if (!receipts) return;
    const besideContract = new BesideContract(context, contract.data);
    for (const receipt of receipts) this.#assess(receipt, besideContract);
  }

  #assess(fact: ContractFact | ReceiptFact, context: EligibilityContext): void {
    const { type, subject } = fact;
    for (const claim of this.#policy.engine.assess(this.#policy, fact, context))
      this.#onClaim({ ...claim, fact: { type, subject } });
  }
}

/** The context of a receipt while its contract passes. */
class BesideContract implements EligibilityContext {
  readonly #others: EligibilityContext;
  readonly #contract: ContractData;

  constructor(others: EligibilityContext, contract: ContractData) {
    this.#others = others;
    this.#contract = contract;
  }

  standingOf(uscc: string) {
    return this.#others.standingOf(uscc);
  }

  yearDecisions(provision: string, year: number) {
    return this.#others.yearDecisions(provision, year);
  }

  factDecisions(fact: Parameters<EligibilityContext['factDecisions']>[0]) {
    return this.#others.factDecisions(fact);
  }

  contract() {
    return this.#contract;
  }

  receivedFen(registrationNo: string) {
    return this.#others.receivedFen(registrationNo);
  }
}

function append(receipts: Map<string, ReceiptFact[]>, registrationNo: string, receipt: ReceiptFact): void {
  const known = receipts.get(registrationNo);
  if (known) known.push(receipt);
  else receipts.set(registrationNo, [receipt]);
}
