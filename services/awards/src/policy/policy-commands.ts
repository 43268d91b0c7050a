import type { OutboxBatch } from '@duixian/messaging';
import { type Database, type DatabaseClock, remembered, type Session, transact } from '@duixian/runtime';
import {
  type Authorization,
  confirmNumber,
  LIMITS,
  lacksScope,
  NO_STEPS,
  proposeContent,
  rejectNumber,
  type StepRefused,
  shanghaiDay,
} from '@duixian/values';
import { refuse } from '../decisions/refuse.ts';
import type { EntitlementEvents } from '../projection/entitlement-events.ts';
import { stateOf } from '../projection/policy-in-force.ts';
import type { Collections } from '../store/collections.ts';
import { recordPolicyAct } from '../store/policy-acts.ts';
import type { PlanDocument, PolicyStepsCollections, PolicyStepsDocument } from '../store/policy-steps.ts';
import type { PolicyActDocument } from '../store/stored-policy.ts';
import type { Plans } from './plans.ts';
import { putInForce } from './put-in-force.ts';

export type AppliedPlan = {
  readonly proposed: PlanDocument;
  readonly applied: PlanDocument;
  readonly isNew: boolean;
};
type Agreed = {
  readonly document: PolicyStepsDocument;
  readonly plan: PlanDocument;
  readonly isNew: boolean;
  /** By the person who proposed it. */
  readonly isAlone: boolean;
};
export type ApplyStep = { readonly facts: number } | { readonly applied: AppliedPlan };

/**
 * One person proposes a plan on a paper, another applies it. What is put in force, the claims that are to be
 * recomputed and who agreed to it are in one transaction, so a killed process leaves all of it or nothing.
 */
