import type { OutboxMessage } from '@duixian/messaging';
import { type Background, type Logger, PeriodicTask } from '@duixian/runtime';
import type { LastPublished } from '@duixian/service';
import type { Collections, OrderDocument } from '../unit-of-work/collections.ts';
import { orderEvent } from '../unit-of-work/order-events.ts';
import { currentOrder } from '../unit-of-work/save-decision.ts';
import { writeKeptPublished } from '../unit-of-work/stored-ordering.ts';
import { ORDER_SUBJECTS, publishedOrder } from './published-orders.ts';

const HOUR_MS = 3_600_000;
/** A third of the time that the streams keep a message. */
const STALE_MS = 24 * HOUR_MS;

/**
 * What a database that is put back is compared with does not expire while nothing happens: the newest order of each
 * subject is published once more every day. Where the streams hold none at all, that is the newest order held.
 */
export class KeepPublished implements Background {
  readonly #collections: Collections;
  readonly #lastPublished: LastPublished;
  readonly #publish: (messages: readonly OutboxMessage[]) => Promise<void>;
  readonly #task: PeriodicTask;

  constructor(
    collections: Collections,
    lastPublished: LastPublished,
    publish: (messages: readonly OutboxMessage[]) => Promise<void>,
    log: Logger,
  ) {
    this.#collections = collections;
    this.#lastPublished = lastPublished;
    this.#publish = publish;
    const failure = 'the newest orders could not be published once more';
    this.#task = new PeriodicTask(
      { name: 'keep-published', everyMs: HOUR_MS, startsAtOnce: true, failure, log },
      () => this.run(),
    );
  }

  start(): void {
    this.#task.start();
  }

  stop(): Promise<void> {
    return this.#task.stop();
  }

  async run(): Promise<void> {
    const [newest] = await this.#collections.orders.find().sort({ sequence: -1 }).limit(1).toArray();
    if (!newest) return;
    const found = await Promise.all(ORDER_SUBJECTS.map((subject) => this.#staleOn(subject)));
    const messages = found.every((one) => one === 'none')
      ? [orderEvent(currentOrder(newest), newest.state === 'issued')]
      : found.filter((one) => typeof one === 'object');
    if (messages.length > 0) await this.#publish(messages);
    await writeKeptPublished(this.#collections);
  }

  /** What a database here does not have any more is left as it is: it shows that the database is older. */
  async #staleOn(subject: string): Promise<OutboxMessage | 'fresh' | 'none'> {
    const published = await this.#lastPublished(subject);
    if (!published) return 'none';
    const isStale = this.#collections.clock.now().getTime() - published.at.getTime() > STALE_MS;
    if (!isStale || published.isProven === false) return 'fresh';
    const order = publishedOrder(published.payload);
    const held = order && (await this.#collections.orders.findOne({ _id: order.id }));
    return held && BigInt(held.version) >= order.revision ? onceMore(held, subject) : 'fresh';
  }
}

function onceMore(held: OrderDocument, subject: string): OutboxMessage {
  const what = subject.slice(subject.lastIndexOf('.') + 1);
  return { ...orderEvent(currentOrder(held), false), subject, type: `duixian.order.${what}.v1` };
}
