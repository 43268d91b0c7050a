import { usccOf } from '@duixian/awards/domain/context-key';
import { faultsOf } from '@duixian/disbursement/domain/runs/run-faults';
import type { Fact } from '@duixian/facts';
import { payingFacts, Random, randomFacts } from '@duixian/testing';
import { AssertionFailed } from '@duixian/values';
import { awards, entityState, reaches } from './awards-worker.ts';
import { disbursement, dueScan, pusher, runJobs, statuses } from './disbursement-worker.ts';
import { faultsAtRest, isAtRest } from './faults-at-rest.ts';
import { officer } from './officers.ts';
import { register, relay } from './register-worker.ts';
import { treasury } from './treasury-worker.ts';
import { Worker } from './worker.ts';
import { type Sabotage, World } from './world.ts';

const TANGLED_FACTS = 18;
const PAYING_FACTS = 16;
const STORM_STEPS = 300;
const LULL_STEPS = 600;
const LONGEST_CALM_STEPS = 20_000;
const LOOKS_EVERY_STEPS = 20;
const DEATH = 0.02;
const LOSS_OF_NATS = 0.002;
const STORM_STEP_MS = 3 * 3_600_000;
/** Waiting is what takes the longest then. */
const CALM_STEP_MS = 12 * 3_600_000;
/** Then some time is left for what they bring about. */
const FACTS_COME_WITHIN = 0.6;
/** A fact overtakes those that were sent before it. */
const OVERTAKES = 0.3;

/** Everything that a history follows from. */
export interface Plan {
  readonly seed: number;
  readonly facts: readonly Fact[];
  /** Of each of two storms. */
  readonly stormSteps: number;
  /** Workers that do nothing while it storms. */
  readonly absent: readonly string[];
  readonly sabotage: Sabotage;
}

export interface History extends Plan {
  readonly wrong: readonly string[];
  readonly story: readonly string[];
  readonly steps: number;
  /** How often each kind of thing happened. */
  readonly tally: ReadonlyMap<string, number>;
}

export function planOf(seed: number, sabotage?: Sabotage): Plan {
  const facts = alternating(randomFacts(seed, TANGLED_FACTS), payingFacts(seed, PAYING_FACTS));
  return { seed, facts, stormSteps: STORM_STEPS, absent: [], sabotage };
}

function alternating(some: readonly Fact[], others: readonly Fact[]): Fact[] {
  const longest = Math.max(some.length, others.length);
  return Array.from({ length: longest }, (_, at) => [
    ...some.slice(at, at + 1),
    ...others.slice(at, at + 1),
  ]).flat();
}

/**
 * One history by seed: facts out of order, twice, from several partners; officers who ask for anything; a treasury that
 * says what it likes; two processes of everything that can have two; each step by whom the seed says, any of them killed
 * between any two steps, and NATS emptied. In a lull much of it is paid; then it storms again, so that what was paid falls.
 * Then calm, and all must be as `replay` says, and settled to the fen.
 */
export function simulate(plan: Plan): History {
  const random = new Random(plan.seed);
  const world = new World(random, plan.sabotage);
  const workers = workersOf(world);
  let steps = 0;
  try {
    const half = Math.ceil(plan.facts.length / 2);
    steps += storm(world, workers, plan, plan.facts.slice(0, half));
    steps += calmDown(world, workers, LULL_STEPS);
    steps += storm(world, workers, plan, plan.facts.slice(half));
    steps += calmDown(world, workers, LONGEST_CALM_STEPS);
    world.wrong.push(...faultsAtRest(world, plan.facts));
    for (const { out } of world.store.lines) world.count(`line: ${out ?? 'in'}`);
  } catch (error) {
    if (!(error instanceof AssertionFailed)) throw error;
    world.wrong.push(error.message);
  }
  return { ...plan, wrong: world.wrong, story: world.story, steps, tally: world.tally };
}

