import type { OutboxBatch } from '@duixian/messaging';
import { remembered, SerialQueue, type Session, transact } from '@duixian/runtime';
import type { ServiceRuntime } from '@duixian/service';
import type { Counter } from '@opentelemetry/api';
import { movedTotals } from '../budgets/domain/programme-totals.ts';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Order, Terms } from '../orders/domain/order.ts';
import type { Collections, OrderDocument } from './collections.ts';
import type { Decide, Decision, TraceOf } from './decision.ts';
import { isPublished, orderEvent } from './order-events.ts';
import {
  orderFrom,
  saveBudgets,
  saveChangedOrders,
  saveIssued,
  saveLedgerSession,
  savePayees,
} from './save-decision.ts';
import { readScope, type Scope } from './scope.ts';
import { OrderingSuspended, SettingsMoved } from './sequence.ts';
import { saveMovedTotals } from './stored-programme-totals.ts';

type Work<Result> = (session: Session, isSuspended: boolean) => Promise<Committed<Result>>;
interface Committed<Result> {
  result: Result;
  issued: OrderDocument[];
  changed: OrderDocument[];
  events: OutboxBatch;
  /** When the first of what was saved is due. */
  dueAt: Date | undefined;
}

/**
 * The only way to change anything here: read whole entities and orders, decide in the pure domain, and write
 * ledgers, entries, orders and events in one transaction. After commit, the events are published and new
 * orders go to the pusher.
 */
