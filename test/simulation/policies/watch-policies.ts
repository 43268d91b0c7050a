import type { PolicyState } from '@duixian/awards/domain/reference-state';
import type { PolicyStepsDocument } from '@duixian/awards/store/policy-steps';
import { mayAgree } from '../deciding/persons.ts';
import type { AwardsView } from '../view.ts';
import type { World } from '../world.ts';
import { PLANNERS } from './planners.ts';

/** A plan counts as looked at for a day. */
const HOLDS_MS = 24 * 3_600_000;

type Seen = {
  readonly inForce: PolicyState | undefined;
  readonly steps: PolicyStepsDocument | undefined;
  readonly isMoving: boolean;
  readonly acts: AwardsView['policyActs'];
};

/**
 * Checks each transaction of awards that writes about policies: what two persons did not agree to is not in
 * force.
 */
export class WatchOfPolicies {
  readonly #world: World;
  #before: Seen | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  look(): void {
    const { awards, wrong } = this.#world;
    const before = this.#before;
    const now: Seen = {
      ...{ inForce: awards.inForce, steps: awards.policySteps, acts: awards.policyActs },
      isMoving: awards.reaches.some(({ _id }) => _id === 'policy'),
    };
    this.#before = now;
    if (!before?.inForce) return;
    const { digest, awaitsAgreement } = before.inForce;
    if (now.inForce?.digest !== digest || now.inForce?.awaitsAgreement !== awaitsAgreement)
      wrong.push(...this.#faultsOf(before, now));
    for (const { event, by } of now.acts.slice(before.acts.length)) {
      this.#world.count(`policy: ${event}`);
      const proposer = before.steps?.steps.waiting?.by ?? '';
      const may = PLANNERS.some(({ person, scopes }) => person === by && scopes.includes('prepare'));
      if (event === 'proposed' && !may) wrong.push(`${by} proposed a policy`);
      if (event === 'rejected' && by !== proposer && !mayAgree(PLANNERS, proposer, by))
        wrong.push(`${proposer} proposed a policy, and ${by} rejected it`);
    }
  }

  #faultsOf(before: Seen, now: Seen): string[] {
    const { waiting } = before.steps?.steps ?? {};
    const { plan } = before.steps ?? {};
    const act = now.acts.at(-1);
    if (!waiting || !plan || act?.event !== 'applied')
      return [`${now.inForce?.digest} is in force, and nobody applied it`];
    const isOld = this.#world.now - plan.plannedAt.getTime() > HOLDS_MS;
    const isOfThen = plan.inForce === before.inForce?.digest && plan.offered === now.inForce?.digest;
    return [
      ...(mayAgree(PLANNERS, waiting.by, act.by)
        ? []
        : [`${waiting.by} proposed a policy, and ${act.by} applied it`]),
      ...(act.digest === plan._id && isOfThen && !isOld ? [] : [`an old plan was applied: ${act.digest}`]),
      ...(before.isMoving ? ['a policy was applied while claims moved after another one'] : []),
    ];
  }
}
