import { type DatabaseClock, SerialQueue, type Session } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { refuse } from '../decisions/refuse.ts';
import { referenceKey } from '../domain/reference-key.ts';
import { type PolicyInForce, stateOf } from '../projection/policy-in-force.ts';
import type { Collections } from '../store/collections.ts';
import type { PlanDocument, PlanMoney, PolicyStepsCollections } from '../store/policy-steps.ts';
import { type PlanStep, planPolicy } from './plan-policy.ts';

export type KeptStep = Exclude<PlanStep, { plan: object }> | { readonly plan: PlanDocument };

/** Computes plans, one at a time, and stores the result of each. */
export class Plans {
  readonly clock: DatabaseClock;
  readonly #inForce: PolicyInForce;
  readonly #collections: Collections;
  readonly #plans: PolicyStepsCollections['plans'];
  readonly #queue = new SerialQueue();

  constructor(
    inForce: PolicyInForce,
    collections: Collections,
    { plans }: PolicyStepsCollections,
    clock: DatabaseClock,
  ) {
    this.#inForce = inForce;
    this.#collections = collections;
    this.#plans = plans;
    this.clock = clock;
  }

  /** For the policy that the latest start found. */
  async *ofOffer(): AsyncGenerator<KeptStep> {
    const { offered, digest = '', awaitsAgreement = false } = await stateOf(this.#collections);
    if (!offered && !awaitsAgreement)
      refuse('nothing-offered', 'the policy found at the last start is in force: there is nothing to plan');
    yield* this.of(offered || digest);
  }

  async *of(offered: string): AsyncGenerator<KeptStep> {
    await this.mustBeSettled();
    const done = await this.#enter();
    try {
      await this.#inForce.read();
      const stored = await this.#collections.policies.findOne({ _id: offered });
      if (!stored) refuse('not-known', `no policy ${offered} was ever offered here`);
      const { awaitsAgreement: isFirst = false } = await stateOf(this.#collections);
      const steps = planPolicy(
        this.#inForce.known,
        this.#inForce.policyOf(stored),
        this.#collections,
        isFirst,
      );
      for await (const step of steps) yield 'plan' in step ? { plan: await this.#keep(step.plan) } : step;
    } finally {
      done();
    }
  }

  async mustKnow(plan: string, session?: Session): Promise<PlanDocument> {
    const found = await this.#plans.findOne({ _id: plan }, session ? { session } : {});
    return found ?? refuse('not-known', `there is no recent plan ${plan}: make one and give its digest`);
  }

  /** What disbursement foretold belongs to the plan as it was computed then, and to no later one. */
  async seal(plan: string, plannedAt: Date, money: PlanMoney): Promise<PlanDocument> {
    const options = { returnDocument: 'after' } as const;
    const sealed = await this.#plans.findOneAndUpdate({ _id: plan, plannedAt }, { $set: { money } }, options);
    return sealed ?? refuse('out-of-date', 'a newer plan was made meanwhile: use that');
  }

  /**
   * While claims are still being recomputed for the last policy, the effect of the next one cannot be known.
   */
  async mustBeSettled(session?: Session): Promise<void> {
    const options = session ? { session } : {};
    const moving = await this.#collections.invalidations.findOne({ _id: referenceKey.policy }, options);
    if (moving)
      refuse(
        'unsettled',
        'claims are still being recomputed after the last change: try again when that is done',
      );
  }

  async #keep(plan: Omit<PlanDocument, 'plannedAt'>): Promise<PlanDocument> {
    const kept = { ...plan, plannedAt: this.clock.now() };
    const old = this.#plans.find({}, { projection: { _id: 1 } }).sort({ plannedAt: -1 });
    const beyond = await old.skip(LIMITS.policyPlansKept.most - 1).toArray();
    if (beyond.length > 0) await this.#plans.deleteMany({ _id: { $in: beyond.map(({ _id }) => _id) } });
    await this.#plans.replaceOne({ _id: kept._id }, kept, { upsert: true });
    return kept;
  }

  /**
   * Each plan reads all facts: two at once would need twice the memory. Answers the function that ends it.
   */
  #enter(): Promise<() => void> {
    return new Promise((entered) => {
      void this.#queue.run(() => new Promise<void>((done) => entered(() => done())));
    });
  }
}
