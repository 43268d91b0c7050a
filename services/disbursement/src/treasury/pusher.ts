import { Postponed } from '@duixian/messaging';
import { type Background, backoffMs, type Logger, messageOf, PeriodicTask } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import type { StatusIntake } from '../orders/status-intake.ts';
import { TO_SEND } from '../orders/waiting-orders.ts';
import type { Collections, OrderDocument } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { currentOrder } from '../unit-of-work/save-decision.ts';
import type { PushOutcome, TreasuryAnswer } from './push-outcome.ts';
import { startPushSpan } from './push-span.ts';
import type { TreasuryClient } from './treasury-client.ts';

type Refusal = Extract<PushOutcome, { refusal: string }>;

const MAX_BATCH = 250;
const MAX_REQUESTS = 4;
/** Beyond this, orders wait in the database, not in memory. */
const MAX_QUEUED = 5_000;
const SCAN_INTERVAL_MS = 500;
/** While no order waits. No longer than a new order is left to the process that made it: a look sees it before. */
const SCAN_AT_REST_MS = 4_000;
/** Orders of payment runs: a thousand a second leave processor time for what is paid straight through. */
const MAX_OF_RUNS_A_SCAN = 2 * MAX_BATCH;
const PAUSE = { firstMs: 500, longestMs: 60_000 };
/**
 * For a treasury that answers nothing, so that the waiting orders, however many, are not all tried in vain.
 */
const PAUSE_OF_CHANNEL = { firstMs: 500, longestMs: 10_000 };

/**
 * Sends issued orders to the treasury: from memory right after commit; from the database those of payment
 * runs, which leave at a limited rate once their run is issued as a whole, and any order left behind by a
 * process that died or a treasury that did not answer. Several requests may be in flight, but no order is in
 * two at once. An order that got no answer is sent again under the same id with the same content, at growing
 * intervals.
 */
export class Pusher implements Background {
  readonly #collections: Collections;
  readonly #treasury: TreasuryClient;
  readonly #decider: Decider;
  readonly #intake: StatusIntake;
  readonly #log: Logger;
  readonly #queue = new Map<string, OrderDocument>();
  readonly #underWay = new Set<string>();
  readonly #requests = new Set<Promise<void>>();
  readonly #scans: PeriodicTask;
  #stopped = false;
  #clockFault: string | undefined;
  #tookSomethingAt = Number.NEGATIVE_INFINITY;
  /** Whether the treasury as a whole is left alone for a while. */
  readonly #channel = new Postponed(PAUSE_OF_CHANNEL);

