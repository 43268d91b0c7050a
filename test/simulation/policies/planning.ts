import type { foretellingV1, policyV1 } from '@duixian/proto';
import type { Fen } from '@duixian/values';
import { type Outcome, tried } from '../deciding/asking.ts';
import { reach } from '../deciding/look-at.ts';
import { mayAgree, type Person } from '../deciding/persons.ts';
import type { World } from '../world.ts';
import { GAO, HE, JIN, PLANNERS } from './planners.ts';
import { deliver } from './release.ts';

/**
 * The turns in a storm, cumulative: other readings are delivered, somebody plans, or proposes, or applies;
 * the others reject.
 */
const [DELIVERS, PLANS, PROPOSES, APPLIES] = [0.08, 0.35, 0.55, 0.88];
/** A person who looked at a plan proposes it at once. */
const AT_ONCE = 0.6;
/** Names a plan that was made earlier. */
const EARLIER = 0.3;
const DUELS = 0.2;
/** Otherwise often a person who is not allowed to, or the proposer. */
const [RIGHT_PERSON, SAME_PERSON] = [0.5, 0.2];
/** If nothing is offered there is nothing to plan: something is delivered instead. */
const NEEDED = 0.7;
/** Somebody decides what waits, before anything else is begun. */
const GOES_ON = 0.3;
const REMEMBERED = 8;

/** A plan that somebody looked at: which accounts would get a different amount, and how much. */
export interface Plan {
  readonly digest: string;
  readonly entitledFen: ReadonlyMap<string, Fen>;
}

/** Persons who plan policies, propose and apply them, and the plans that they looked at. */
export class Planning {
  readonly #plans: string[] = [];
  /** Proposals that are refused although an authorised person applies them. */
  readonly #hopeless = new Set<number>();
  /** Offers that were planned when there was time for it. */
  readonly #considered = new Set<string>();

