import { setTimeout as sleep } from 'node:timers/promises';
import { type Collection, MongoClient, Timestamp } from 'mongodb';
import type { Stage } from '../../e2e/stage.ts';

type OplogEntry = { wall: Date; o2: { _id: string } };

const BETWEEN_LOOKS_MS = 50;
const BETWEEN_READINGS_MS = 500;
const PATIENCE_MS = 120_000;
/** An intermediary's order pays for many contracts; a buyer's order ends one chain. */
const BUYERS = '-import-technology-';

/**
 * When orders were accepted, read afterwards from MongoDB's log of commits: the end of a chain to the millisecond, at
 * no cost for what is measured.
 */
export class OrderLog {
  readonly #client: MongoClient;
  #since = new Timestamp({ t: 0, i: 0 });

  private constructor(client: MongoClient) {
    this.#client = client;
  }

  static async open(stage: Stage): Promise<OrderLog> {
    return new OrderLog(await MongoClient.connect(stage.mongoUrl()));
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** Acceptances are counted from here on. */
  async begin(): Promise<void> {
    const [last] = await this.#oplog().find().sort({ $natural: -1 }).limit(1).toArray();
    this.#since = last?.['ts'] ?? this.#since;
  }

  /**
   * Waits until no order waits for the treasury (those of payment runs are due at once, and are not polled); then
   * returns, by payee, when (ms since 1970) the first was accepted.
   */
  async accepted(payees: number): Promise<Map<string, number>> {
    const deadline = performance.now() + PATIENCE_MS;
    const orders = this.#client.db('duixian_disbursement').collection('orders');
    while (performance.now() < deadline) {
      const waiting = await orders.countDocuments({ state: 'issued', nextAttemptAt: { $gt: new Date() } });
      const acceptedAt = waiting === 0 ? await this.#acceptedAt() : undefined;
      if (acceptedAt && acceptedAt.size >= payees) return acceptedAt;
      await sleep(acceptedAt ? BETWEEN_READINGS_MS : BETWEEN_LOOKS_MS);
    }
    throw new Error(`orders of ${payees} payees were not accepted within ${PATIENCE_MS / 1_000} s`);
  }

  async #acceptedAt(): Promise<Map<string, number>> {
    const acceptedAt = new Map<string, number>();
    const found = this.#oplog().find<OplogEntry>(
      {
        ts: { $gt: this.#since },
        ns: 'duixian_disbursement.orders',
        op: 'u',
        'o.diff.u.state': 'accepted',
      },
      { projection: { wall: 1, o2: 1 } },
    );
    for await (const { wall, o2 } of found) {
      if (!o2._id.includes(BUYERS)) continue;
      const payee = o2._id.slice(0, o2._id.indexOf('-'));
      if (!acceptedAt.has(payee)) acceptedAt.set(payee, wall.getTime());
    }
    return acceptedAt;
  }

  #oplog(): Collection {
    return this.#client.db('local').collection('oplog.rs');
  }
}