function storm(
  world: World,
  workers: readonly Worker[],
  { stormSteps, absent }: Plan,
  facts: readonly Fact[],
): number {
  const { random } = world;
  world.isCalm = false;
  const toCome = [...facts];
  // Half of them at once, so that everything meets.
  world.arrivals.push(...toCome.splice(0, facts.length / 2));
  const oftenness = toCome.length / (stormSteps * FACTS_COME_WITHIN);
  const present = workers.filter(({ name }) => !absent.includes(name));
  for (let step = 0; step < stormSteps; step += 1) {
    world.now += STORM_STEP_MS;
    const worker = random.pick(present);
    if (random.isTrue(DEATH)) worker.die();
    else worker.step();
    if (random.isTrue(LOSS_OF_NATS)) loseNats(world);
    if (step % LOOKS_EVERY_STEPS === 0) world.wrong.push(...faultsOf(world.store));
    if (random.isTrue(oftenness)) world.arrivals.push(...nextOf(toCome, random));
  }
  world.arrivals.push(...toCome);
  return stormSteps;
}

function nextOf(toCome: Fact[], random: Random): Fact[] {
  return toCome.splice(random.isTrue(OVERTAKES) ? random.below(toCome.length) : 0, 1);
}

function calmDown(world: World, workers: readonly Worker[], mostSteps: number): number {
  world.tell('it is calm');
  world.isCalm = true;
  let steps = 0;
  for (; steps < mostSteps; steps += 1) {
    const mayRest = steps % LOOKS_EVERY_STEPS === 0 && workers.every(({ isIdle }) => isIdle);
    if (mayRest && isAtRest(world)) break;
    world.now += CALM_STEP_MS;
    world.random.pick(workers).step();
  }
  // What was taken and is not settled yet comes to its end.
  for (let round = 0; round < 5; round += 1) for (const worker of workers) worker.step();
  return steps;
}

/** Who takes part, and how often in comparison with the others it is their turn. */
const WORKERS: readonly (readonly [string, ConstructorParameters<typeof Worker>[2], number])[] = [
  ['a register', register, 1],
  ['its stand-by', register, 1],
  ['the relay', relay, 1],
  ['awards', awards, 1],
  ['awards 2', awards, 1],
  ['the job', reaches, 1],
  ['disbursement', disbursement, 1],
  ['disbursement 2', disbursement, 1],
  ['the answers', statuses, 1],
  ['the pusher', pusher, 2],
  ['what was due', dueScan, 1],
  ['the steps of runs', runJobs, 3],
  ['the steps of runs 2', runJobs, 3],
  ['the treasury', treasury, 1],
  ['the desk of runs', officer('runs'), 2],
  ['the desk of orders', officer('orders'), 2],
  ['the desk of accounts', officer('accounts'), 2],
  ['the desk of recoveries', officer('recoveries'), 2],
];

/** Without whom a history can still go wrong: for a shorter story. */
export const ABLE_TO_BE_ABSENT = WORKERS.map(([name]) => name).slice(1);

/** Each as often as it has a turn. */
function workersOf(world: World): Worker[] {
  return WORKERS.flatMap(([name, work, turns]) => {
    const worker = new Worker(name, world, work);
    return Array.from({ length: turns }, () => worker);
  });
}

/** Everything on the road is gone; then every service says again what it holds. */
function loseNats(world: World): void {
  world.count('NATS lost everything');
  world.tell('NATS loses everything, and all is said again');
  world.roads.facts.length = 0;
  world.roads.entitlements.length = 0;
  world.say(
    ...[...world.things.values()].map((thing) => ({
      road: 'facts' as const,
      message: world.published(thing),
    })),
  );
  const entities = new Set([...world.accounts.values()].map(({ entity }) => entity));
  for (const [key, { state }] of world.contexts)
    if (state.kind === 'party' && state.entityVersion > 0n) entities.add(usccOf(key));
  world.say(
    ...[...entities].map((entity) => ({
      road: 'entitlements' as const,
      message: [entityState(world, entity)],
    })),
  );
}