export class Decider {
  readonly #runtime: ServiceRuntime<unknown>;
  readonly #collections: Collections;
  readonly #settings: Omit<Terms, 'now'>;
  readonly #readSettings: () => Promise<unknown>;
  /**
   * The treasury's statuses usually touch orders only, so they need not wait behind the entitlements of
   * awards.
   */
  readonly #queues = {
    entitlements: new SerialQueue(),
    treasuryStatuses: new SerialQueue(),
    runSteps: new SerialQueue(),
  };
  readonly #counter: Counter;
  #push: (orders: readonly OrderDocument[]) => void = () => {};
  #due: (at: Date) => void = () => {};

  /** `settings` may differ at each read; `readSettings` refreshes what is stored. */
  constructor(
    runtime: ServiceRuntime<unknown>,
    collections: Collections,
    settings: Omit<Terms, 'now'>,
    readSettings: () => Promise<unknown> = async () => {},
  ) {
    this.#runtime = runtime;
    this.#collections = collections;
    this.#settings = settings;
    this.#readSettings = readSettings;
    this.#counter = runtime.meter.createCounter('duixian_orders', {
      description: 'Orders that came to a state',
    });
  }

  get collections(): Collections {
    return this.#collections;
  }

  get settings(): Omit<Terms, 'now'> {
    return this.#settings;
  }

  onIssued(push: (orders: readonly OrderDocument[]) => void): void {
    this.#push = push;
  }

  /** Called after each commit that leaves something to be settled later, with the time of the first. */
  onDue(due: (at: Date) => void): void {
    this.#due = due;
  }

  async decide<Result>(scope: Scope, traceOf: TraceOf, decide: Decide<Result>): Promise<Result> {
    const queue = scope.orders ? this.#queues.treasuryStatuses : this.#queues.entitlements;
    const work = (session: Session, isSuspended: boolean) =>
      this.#run(scope, traceOf, decide, session, isSuspended);
    const { result, published } = await this.#commitIn(queue, remembered(work, resultOf));
    await published;
    return result;
  }

  async decideBeside<Read, Result>(traceOf: TraceOf, decision: Decision<Read, Result>): Promise<Result> {
    const work = remembered(this.#beside(traceOf, decision), resultOf);
    const { result, published } = await this.#commitIn(this.#queues.entitlements, work);
    await published;
    return result;
  }

  /**
   * A chunk of a step of a payment run. Orders are made in one queue, because they all take positions from
   * one counter. A chunk without orders hardly ever touches the entities that awards publishes at that
   * moment, so neither waits for the other. If such a chunk does conflict, it is done in the entitlements
   * queue, because endless messages about the same entities could keep it from ever being done. No caller
   * waits for an answer, so the next chunk does not wait until the events of this one are published.
   */
  async workOff<Read, Result>(decision: Decision<Read, Result>, makesOrders: boolean): Promise<Result> {
    const work = this.#beside(() => undefined, decision);
    const inTurn = () => this.#commitIn(this.#queues.entitlements, work);
    const beside = () =>
      this.#commitIn(this.#queues.runSteps, onlyOnce(work)).catch((error: unknown) => {
        if (error instanceof MeetsOthers) return inTurn();
        throw error;
      });
    return (await (makesOrders ? inTurn() : beside())).result;
  }

  /**
   * What the answer to a push says of orders (`sent`, `accepted`) moves no money and is not published, so it is
   * one write and no transaction: a third of the cost. False if any order is in another state: it is then
   * unknown which orders were written, and each is decided on by itself, which changes nothing in those that
   * were.
   */
  async noteTaken(ids: readonly string[], state: 'sent' | 'accepted'): Promise<boolean> {
    const now = this.#collections.clock.now();
    const before = state === 'sent' ? ['issued' as const] : ['issued' as const, 'sent' as const];
    const { matchedCount } = await this.#collections.orders.updateMany(
      { _id: { $in: [...ids] }, state: { $in: before }, contradiction: '' },
      {
        $set: { state, treasuryReason: '', updatedAt: now },
        $push: { statuses: { status: state, reason: '', at: now } },
        $inc: { version: 1 },
      },
    );
    if (matchedCount > 0) this.#counter.add(matchedCount, { state });
    return matchedCount === ids.length;
  }

  #beside<Read, Result>(traceOf: TraceOf, decision: Decision<Read, Result>): Work<Result> {
    return async (session, isSuspended) => {
      const { scope, read } = await decision.read(session);
      const decide: Decide<Result> = (ledgerSession, _orders, terms) =>
        decision.decide(ledgerSession, read, terms);
      const committed = await this.#run(scope, traceOf, decide, session, isSuspended);
      await decision.write(committed.result, session);
      return committed;
    };
  }

  /**
   * If ordering is suspended, or other settings are in force by now, the decision is made again under these
   * terms.
   */
  #commitIn<Result>(
    queue: SerialQueue,
    work: Work<Result>,
  ): Promise<{ readonly result: Result; readonly published: Promise<void> }> {
    return queue.run(async () => {
      const run = (isSuspended: boolean) =>
        transact(this.#runtime.database, (session) => work(session, isSuspended));
      const decided = (isSuspended: boolean): Promise<Committed<Result>> =>
        run(isSuspended).catch(async (error: unknown) => {
          if (error instanceof OrderingSuspended && !isSuspended) return decided(true);
          if (!(error instanceof SettingsMoved)) throw error;
          await this.#readSettings();
          return decided(isSuspended);
        });
      const committed = await decided(false);
      this.#count(committed);
      this.#push(committed.issued.filter(({ state }) => state === 'issued'));
      if (committed.dueAt) this.#due(committed.dueAt);
      return { result: committed.result, published: this.#runtime.relay.publish(committed.events) };
    });
  }

  async #run<Result>(
    scope: Scope,
    traceOf: TraceOf,
    decide: Decide<Result>,
    session: Session,
    isSuspended: boolean,
  ): Promise<Committed<Result>> {
    const terms = { ...this.#settings, now: this.#collections.clock.now(), isSuspended };
    const { ledgerSession, before } = await readScope(this.#collections, scope, terms, session);
    const payees = new Map(ledgerSession.payees);
    const orders = new Map([...before].map(([id, document]) => [id, orderFrom(document)]));
    const untouched = new Map(orders);
    const result = decide(ledgerSession, orders, terms);
    await saveLedgerSession(this.#collections, ledgerSession, terms.now, session);
    await savePayees(this.#collections, payees, ledgerSession.payees, session);
    await saveBudgets(this.#collections, ledgerSession.budgets, terms.now, session);
    const totals = movedTotals(
      ledgerSession.issued.map((after) => ({ after })),
      terms.programmes,
    );
    const about = {
      traceOf: (order: Order) => traceOf(order, ledgerSession),
      totals,
      daily: ledgerSession.daily,
      settings: terms.settings,
    };
    const issued = await saveIssued(this.#collections, ledgerSession.issued, about, session);
    const moved = [...before.values()].flatMap((document) => {
      const [was, after] = [untouched.get(document._id), orders.get(document._id)];
      return was && after && after !== was ? [{ document, before: was, after }] : [];
    });
    const changed = await saveChangedOrders(
      this.#collections,
      moved.map(({ document, after }) => ({ before: document, after })),
      session,
    );
    await saveMovedTotals(this.#collections, movedTotals(moved, terms.programmes), session);
    const events = await this.#runtime.outbox.add(session, [
      ...changed.filter(isPublished).map((order) => orderEvent(order, false)),
      ...issued.map((order) => orderEvent(order, true)),
    ]);
    return { result, issued, changed, events, dueAt: firstDueAt(ledgerSession) };
  }

  #count({ issued, changed }: Committed<unknown>): void {
    if (issued.length > 0) this.#counter.add(issued.length, { state: 'issued' });
    for (const { state, release, contradiction } of changed) {
      const held = contradiction === '' ? state : 'held';
      this.#counter.add(1, { state: release === null ? held : 'released' });
    }
  }
}

function resultOf<Result>({ result }: Committed<Result>): Result {
  return result;
}

function firstDueAt({ changed, ledgers }: LedgerSession): Date | undefined {
  let first: Date | undefined;
  for (const uscc of changed) {
    const dueAt = ledgers.get(uscc)?.dueAt;
    if (dueAt && (!first || dueAt < first)) first = dueAt;
  }
  return first;
}

class MeetsOthers extends Error {
  override name = 'MeetsOthers';
}

function onlyOnce<Result>(work: Work<Result>): Work<Result> {
  let isTried = false;
  return (session, isSuspended) => {
    if (isTried) throw new MeetsOthers();
    isTried = true;
    return work(session, isSuspended);
  };
}