  constructor(
    collections: Collections,
    treasury: TreasuryClient,
    decider: Decider,
    intake: StatusIntake,
    log: Logger,
  ) {
    this.#collections = collections;
    this.#decider = decider;
    this.#treasury = treasury;
    this.#intake = intake;
    this.#log = log;
    const failure = 'orders that wait could not be read';
    this.#scans = new PeriodicTask(
      { name: 'pusher', everyMs: SCAN_INTERVAL_MS, startsAtOnce: true, failure, log },
      () => this.#look(),
    );
  }

  start(): void {
    this.#scans.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#treasury.abort();
    await this.#scans.stop();
    await Promise.all(this.#requests);
  }

  /** Why nothing can be sent at all; empty if it can. */
  notReady(): string[] {
    return this.#clockFault ? [this.#clockFault] : [];
  }

  /**
   * Orders of payment runs wait in the database for the scan, which limits the rate. Orders that are paid by
   * file are never sent: they would be paid twice.
   */
  offer(orders: readonly OrderDocument[]): void {
    this.#take(orders.filter(({ run, paidBy }) => run === '' && paidBy !== 'file'));
  }

  /** A payment run is issued as a whole: its orders may be sent. */
  lookSoon(): void {
    this.#scans.wake();
  }

  #take(orders: readonly OrderDocument[]): void {
    for (const order of orders) {
      if (this.#queue.size >= MAX_QUEUED) break;
      if (!this.#underWay.has(order._id)) this.#queue.set(order._id, order);
    }
    this.#pump();
    if (this.#queue.size > 0) this.#scans.wake(SCAN_INTERVAL_MS);
  }

  #pump(): void {
    if (this.#isPausing) return;
    while (!this.#stopped && this.#queue.size > 0 && this.#requests.size < MAX_REQUESTS) {
      const batch = this.#takeBatch();
      const request = this.#sendOrPostpone(batch)
        .catch((error: unknown) =>
          this.#log.warn({ reason: messageOf(error) }, 'orders could not be postponed'),
        )
        .finally(() => {
          for (const { _id } of batch) this.#underWay.delete(_id);
          this.#requests.delete(request);
          this.#pump();
        });
      this.#requests.add(request);
    }
  }

  get #isPausing(): boolean {
    return this.#channel.ids().length > 0;
  }

  /** Several requests may fail in one outage, which counts once. */
  #noteOutage(): void {
    if (!this.#isPausing) this.#channel.failed('treasury');
  }

  #takeBatch(): OrderDocument[] {
    const batch: OrderDocument[] = [];
    for (const [id, order] of this.#queue) {
      if (batch.length === MAX_BATCH) break;
      batch.push(order);
      this.#queue.delete(id);
      this.#underWay.add(id);
    }
    return batch;
  }

  /** Whatever fails, the orders wait as if there was no answer, and are not retried at once. */
  async #sendOrPostpone(batch: readonly OrderDocument[]): Promise<void> {
    try {
      await this.#send(batch);
    } catch (error) {
      this.#log.warn({ reason: messageOf(error) }, 'answers could not be recorded: the orders wait');
      await this.#postpone(batch);
    }
  }

  async #send(batch: readonly OrderDocument[]): Promise<void> {
    const span = startPushSpan(batch);
    const outcome = await this.#treasury.push(batch, span.traceparent);
    span.end();
    this.#clockFault = 'outage' in outcome ? outcome.clockFault : undefined;
    if ('answers' in outcome) this.#tookSomethingAt = performance.now();
    const isOfChannel = 'outage' in outcome || ('refusal' in outcome && this.#isOfChannel(outcome));
    if (isOfChannel) this.#noteOutage();
    else this.#channel.clear();
    if (isOfChannel || 'answers' in outcome) return this.#settle(batch, outcome);
    if (batch.length > 1) return this.#sendHalves(batch);
    await this.#refuse(defined(batch[0], 'a batch is not empty'), outcome);
  }

  /** An address that accepts nothing at all refuses no order: the address is wrong, or the right to it is. */
  #isOfChannel({ mayBeOfChannel }: Refusal): boolean {
    const took = performance.now() - this.#tookSomethingAt < LIMITS.treasuryTakesWithinMs.most;
    return mayBeOfChannel === true && !took;
  }

  /** Final: the treasury's text is kept, and the order waits for an officer. */
  async #refuse({ _id }: OrderDocument, { refusal, isConflict }: Refusal): Promise<void> {
    const status = isConflict ? 'conflict' : 'refused-by-treasury';
    this.#log.warn({ order: _id, refusal }, 'an order is refused for good: it waits for an officer');
    await this.#intake.record(_id, { status, reason: refusal });
  }

  /** One order that the treasury cannot accept must not keep the others back. */
  async #sendHalves(batch: readonly OrderDocument[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    await this.#sendOrPostpone(batch.slice(0, middle));
    await this.#sendOrPostpone(batch.slice(middle));
  }

  async #settle(batch: readonly OrderDocument[], outcome: PushOutcome): Promise<void> {
    if (!('answers' in outcome)) {
      const reason = 'refusal' in outcome ? outcome.refusal : outcome.outage;
      if (this.#clockFault) this.#log.error({ orders: batch.length, reason }, this.#clockFault);
      else if (!this.#stopped)
        this.#log.warn({ orders: batch.length, reason }, 'the treasury did not take orders; they wait');
      return this.#postpone(batch);
    }
    const own = new Set(batch.map(({ _id }) => _id));
    const answers = outcome.answers.filter(({ id }) => own.delete(id));
    await this.#record(answers);
    await this.#postpone(batch.filter(({ _id }) => own.has(_id)));
  }

  /** Usually the treasury has accepted them, and nothing more has to be recorded. */
  async #record(answers: readonly TreasuryAnswer[]): Promise<void> {
    const taken = { sent: [] as TreasuryAnswer[], accepted: [] as TreasuryAnswer[] };
    const others: TreasuryAnswer[] = [];
    for (const answer of answers) {
      const { status, reason } = answer;
      if ((status === 'sent' || status === 'accepted') && reason === '') taken[status].push(answer);
      else others.push(answer);
    }
    await Promise.all([
      this.#noteTaken(taken.sent, 'sent'),
      this.#noteTaken(taken.accepted, 'accepted'),
      this.#recordEach(others),
    ]);
  }

  async #noteTaken(answers: readonly TreasuryAnswer[], state: 'sent' | 'accepted'): Promise<void> {
    if (answers.length === 0) return;
    const ids = answers.map(({ id }) => id);
    if (!(await this.#decider.noteTaken(ids, state))) await this.#recordEach(answers);
  }

  async #recordEach(answers: readonly TreasuryAnswer[]): Promise<void> {
    await Promise.all(answers.map(({ id, status, reason }) => this.#intake.record(id, { status, reason })));
  }

  async #postpone(orders: readonly OrderDocument[]): Promise<void> {
    if (orders.length === 0) return;
    const now = this.#collections.clock.now().getTime();
    const operations = orders.map(({ _id, attempts }) => {
      const nextAttemptAt = new Date(now + backoffMs(attempts + 1, PAUSE));
      const $set = { attempts: attempts + 1, nextAttemptAt };
      return { updateOne: { filter: { _id, state: 'issued' as const }, update: { $set } } };
    });
    await this.#collections.orders.bulkWrite(operations, { ordered: false });
    this.#scans.wake(SCAN_INTERVAL_MS);
  }

  /** Answers when the next look is needed if not after the usual interval. */
  async #look(): Promise<number | undefined> {
    if (this.#isPausing) return undefined;
    if (this.#queue.size === 0) return this.#scan();
    this.#pump();
    return undefined;
  }

  async #scan(): Promise<number | undefined> {
    const now = this.#collections.clock.now().getTime();
    const issued = await this.#collections.runs
      .find({ state: 'issued' }, { projection: { _id: 1 } })
      .toArray();
    const runs = issued.map(({ _id }) => _id);
    const next = await this.#collections.orders.findOne(
      { run: { $in: ['', ...runs] }, ...TO_SEND, contradiction: '' },
      { sort: { nextAttemptAt: 1 }, projection: { nextAttemptAt: 1 } },
    );
    if (!next?.nextAttemptAt) return SCAN_AT_REST_MS;
    const [straightThrough, ofRuns] = await Promise.all([
      this.#waiting('', now, MAX_BATCH * MAX_REQUESTS),
      this.#waiting({ $in: runs }, now, MAX_OF_RUNS_A_SCAN),
    ]);
    this.#take([...straightThrough, ...ofRuns]);
    return next.nextAttemptAt.getTime() > now + SCAN_AT_REST_MS ? SCAN_AT_REST_MS : undefined;
  }

  /** No pause is as long as a date from a fast clock: what such a process left behind is sent now. */
  async #waiting(run: string | { $in: string[] }, now: number, limit: number): Promise<OrderDocument[]> {
    const wrongFrom = new Date(now + PAUSE.longestMs + LIMITS.clockDifferenceMs.most);
    const when = [{ nextAttemptAt: { $lte: new Date(now) } }, { nextAttemptAt: { $gt: wrongFrom } }];
    const found = await this.#collections.orders
      .find({ $or: when.map((one) => ({ run, state: 'issued', contradiction: '', ...one })) })
      .sort({ nextAttemptAt: 1 })
      .limit(limit)
      .toArray();
    return found.map(currentOrder);
  }
}
