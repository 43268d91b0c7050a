import { openOf } from '@duixian/disbursement/domain/entry';
import { caseOf, type Fact } from '@duixian/facts';
import { claimsOf, type FactClaim, fillAccounts, resultDigest } from '@duixian/policy';
import { Random, randomFacts } from '@duixian/testing';
import { awards, entityState, reaches, type Sabotage } from './awards-worker.ts';
import { disbursement, pusher, statuses } from './disbursement-worker.ts';
import { register, relay } from './register-worker.ts';
import { Worker } from './worker.ts';
import { World } from './world.ts';

const FACTS = 24;
const STORM_STEPS = 500;
const LONGEST_CALM_STEPS = 60_000;
const DEATH = 0.02;
const LOSS_OF_NATS = 0.002;

export type History = {
  readonly seed: number;
  readonly facts: readonly Fact[];
  readonly wrong: readonly string[];
  readonly story: readonly string[];
  readonly steps: number;
};

/**
 * One history by seed: facts in any order, twice, from several partners; two processes of everything that can have two;
 * each step by whom the seed says, any of them killed between any two steps, and NATS emptied. Then calm, and all must be
 * as `replay` says and every order paid.
 */
export function simulate(
  seed: number,
  sabotage?: Sabotage,
  facts: readonly Fact[] = randomFacts(seed, FACTS),
): History {
  const random = new Random(seed);
  const world = new World(random);
  world.arrivals.push(...random.shuffled(facts));
  const workers = workersOf(world, sabotage);
  for (let step = 0; step < STORM_STEPS; step += 1) {
    const worker = random.pick(workers);
    if (random.isTrue(DEATH)) worker.die();
    else worker.step();
    if (random.isTrue(LOSS_OF_NATS)) loseNats(world);
  }
  let steps = STORM_STEPS;
  while (!world.isQuiet() && steps < LONGEST_CALM_STEPS) {
    random.pick(workers).step();
    steps += 1;
  }
  // What was taken and is not settled yet comes to its end.
  for (let round = 0; round < 50; round += 1) for (const worker of workers) worker.step();
  return { seed, facts, wrong: faultsOf(world, facts), story: world.story, steps };
}

/** The same fault with as few facts as possible. */
export function shrink(failing: History, sabotage?: Sabotage): History {
  let smallest = failing;
  for (let size = Math.ceil(smallest.facts.length / 2); size >= 1; ) {
    const smaller = withoutSome(smallest, size, sabotage);
    if (smaller) smallest = smaller;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return smallest;
}

export function storyOf({ seed, facts, wrong, story }: History): string {
  return [
    `seed ${seed}, ${facts.length} facts:`,
    ...facts.map(({ type, subject, data }) => `  ${caseOf(type)} ${subject}, revision ${data.revision}`),
    'what happened:',
    ...story.map((sentence) => `  ${sentence}`),
    'what is wrong:',
    ...wrong.map((sentence) => `  ${sentence}`),
  ].join('\n');
}

const OTHER_ORDERS = 8;

function withoutSome({ seed, facts }: History, size: number, sabotage: Sabotage): History | undefined {
  for (let from = 0; from < facts.length; from += size) {
    const fewer = [...facts.slice(0, from), ...facts.slice(from + size)];
    for (let other = 0; other < OTHER_ORDERS; other += 1) {
      const history = simulate(seed + other * 1_000_003, sabotage, fewer);
      if (history.wrong.length > 0) return history;
    }
  }
  return undefined;
}

function workersOf(world: World, sabotage: Sabotage): Worker[] {
  return [
    new Worker('a register', world, register),
    new Worker('its stand-by', world, register),
    new Worker('the relay', world, relay),
    new Worker('awards', world, awards(sabotage)),
    new Worker('awards 2', world, awards(sabotage)),
    new Worker('the job', world, reaches(sabotage)),
    new Worker('disbursement', world, disbursement),
    new Worker('disbursement 2', world, disbursement),
    new Worker('the answers', world, statuses),
    new Worker('the pusher', world, pusher),
  ];
}

/** Everything on the road is gone; then every service says again what it holds. */
function loseNats(world: World): void {
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
  for (const { state } of world.contexts.values())
    if (state.kind === 'party' && state.entityVersion > 0n) entities.add(state.entity);
  world.say(
    ...[...entities].map((entity) => ({
      road: 'entitlements' as const,
      message: [entityState(world, entity)],
    })),
  );
}

function faultsOf(world: World, facts: readonly Fact[]): string[] {
  const wrong = [...world.wrong];
  if (!world.isQuiet()) wrong.push('it never came to rest');
  if (digestOf(world) !== replayed(world, facts)) wrong.push('the digest is not that of replay');
  return [...wrong, ...faultsOfMoney(world)];
}

/** Of accounts as they are kept, with the claims that facts make in them. */
function digestOf(world: World): string {
  const claims = [...world.facts.values()].flatMap(({ fact, claims: own }): FactClaim[] =>
    own.map((claim) => ({ ...claim, fact: { type: fact.type, subject: fact.subject } })),
  );
  const filled = fillAccounts(world.policy, claims).map((account) => {
    const kept = [...world.accounts.values()].find(
      ({ entity, year, group }) =>
        entity === account.entity && year === account.year && group === account.group,
    );
    return { ...account, claimedFen: kept?.claimedFen ?? -1n, entitledFen: kept?.entitledFen ?? -1n };
  });
  return resultDigest(filled);
}

function replayed(world: World, facts: readonly Fact[]): string {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const key = `${fact.type} ${fact.subject}`;
    if ((newest.get(key)?.data.revision ?? 0) < fact.data.revision) newest.set(key, fact);
  }
  return resultDigest(fillAccounts(world.policy, claimsOf(world.policy, [...newest.values()])));
}

/** What is due is ordered, what is ordered is at the treasury and paid, and nothing is twice. */
function faultsOfMoney(world: World): string[] {
  const wrong: string[] = [];
  for (const { id, state } of world.orders.values())
    if (state !== 'paid' || !world.treasury.has(id)) wrong.push(`order ${id} is ${state}`);
  const dueFen = new Map<string, bigint>();
  for (const { entity, entitledFen } of world.accounts.values())
    dueFen.set(entity, (dueFen.get(entity) ?? 0n) + entitledFen);
  const bookedFen = new Map<string, bigint>();
  let orderedFen = 0n;
  for (const ledger of world.ledgers.values())
    for (const payable of ledger.payables) {
      orderedFen += payable.underWayFen + payable.paidFen;
      bookedFen.set(ledger.entity, (bookedFen.get(ledger.entity) ?? 0n) + payable.entitledFen);
      if (
        openOf(payable) > 0n &&
        ledger.entity === ledger.uscc &&
        ledger.holds.length === 0 &&
        ledger.members.length === 0
      )
        wrong.push(
          `${openOf(payable)} fen of ${ledger.uscc} ${payable.year} ${payable.group} were never ordered`,
        );
    }
  for (const entity of new Set([...dueFen.keys(), ...bookedFen.keys()]))
    if ((dueFen.get(entity) ?? 0n) !== (bookedFen.get(entity) ?? 0n))
      wrong.push(
        `${entity} is due ${dueFen.get(entity) ?? 0n} fen and ${bookedFen.get(entity) ?? 0n} are booked`,
      );
  const issuedFen = [...world.orders.values()].reduce((sum, { amountFen }) => sum + amountFen, 0n);
  if (issuedFen !== orderedFen) wrong.push(`orders of ${issuedFen} fen, ${orderedFen} fen in the books`);
  return wrong;
}