export class PolicyCommands {
  readonly plans: Plans;
  readonly #database: Database;
  readonly #collections: Collections;
  readonly #kept: PolicyStepsCollections;
  readonly #clock: DatabaseClock;
  readonly #events: EntitlementEvents;
  readonly #after: {
    readonly invalidated: () => void;
    readonly publish: (batch: OutboxBatch) => Promise<void>;
  };

  constructor(
    database: Database,
    collections: Collections,
    kept: PolicyStepsCollections,
    plans: Plans,
    events: EntitlementEvents,
    after: { readonly invalidated: () => void; readonly publish: (batch: OutboxBatch) => Promise<void> },
  ) {
    this.#database = database;
    this.#collections = collections;
    this.#kept = kept;
    this.plans = plans;
    this.#clock = plans.clock;
    this.#events = events;
    this.#after = after;
  }

  async now(): Promise<PolicyStepsDocument> {
    return (await this.#kept.steps.findOne({ _id: 'policy' })) ?? NOTHING_YET;
  }

  async propose(
    digest: string,
    act: Authorization,
  ): Promise<{ document: PolicyStepsDocument; isNew: boolean }> {
    refuseIf(lacksScope(act.actor, 'prepare'));
    const work = async (session: Session) => {
      const document = await this.#read(session);
      const plan = await this.plans.mustKnow(digest, session);
      await this.#mustBeOfToday(plan, session);
      const content = { plan: digest, plannedAt: plan.plannedAt.toISOString() };
      const { steps, isNew } = proposeContent(document.steps, content, act);
      const after = { ...document, steps, plan };
      if (isNew) await this.#save(after, { event: 'proposed', digest, ...act }, session);
      return { document: after, isNew };
    };
    return await transact(this.#database, remembered(work));
  }

  async reject(digest: string, act: Authorization): Promise<void> {
    const work = async (session: Session) => {
      const document = await this.#read(session);
      const number = this.#numberOf(document, digest);
      const outcome = rejectNumber(document.steps, number, act);
      refuseIf(outcome);
      if ('refusal' in outcome) throw new Error('a refusal was thrown');
      await this.#save(
        { ...document, steps: outcome.steps, plan: null },
        { event: 'rejected', digest, ...act },
        session,
      );
    };
    await transact(this.#database, remembered(work));
  }

  /** Refusals are checked before all facts are computed once more, and again when it is put in force. */
  async *apply(digest: string, act: Omit<Authorization, 'at'>): AsyncGenerator<ApplyStep> {
    const checked = await transact(this.#database, (session) => this.#agreed(digest, this.#at(act), session));
    if (!checked.isNew) {
      yield { applied: { proposed: checked.plan, applied: checked.plan, isNew: false } };
      return;
    }
    const { plan: proposed } = checked;
    let applied: PlanDocument | undefined;
    for await (const step of this.plans.of(proposed.offered)) {
      if ('facts' in step) yield step;
      else if ('plan' in step) applied = step.plan;
    }
    if (applied?._id !== digest) refuse('out-of-date', `the plan is ${applied?._id} by now: propose that`);
    yield { applied: await this.#apply(digest, applied, this.#at(act)) };
  }

  async #apply(digest: string, applied: PlanDocument, act: Authorization): Promise<AppliedPlan> {
    let published: OutboxBatch = [];
    const work = async (session: Session) => {
      const { plan: proposed, isNew, isAlone, document } = await this.#agreed(digest, act, session);
      if (!isNew) return { proposed, applied: proposed, isNew };
      if (isAlone && !applied.isForOne)
        refuse(
          'same-person',
          `accounts move by it now: another person than ${act.actor.person} has to apply it`,
        );
      await this.plans.mustBeSettled(session);
      await putInForce(applied.offered, this.#collections, session);
      published = applied.isFirst ? await this.#events.publishAgreed(session, applied.offered) : [];
      await this.#save(
        { ...document, plan: applied },
        { ...act, event: 'applied', digest, policy: applied.offered },
        session,
      );
      return { proposed, applied, isNew };
    };
    const done = await transact(this.#database, remembered(work));
    void this.#after.publish(published);
    this.#after.invalidated();
    return done;
  }

  /**
   * The steps after it was confirmed; throws if it may not be confirmed. Where nothing differs there is nothing that
   * another person could agree to, so who proposed it may apply it as well.
   */
  async #agreed(digest: string, act: Authorization, session: Session): Promise<Agreed> {
    const document = await this.#read(session);
    const number = this.#numberOf(document, digest);
    const outcome = confirmNumber(document.steps, number, act);
    const isSamePerson = 'refusal' in outcome && outcome.refusal === 'same-person';
    const isAlone = isSamePerson && document.plan?.isForOne === true;
    if (!isAlone) refuseIf(outcome);
    const plan = document.plan ?? refuse('nothing-waits', 'no proposal waits for confirmation');
    if ('isNew' in outcome && !outcome.isNew) return { document, plan, isNew: false, isAlone };
    await this.#mustBeOfToday(plan, session);
    const steps = { ...document.steps, waiting: null, confirmed: number };
    return { document: { ...document, steps }, plan, isNew: true, isAlone };
  }

  /** A plan is named by its digest; a proposal is for one plan. */
  #numberOf({ steps, plan }: PolicyStepsDocument, digest: string): number {
    if (plan?._id === digest) return steps.waiting?.number ?? steps.confirmed;
    return steps.waiting
      ? refuse('another-proposal', `the plan ${plan?._id} waits, not ${digest}: look at it first`)
      : refuse('nothing-waits', `no proposal of the plan ${digest} waits`);
  }

  async #mustBeOfToday(plan: PlanDocument, session: Session): Promise<void> {
    const { digest, awaitsAgreement = false } = await stateOf(this.#collections, session);
    if (digest !== plan.inForce || awaitsAgreement !== plan.isFirst)
      refuse('out-of-date', 'something else was put in force since it was planned: plan again');
    const now = this.#clock.now();
    if (now.getTime() - plan.plannedAt.getTime() > LIMITS.policyPlanHoldsMs.most)
      refuse('out-of-date', 'it was planned more than a day ago: plan again, and propose that');
    if (plan.from !== null && !isPast(plan.from, plan.plannedAt) && isPast(plan.from, now))
      refuse('out-of-date', `${plan.from} has come since: it would change the past now; plan again`);
  }

  async #read(session: Session): Promise<PolicyStepsDocument> {
    const invalidated = { $inc: { guard: 1n }, $setOnInsert: { steps: NO_STEPS, plan: null } };
    const options = { session, upsert: true, returnDocument: 'after' } as const;
    return (
      (await this.#kept.steps.findOneAndUpdate({ _id: 'policy' }, invalidated as never, options)) ??
      NOTHING_YET
    );
  }

  async #save(
    document: PolicyStepsDocument,
    act: Authorization & Pick<PolicyActDocument, 'event' | 'digest' | 'policy'>,
    session: Session,
  ): Promise<void> {
    await this.#kept.steps.replaceOne({ _id: 'policy' }, document, { session });
    const { actor, ...what } = act;
    const { person: by, key } = actor;
    await recordPolicyAct(this.#collections, { ...what, by, key }, session);
  }

  #at(act: Omit<Authorization, 'at'>): Authorization {
    return { ...act, at: this.#clock.now() };
  }
}

const NOTHING_YET: PolicyStepsDocument = { _id: 'policy', steps: NO_STEPS, plan: null, guard: 0n };

/** Whether claims of a day that is over, or of today, would be judged differently. */
export function isPast(from: string, now: Date): boolean {
  return from <= shanghaiDay(BigInt(now.getTime()) * 1_000_000n);
}

function refuseIf(outcome: StepRefused | object | undefined): void {
  if (outcome && 'refusal' in outcome && 'why' in outcome)
    refuse((outcome as StepRefused).refusal, (outcome as StepRefused).why);
}
