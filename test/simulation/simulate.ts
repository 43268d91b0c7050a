import { faultsOf } from '@duixian/disbursement/testing/run-faults';
import type { Fact } from '@duixian/facts';
import { payingFacts, Random, randomFacts } from '@duixian/testing';
import { AssertionFailed } from '@duixian/values';
import { agree } from './agreements.ts';
import { appliedAlone, decidedAlone } from './alone.ts';
import type { Deciders } from './deciding/deciders.ts';
import type { OfficerRole } from './duties.ts';
import { operate, restore, somethingFails } from './faults.ts';
import { faultsAtRest, faultsOfAwards, isAtRest } from './faults-at-rest.ts';
import { turnOf } from './officers.ts';
import { registerNameless, send } from './partner.ts';
import { agreeToPolicy } from './policies/first-agreement.ts';
import type { Planning } from './policies/planning.ts';
import { reconcile } from './reconciler.ts';
import { giveGlobals } from './surroundings/simulated-globals.ts';
import { World } from './world.ts';

const TANGLED_FACTS = 9;
const PAYING_FACTS = 8;
/** Of each of two storms. */
const STORM_MOVES = 130;
const LULL_ROUNDS = 25;
const LONGEST_CALM_ROUNDS = 600;
/** If there are more, something waits for an event that never comes. */
const LONGEST_ROUND_STEPS = 5_000;
/** Steps between two moves of people. */
const STEPS_OF_A_MOVE = 9;
/** The time that passes when nothing is in progress: often until timers are due, sometimes a night. */
const PAUSES_MS = [0, 0, 0.1, 4, 4, 20, 3 * 3_600, 20 * 3_600].map((seconds) => seconds * 1_000);
/** Waiting is what takes the longest then. */
const CALM_PAUSES_MS = [4, 4, 20, 20 * 3_600, 20 * 3_600].map((seconds) => seconds * 1_000);
/** One history in this many has an outage of this length: most have none. */
const OUTAGE_IN_EACH = 20;
const OUTAGE_MS = 4 * 24 * 3_600_000;
/** Then some time is left for what they cause. */
const SENDERS = 4;
const FACTS_COME_WITHIN = 0.6;
const ROUNDS_UNTIL_RESTORED = 6;
/** Work that runs on a timer looks every few seconds. */
const [ROUNDS_ALONE, LOOK_MS] = [5, 2_000];
const RESTORED = 0.8;
/** In the other histories nothing is ordered for a while. */
const AGREED_BEFORE = 0.8;
/** A fact overtakes those that were sent before it. */
const OVERTAKES = 0.3;

/** Everything that a history follows from. */
export interface Plan {
  readonly seed: number;
  readonly facts: readonly Fact[];
  readonly stormMoves: number;
  /** Those who have no part in it. */
  readonly absent: readonly string[];
}

export interface History extends Plan {
  readonly wrong: readonly string[];
  readonly story: readonly string[];
  readonly steps: number;
  /** Over every step, in order. */
  readonly storyHash: string;
  /** How often each kind of event happened. */
  readonly tally: ReadonlyMap<string, number>;
}

export function planOf(seed: number): Plan {
  const facts = alternating(randomFacts(seed, TANGLED_FACTS), payingFacts(seed, PAYING_FACTS));
  return { seed, facts, stormMoves: STORM_MOVES, absent: [] };
}

function alternating(some: readonly Fact[], others: readonly Fact[]): Fact[] {
  const longest = Math.max(some.length, others.length);
  return Array.from({ length: longest }, (_, at) => [
    ...some.slice(at, at + 1),
    ...others.slice(at, at + 1),
  ]).flat();
}

/**
 * One history by seed, of the services' own code: facts out of order, twice, from several partners; officers
 * who make any request; a treasury that reports anything; two processes of everything that can have two; each
 * step chosen by the seed, any process killed at any step, servers that fail in every way they can. In a lull
 * much of it is paid; then it storms again, so that what was paid falls. Then calm, and all must equal
 * `replay`, and be settled to the fen.
 */
