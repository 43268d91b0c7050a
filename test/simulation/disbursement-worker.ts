import { ledgerOf, markChanged, openBooks } from '@duixian/disbursement/domain/books';
import { hear, recordStatuses } from '@duixian/disbursement/domain/in-memory/acts-on-money';
import { workRun } from '@duixian/disbursement/domain/in-memory/acts-on-runs';
import type { Attempt } from '@duixian/disbursement/domain/in-memory/attempt';
import type { Store } from '@duixian/disbursement/domain/in-memory/store';
import type { Order } from '@duixian/disbursement/domain/order';
import type { TreasuryStatus } from '@duixian/disbursement/domain/order-status';
import { recordStatus, settleChanged } from '@duixian/disbursement/domain/record-status';
import { decide } from './decide.ts';
import { FATES, PAID } from './treasury.ts';
import type { Worker } from './worker.ts';

type Steps = Generator<void, void, void>;

const ANSWER_LOST = 0.15;
/** Of a treasury that has it and says that it is another. */
const FALSE_CONFLICT = 0.02;
/** Of orders that it will not pay: it says so at once. */
const REFUSED = 0.3;

/** Turns what awards says into orders. */
export function* disbursement(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    const messages = worker.take(world.roads.entitlements, 4);
    yield;
    if (messages.length === 0) continue;
    const states = messages.flat();
    yield* decide(worker, (attempt) => hear(attempt, states));
    yield;
    worker.settle();
  }
}

/** Takes what the treasury says of orders. */
export function* statuses(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    const reports = worker.take(world.roads.statuses, 3);
    yield;
    if (reports.length === 0) continue;
    const { outcome: changed } = yield* decide(worker, (attempt) => recordStatuses(attempt, reports));
    for (const { state, contradiction } of changed)
      world.count(`status: ${contradiction === '' ? state : 'contradiction'}`);
    for (const { id, status } of reports) world.tell(`${worker.name} hears that ${id} is ${status}`);
    yield;
    worker.settle();
  }
}

/** Settles what waited: for an entitlement to stand, or for budget. */
export function* dueScan(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    yield;
    const due = [...world.store.ledgers.values()].filter(
      ({ dueAt }) => dueAt && dueAt.getTime() <= world.now,
    );
    if (due.length > 0)
      yield* decide(worker, (attempt) =>
        settleDue(
          attempt,
          due.map(({ uscc }) => uscc),
        ),
      );
  }
}

/** Works off the steps of runs, a chunk at a time. */
export function* runJobs(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    yield;
    const waiting = [...world.store.runs.values()].filter(({ job }) => job !== null);
    if (waiting.length === 0) continue;
    const { id, job } = world.random.pick(waiting);
    yield* decide(worker, (attempt) => {
      const run = attempt.store.runs.get(id);
      return run && workRun(attempt, run);
    });
    world.count(`chunk: ${job?.event}`);
    world.tell(`${worker.name} works on ${id}: ${job?.event}`);
  }
}

/** Sends orders to a treasury that says everything twice and in any order, and of which answers are lost. */
export function* pusher(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    yield;
    const waiting = [...world.store.orders.values()].filter(isToBeSent);
    if (waiting.length === 0) continue;
    const order = world.random.pick(waiting);
    yield;
    const answer = answerOf(worker, order);
    yield;
    if (answer === undefined) continue;
    const isTaken = answer === 'sent' || answer === 'accepted';
    if (isTaken && noteTaken(world.store, order.id, answer, new Date(world.now))) continue;
    const report = { id: order.id, status: answer, reason: '' };
    yield* decide(worker, (attempt) => recordStatuses(attempt, [report]));
  }
}

function isToBeSent({ state, contradiction }: Order): boolean {
  return state === 'issued' && contradiction === '';
}

/** Undefined: it is lost on the way. */
function answerOf({ world }: Worker, order: Order): TreasuryStatus | undefined {
  const { random, treasury } = world;
  const fate = world.isCalm && order.replaces !== '' ? PAID : random.pick(FATES);
  const taken = treasury.take(order, fate);
  world.tell(`the treasury is sent ${order.id}: ${order.amountFen} fen`);
  if (taken === 'conflict') world.wrong.push(`order ${order.id} came with other content`);
  if (taken === 'new')
    world.roads.statuses.push(...fate.says.map((status) => ({ id: order.id, status, reason: '' })));
  if (taken === 'known') world.count('sent twice');
  if (world.isCalm) return 'accepted';
  if (random.isTrue(ANSWER_LOST)) {
    world.count('answers lost');
    return undefined;
  }
  if (taken === 'conflict' || random.isTrue(FALSE_CONFLICT)) return 'conflict';
  if (random.isTrue(REFUSED) && treasury.truthOf(order.id) === 'rejected') return 'refused-by-treasury';
  return random.pick(['sent', 'accepted']);
}

/** That the treasury has it: one write without a transaction; false where it is not simply on its way. */
function noteTaken(store: Store, id: string, status: 'sent' | 'accepted', now: Date): boolean {
  const order = store.orders.get(id);
  const isOnItsWay = order?.state === 'issued' || (order?.state === 'sent' && status === 'accepted');
  if (!order || !isOnItsWay || order.contradiction !== '') return false;
  store.orders.set(id, recordStatus(openBooks([]), order, { status, reason: '' }, now).order);
  return true;
}

/** Settles entities anew: what they waited for may have come. */
function settleDue(attempt: Attempt, usccs: readonly string[]): void {
  const books = attempt.open({ usccs });
  for (const uscc of usccs) markChanged(books, ledgerOf(books, uscc));
  settleChanged(books, attempt.terms);
}
