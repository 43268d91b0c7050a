import { budgetId } from '@duixian/disbursement/budgets/domain/budget';
import { fiscalYearOf } from '@duixian/disbursement/orders/domain/order';
import { type Payee, proposalOf } from '@duixian/disbursement/payees/domain/payee';
import type { Recovery } from '@duixian/disbursement/recoveries/domain/recovery';
import type { Run } from '@duixian/disbursement/runs/domain/run';
import type { RunLine } from '@duixian/disbursement/runs/domain/run-line';
import { shanghaiDay } from '@duixian/values';
import {
  AFTER,
  account,
  budget,
  line,
  type Request,
  receives,
  releases,
  step,
  writesOff,
} from './officer-acts.ts';
import { HEAD, JUDGE, PEOPLE } from './people.ts';
import type { World } from './world.ts';

/** A request that is possible only in a rare state; undefined: the state is another. */
type Aim = (world: World) => Request | undefined;

const someone = ({ random }: World): string => random.pick(PEOPLE);

/** One of the possible requests of this kind: chance alone would hardly ever make them. */
export function aimed(world: World): Request | undefined {
  const requests = AIMS.flatMap((aim) => aim(world) ?? []);
  return requests.length > 0 ? world.random.pick(requests) : undefined;
}

/** Two requests about one run, or one budget, neither of which knows of the other. */
export function duelling(world: World): readonly [Request, Request] | undefined {
  const duels = DUELS.flatMap((duel) => {
    const pair = duel(world);
    return pair ? [pair] : [];
  });
  return duels.length > 0 ? world.random.pick(duels) : undefined;
}

const objects: Aim = (world) => {
  const found = anyOf(
    world,
    linesOf(world, (one) => one.out === null),
  );
  return found && line(found.run, found.entity, 'object', someone(world));
};

const dismisses: Aim = (world) => {
  const found = anyOf(world, linesOf(world, isDisputed));
  return found && line(found.run, found.entity, 'dismiss', world.random.isTrue(0.7) ? JUDGE : someone(world));
};

const approvesDisputed: Aim = (world) => {
  const found = anyOf(world, linesOf(world, isDisputed));
  return found && step(found.run, 'approve', someone(world));
};

const approvesOwn: Aim = (world) => {
  const over = published(world).filter(
    (run) => run.sums.undecidedObjections === 0 && isPublicNoticeOver(run, world),
  );
  const run = anyOf(world, over);
  return run && step(run.id, 'approve', run.notes[0]?.by ?? '');
};

const closesEarly: Aim = (world) => {
  const underWay = new Set(
    [...world.store.orders.values()].flatMap(({ run, state, release }) =>
      state !== 'paid' && release === null ? [run] : [],
    ),
  );
  const run = anyOf(
    world,
    standing(world, 'issued').filter(({ id }) => underWay.has(id)),
  );
  return run && step(run.id, 'close', someone(world));
};

/** An entity in it is held meanwhile: its line leaves the run. */
export const advancesHeld: Aim = (world) => {
  const { store } = world;
  const runs = [...store.runs.values()].filter(
    ({ id, state, job }) =>
      state !== 'issued' && job === null && store.linesOf(id).some((one) => isHeld(world, one)),
  );
  const run = anyOf(world, runs);
  const next = run && AFTER[run.state];
  return next && step(run.id, next, next === 'approve' ? HEAD : someone(world));
};

const rejects: Aim = (world) => {
  const payee = anyOf(
    world,
    payees(world).filter(({ waiting }) => waiting !== null),
  );
  return payee && account(payee.uscc, { reject: payee.waiting ?? 0 }, someone(world));
};

const suspends: Aim = (world) => {
  const payee = anyOf(
    world,
    payees(world).filter(({ standing: number }) => number !== null),
  );
  return payee && account(payee.uscc, { suspend: payee.standing ?? 0 }, someone(world));
};

const writesOffOwn: Aim = (world) => {
  const recovery = anyOf(world, demanded(world));
  return recovery && writesOff(recovery.id, demanderOf(recovery));
};

const writesOffOther: Aim = (world) => {
  const recovery = anyOf(world, demanded(world));
  return (
    recovery &&
    writesOff(recovery.id, world.random.pick(PEOPLE.filter((one) => one !== demanderOf(recovery))))
  );
};

const receivesTooMuch: Aim = (world) => {
  const recovery = anyOf(world, demanded(world));
  return recovery && receives(recovery.id, recovery.demandedFen + 1n, 'bank-0', someone(world));
};

/** A person reports that what this person demanded came back. */
const receivesOwn: Aim = (world) => {
  const recovery = anyOf(world, demanded(world));
  return recovery && receives(recovery.id, 1n, 'bank-0', demanderOf(recovery));
};

const setsTooLow: Aim = (world) => {
  const found = anyOf(
    world,
    [...world.store.budgets.values()].filter(
      ({ committedFen, orderedFen }) => committedFen + orderedFen > 0n,
    ),
  );
  return found && budget(found.fiscalYear, found.programme, found.committedFen + found.orderedFen - 1n);
};