export async function simulate(plan: Plan): Promise<History> {
  const world = new World(plan);
  const { scheduler, treasury } = world;
  const restore = giveGlobals({
    scheduler,
    random: new Random(plan.seed ^ 0xc0ffee),
    fetch: (url, request) => treasury.fetch(url, request),
  });
  const unhandled = (reason: unknown) => world.unhandled(reason);
  process.on('unhandledRejection', unhandled);
  try {
    await new Run(world, plan).play();
    if (world.wrong.length === 0) world.wrong.push(...faultsAtRest(world));
    for (const { out } of world.store.lines) world.count(`line: ${out ?? 'in'}`);
  } catch (error) {
    if (!(error instanceof AssertionFailed)) throw error;
    world.wrong.push(error.stack ?? error.message);
  } finally {
    world.over();
    process.off('unhandledRejection', unhandled);
    restore();
  }
  const { wrong, story, tally } = world;
  return { ...plan, wrong, story, tally, steps: scheduler.steps, storyHash: scheduler.storyHash };
}

const OFFICER_ROLES: readonly OfficerRole[] = ['runs', 'orders', 'accounts', 'recoveries'];

/** Participants without whom a history can still go wrong: for a shorter story. */
export const ABLE_TO_BE_ABSENT = [
  'faults',
  'who agrees',
  ...['who decides', 'who plans'],
  ...OFFICER_ROLES.map((role) => `the desk of ${role}`),
  ...['institutions 2', 'awards 2', 'disbursement 2'],
];