  isDone({ awards }: World): boolean {
    const { offered = '' } = awards.inForce ?? {};
    return !awards.policySteps?.steps.waiting && (offered === '' || this.#considered.has(offered));
  }

  turn(world: World): void {
    const { random } = world;
    if (world.processesOf('awards').length === 0) return;
    const { inForce, policySteps } = world.awards;
    const isWaiting = policySteps?.steps.waiting !== undefined;
    const what = isWaiting && random.isTrue(GOES_ON) ? PROPOSES : random.next();
    const isAnything = isWaiting || (inForce?.offered ?? '') !== '';
    if (what < DELIVERS || (what < PLANS && !isAnything && random.isTrue(NEEDED))) deliver(world);
    else if (what < PLANS || this.#plans.length === 0) void this.#plan(world);
    else if (what < PROPOSES) void this.#propose(world, random.pick(PLANNERS), this.#anyPlan(world));
    else this.#decidedBySome(world, what < APPLIES);
  }

  /** Two authorised persons put the offer in force; answers what the plan stated, if it is done. */
  async alone(world: World): Promise<Plan | undefined> {
    const plan = await this.#planned(world);
    if (!plan || (await this.#propose(world, GAO, plan.digest)) !== 'done') return undefined;
    return (await this.#apply(world, HE, plan.digest)) === 'done' ? plan : undefined;
  }

  /**
   * The offer is planned and proposed once; another person puts the proposal in force, or it is withdrawn.
   */
  duty(world: World): void {
    const { offered = '' } = world.awards.inForce ?? {};
    const { waiting } = world.awards.policySteps?.steps ?? {};
    if (!waiting) {
      if (offered !== '' && !this.#considered.has(offered)) void this.#consider(world, offered);
      return;
    }
    const { number, by, content } = waiting;
    const [first] = PLANNERS.filter(({ person }) => person === by);
    const second = secondFor(by);
    if (second && !this.#hopeless.has(number)) void this.#apply(world, second, content.plan);
    else if (first) void this.#reject(world, first, content.plan);
  }

  /** Usually about the plan that waits; now and then two at the same time. */
  #decidedBySome(world: World, isApplied: boolean): void {
    const { random, awards } = world;
    const waiting = awards.policySteps?.steps.waiting?.content.plan;
    const plan = waiting === undefined || random.isTrue(EARLIER) ? this.#anyPlan(world) : waiting;
    const isTwice = random.isTrue(DUELS);
    if (isTwice) world.count('a policy is decided on by two at once');
    for (let times = isTwice ? 2 : 1; times > 0; times -= 1) {
      const actor = whoDecides(world);
      void (isApplied ? this.#apply(world, actor, plan) : this.#reject(world, actor, plan));
    }
  }

  #anyPlan({ random }: World): string {
    return random.isTrue(EARLIER) ? random.pick(this.#plans) : (this.#plans.at(-1) ?? '');
  }

  async #plan(world: World): Promise<void> {
    const { random } = world;
    const plan = await this.#planned(world);
    if (!plan || !random.isTrue(AT_ONCE)) return;
    await this.#propose(world, random.isTrue(RIGHT_PERSON) ? JIN : random.pick(PLANNERS), plan.digest);
  }

  async #consider(world: World, offered: string): Promise<void> {
    const plan = await this.#planned(world);
    const outcome = plan && (await this.#propose(world, GAO, plan.digest));
    if (outcome === 'done') this.#considered.add(offered);
  }

  async #planned(world: World): Promise<Plan | undefined> {
    let plan: Plan | undefined;
    await tried(world, 'plan a policy', 'somebody plans what is offered', async () => {
      plan = await planned(world);
      this.#plans.push(plan.digest);
      if (this.#plans.length > REMEMBERED) this.#plans.shift();
      return `, ${plan.digest.slice(0, 8)}`;
    });
    return plan;
  }

  #propose(world: World, actor: Person, plan: string): Promise<Outcome> {
    const sentence = `${actor.person} proposes the plan ${plan.slice(0, 8)}`;
    return tried(world, 'propose a policy', sentence, async () => {
      const request: policyV1.ProposePolicyRequest = { actor, plan, documentNo: '示例' };
      await reach(world, 'awards').ask('proposePolicy', request);
      return '';
    });
  }

  async #apply(world: World, actor: Person, plan: string): Promise<Outcome> {
    const number = world.awards.policySteps?.steps.waiting?.number ?? 0;
    const sentence = `${actor.person} applies the plan ${plan.slice(0, 8)}`;
    const outcome = await tried(world, 'apply a policy', sentence, async () => {
      const request: policyV1.ApplyPolicyRequest = { actor, plan };
      const answers = await reach(world, 'awards').listen<policyV1.ApplyPolicyResponse>(
        'applyPolicy',
        request,
      );
      const last = answers.at(-1)?.said;
      if (last?.$case !== 'applied') throw new Error('it ends with what was applied');
      const isKept = world.awards.policyActs.some(
        ({ event, digest }) => event === 'applied' && digest === plan,
      );
      if (!isKept) world.wrong.push(`the plan ${plan} is said to be applied, and is not`);
      return last.value.isNew ? '' : ', and it was already';
    });
    const isRefused = outcome !== 'done' && outcome.isRefused && outcome.code !== 'unsettled';
    // In a storm it may have been the wrong person.
    if (isRefused && world.isCalm) this.#hopeless.add(number);
    return outcome;
  }

  #reject(world: World, actor: Person, plan: string): Promise<Outcome> {
    const sentence = `${actor.person} rejects the plan ${plan.slice(0, 8)}`;
    return tried(world, 'reject a policy', sentence, async () => {
      const request: policyV1.RejectPolicyRequest = { actor, plan, reason: '示例' };
      await reach(world, 'awards').ask('rejectPolicy', request);
      return '';
    });
  }
}

function whoDecides({ random, awards }: World): Person {
  const proposer = awards.policySteps?.steps.waiting?.by;
  const who = random.next();
  if (who < RIGHT_PERSON) return secondFor(proposer) ?? random.pick(PLANNERS);
  const same = PLANNERS.find(({ person }) => person === proposer);
  return same && who < RIGHT_PERSON + SAME_PERSON ? same : random.pick(PLANNERS);
}

function secondFor(proposer: string | undefined): Person | undefined {
  return PLANNERS.find(({ person }) => mayAgree(PLANNERS, proposer ?? '', person));
}

/**
 * As a gateway makes one: awards computes all facts, disbursement states what follows, and awards keeps both.
 */
async function planned(world: World): Promise<Plan> {
  const answers = await reach(world, 'awards').listen<policyV1.PlanPolicyResponse>('planPolicy', {});
  const entitledFen = new Map<string, Fen>();
  let [orderedFen, recoverableFen] = [0n, 0n];
  for (const { said: one } of answers) {
    if (one?.$case !== 'accounts') continue;
    for (const { entity, year, group, thenFen } of one.value.accounts)
      entitledFen.set(`${entity} ${year} ${group}`, thenFen);
    const request: foretellingV1.ForetellOrdersRequest = { states: one.value.states, asAgreed: true };
    const written = new Set<string>();
    const { accounts } = await world.acting(written, () =>
      reach(world, 'disbursement').ask<foretellingV1.ForetellOrdersResponse>('foretellOrders', request),
    );
    if (written.size > 0) world.wrong.push(`a plan changed ${[...written].join(', ')}`);
    for (const { orderedFen: fen, waitingFen } of accounts) {
      orderedFen += fen;
      if (waitingFen < 0n) recoverableFen -= waitingFen;
    }
  }
  const last = answers.at(-1)?.said;
  if (last?.$case !== 'plan') throw new Error('it ends with the plan');
  const { digest, plannedAt } = last.value;
  const money = { orderedFen, recoverableFen, groups: [], lackingBudgets: [] };
  const sealing: policyV1.SealPlanRequest = { plan: digest, plannedAt, money };
  await reach(world, 'awards').ask('sealPlan', sealing);
  return { digest, entitledFen };
}