/** Empties the budget of a run, so that a disputed line has none when the objection is dismissed. */
const leavesNothing: Aim = (world) => {
  const found = anyOf(world, linesOf(world, isDisputed));
  const run = found && world.store.runs.get(found.run);
  const held = run && world.store.budgets.get(budgetId(run.fiscalYear, run.programme));
  if (!held) return undefined;
  const leastFen = held.committedFen + held.orderedFen;
  const next = line(found.run, found.entity, 'dismiss', JUDGE);
  return { ...budget(held.fiscalYear, held.programme, leastFen), next };
};

const confirmsOwn: Aim = (world) => {
  const payee = anyOf(
    world,
    payees(world).filter(({ waiting }) => waiting !== null),
  );
  const proposal = payee && proposalOf(payee, payee.waiting);
  return payee && proposal ? account(payee.uscc, { confirm: proposal.number }, proposal.by) : undefined;
};

const releasesAgain: Aim = (world) => {
  const released = [...world.store.orders.values()].filter(
    ({ release, contradiction }) => release !== null && contradiction === '',
  );
  const order = anyOf(world, released);
  return order && releases(order.id, someone(world));
};

const AIMS: readonly Aim[] = [
  ...[objects, dismisses, approvesDisputed, approvesOwn, closesEarly, confirmsOwn, rejects, suspends],
  ...[writesOffOwn, writesOffOther, receivesTooMuch, receivesOwn, setsTooLow, leavesNothing, releasesAgain],
];

type Duel = (world: World) => readonly [Request, Request] | undefined;

/** Somebody objects to a line of a run that another person approves. */
const objectsAndApproves: Duel = (world) => {
  const over = published(world).filter(
    (one) => one.sums.undecidedObjections === 0 && isPublicNoticeOver(one, world),
  );
  const run = anyOf(world, over);
  const found =
    run &&
    anyOf(
      world,
      linesOf(world, (one) => one.run === run.id && one.out === null),
    );
  return found && [line(run.id, found.entity, 'object', someone(world)), step(run.id, 'approve', HEAD)];
};

/** A draft is published and cancelled. */
const publishesAndCancels: Duel = (world) => {
  const run = anyOf(world, draftsWithBudget(world));
  return run && [step(run.id, 'publish', someone(world)), step(run.id, 'cancel', someone(world))];
};

/** A run is published while its budget is set. */
const publishesAndAppropriates: Duel = (world) => {
  const { random, now } = world;
  const run = anyOf(world, draftsWithBudget(world));
  const muchFen = 1_000_000_000n + BigInt(random.below(1_000));
  return (
    run && [
      step(run.id, 'publish', someone(world)),
      budget(fiscalYearOf(new Date(now)), run.programme, muchFen),
    ]
  );
};

/** One bank reference is booked on two demands, or twice on one. */
const receivesTwice: Duel = (world) => {
  const [one, other] = [anyOf(world, demanded(world)), anyOf(world, demanded(world))];
  if (!one || !other) return undefined;
  const reference = `bank ${world.random.below(1_000)}`;
  const booked = (recovery: Recovery, fen: bigint) =>
    receives(recovery.id, fen, reference, PEOPLE.find((who) => who !== demanderOf(recovery)) ?? HEAD);
  return [booked(one, 1n), booked(other, 2n)];
};

const DUELS: readonly Duel[] = [
  ...[objectsAndApproves, publishesAndCancels, publishesAndAppropriates, receivesTwice],
];

function draftsWithBudget(world: World): Run[] {
  const kept = new Set(world.programmes.flatMap(({ id, budgeted }) => (budgeted ? [id] : [])));
  return standing(world, 'draft').filter(({ programme, sums }) => kept.has(programme) && sums.draftFen > 0n);
}

function anyOf<Item>({ random }: World, items: readonly Item[]): Item | undefined {
  return items.length > 0 ? random.pick(items) : undefined;
}

/** Runs in this state, with no step in progress. */
function standing({ store }: World, state: Run['state']): Run[] {
  return [...store.runs.values()].filter((run) => run.state === state && run.job === null);
}

function published(world: World): Run[] {
  return standing(world, 'published');
}

function linesOf(world: World, isMeant: (line: RunLine) => boolean): RunLine[] {
  return published(world).flatMap(({ id }) => world.store.linesOf(id).filter(isMeant));
}

function isHeld({ store }: World, { out, entity }: RunLine): boolean {
  return out === null && (store.ledgers.get(entity)?.holds.length ?? 0) > 0;
}

function isDisputed({ objections }: RunLine): boolean {
  return objections.at(-1)?.outcome === null;
}

function isPublicNoticeOver({ publicity }: Run, { now }: World): boolean {
  return publicity !== null && (publicity.workingDays === 0 || shanghaiDay(new Date(now)) > publicity.until);
}

function payees({ store }: World): Payee[] {
  return [...store.payees.values()];
}

function demanded({ store }: World): Recovery[] {
  return [...store.recoveries.values()].filter(({ state }) => state === 'demanded');
}

function demanderOf({ notes }: Recovery): string {
  return notes.find(({ event }) => event === 'demand')?.by ?? '';
}