class Run {
  readonly #world: World;
  readonly #plan: Plan;

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#plan = plan;
  }

  async play(): Promise<void> {
    const { facts } = this.#plan;
    const half = Math.ceil(facts.length / 2);
    this.#world.start();
    await this.#world.scheduler.settled();
    await this.#confirmSources();
    if (this.#world.random.isTrue(AGREED_BEFORE)) {
      void agreeToPolicy(this.#world);
      await this.#untilIdle();
    }
    await this.#storm(facts.slice(0, half));
    if (this.#plan.seed % OUTAGE_IN_EACH === 0) this.#standStill();
    this.#world.restores.backUp(this.#world);
    await this.#calmDown(ROUNDS_UNTIL_RESTORED);
    // By then everything that was published is stored.
    if (!this.#world.absent.has('faults') && this.#world.random.isTrue(RESTORED)) restore(this.#world);
    await this.#calmDown(LULL_ROUNDS);
    await this.#storm(facts.slice(half));
    await this.#calmDown(LONGEST_CALM_ROUNDS);
    for (const act of [decidedAlone, appliedAlone]) {
      if (!isAtRest(this.#world)) return;
      // A policy that is put in force computes everything again, and so repairs what was wrong.
      this.#world.wrong.push(...faultsAtRest(this.#world));
      if (await act(this.#world, () => this.#whileNothingElseHappens()))
        await this.#calmDown(LONGEST_CALM_ROUNDS);
    }
  }

  /** Everything is idle for longer than streams retain messages; what was in flight is gone with its age. */
  #standStill(): void {
    const { absent, restores } = this.#world;
    // What a register that was just restored has not read yet would be lost as well: that would be two
    // faults, not one.
    if (absent.has('faults') || restores.isAwaited(this.#world)) return;
    this.#world.record('everything stands still for days');
    this.#world.mayHoldNothing = true;
    this.#world.scheduler.pass(OUTAGE_MS);
  }

  async #whileNothingElseHappens(): Promise<void> {
    for (let round = 0; round < ROUNDS_ALONE; round += 1) {
      await this.#untilIdle();
      this.#world.scheduler.pass(LOOK_MS);
    }
  }

  /** Before that nobody has a key with which to send anything. */
  async #confirmSources(): Promise<void> {
    for (let round = 0; round < LULL_ROUNDS && !this.#world.agreements.isDone; round += 1) {
      void agree(this.#world);
      await this.#untilIdle();
    }
  }

  async #storm(facts: readonly Fact[]): Promise<void> {
    const world = this.#world;
    const { random, arrivals } = world;
    const { stormMoves } = this.#plan;
    world.isCalm = false;
    const toCome = [...facts];
    // Half of them at once, so that everything coincides.
    arrivals.push(...toCome.splice(0, facts.length / 2));
    for (let senders = 0; senders < SENDERS; senders += 1) void send(world);
    const oftenness = toCome.length / (stormMoves * FACTS_COME_WITHIN);
    for (let move = 0; move < stormMoves && world.wrong.length === 0; move += 1) {
      if (random.isTrue(oftenness)) arrivals.push(...nextOf(toCome, random));
      this.#move();
      await this.#go(random.below(2 * STEPS_OF_A_MOVE));
    }
    arrivals.push(...toCome);
  }

  #move(): void {
    const world = this.#world;
    const { random } = world;
    const what = random.below(29);
    if (what < 6) for (let senders = random.below(3); senders >= 0; senders -= 1) void send(world);
    else if (what < 12) this.#officer(random.pick(OFFICER_ROLES));
    else if (what < 15) void world.treasury.speak();
    else if (what < 18) somethingFails(world);
    else if (what < 19) {
      void operate(world);
      void world.restores.sendAgain(world);
    } else if (what < 20) void reconcile(world);
    else if (what < 24) this.#decide((deciders) => deciders.turn(world));
    else if (what < 27) this.#makePolicy((planning) => planning.turn(world));
    else if (!world.absent.has('who agrees'))
      void (world.isPolicyAgreed ? agree(world) : agreeToPolicy(world));
  }

  #officer(role: OfficerRole): void {
    if (!this.#world.absent.has(`the desk of ${role}`)) turnOf(this.#world, role);
  }

  #decide(act: (deciders: Deciders) => void): void {
    if (!this.#world.absent.has('who decides')) act(this.#world.deciders);
  }

  #makePolicy(act: (planning: Planning) => void): void {
    if (!this.#world.absent.has('who plans')) act(this.#world.planning);
  }

  /** Nobody does more than necessary, and time passes when nothing is in progress. */
  async #calmDown(mostRounds: number): Promise<void> {
    const world = this.#world;
    world.record('it is calm');
    world.isCalm = true;
    for (let round = 0; round < mostRounds && world.wrong.length === 0; round += 1) {
      await this.#untilIdle();
      if (isAtRest(world)) return;
      registerNameless(world);
      void agree(world);
      void agreeToPolicy(world);
      void send(world);
      void world.treasury.speak();
      void operate(world);
      void world.restores.sendAgain(world);
      void reconcile(world);
      this.#decide((deciders) => deciders.duty(world));
      this.#makePolicy((planning) => planning.duty(world));
      for (const role of OFFICER_ROLES) this.#officer(role);
      await this.#untilIdle();
      this.#pass(CALM_PAUSES_MS);
    }
  }

  /** At most so many steps; if only waiting is left, time passes. */
  async #go(steps: number): Promise<void> {
    const { scheduler } = this.#world;
    await scheduler.settled();
    for (let step = 0; step < steps; step += 1) if (!(await scheduler.step())) this.#pass(PAUSES_MS);
    this.#look();
  }

  async #untilIdle(): Promise<void> {
    const { scheduler } = this.#world;
    await scheduler.settled();
    for (let steps = 0; steps < LONGEST_ROUND_STEPS && (await scheduler.step()); ) steps += 1;
    this.#look();
  }

  #pass(pauses: readonly number[]): void {
    const { scheduler, random } = this.#world;
    scheduler.pass(random.pick(pauses));
    scheduler.passUntilDue();
  }

  #look(): void {
    const { wrong, store } = this.#world;
    wrong.push(...faultsOf(store));
    if (this.#world.isQuiet()) wrong.push(...faultsOfAwards(this.#world));
  }
}

function nextOf(toCome: Fact[], random: Random): Fact[] {
  return toCome.splice(random.isTrue(OVERTAKES) ? random.below(toCome.length) : 0, 1);
}
