import { currentTraceparent, halves, mayGoInParts } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Decider } from '../unit-of-work/decider.ts';
import {
  movesMoney,
  type RecordedStatus,
  recordStatus,
  type StatusReport,
  settleChanged,
} from './domain/record-status.ts';

interface Waiting {
  readonly id: string;
  readonly report: StatusReport;
  resolve(recorded: RecordedStatus | undefined): void;
  reject(error: unknown): void;
}

const MAX_BATCH = 500;

/** Too many statuses are waiting already: the caller retries in a moment. */
export class IntakeFull extends Error {
  override name = 'IntakeFull';

  constructor() {
    super(`${LIMITS.statusesWaiting.most} statuses wait to be recorded: report it again in a moment`);
  }
}

/** Statuses that arrive while a transaction runs share the next one; each caller is answered after commit. */
export class StatusIntake {
  readonly #decider: Decider;
  #waiting: Waiting[] = [];
  #working = false;

  constructor(decider: Decider) {
    this.#decider = decider;
  }

  /** undefined: there is no such order. */
  record(id: string, report: StatusReport): Promise<RecordedStatus | undefined> {
    if (this.#waiting.length >= LIMITS.statusesWaiting.most) return Promise.reject(new IntakeFull());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, report, resolve, reject });
      if (!this.#working) void this.#workOff();
    });
  }

  async #workOff(): Promise<void> {
    this.#working = true;
    // One turn of the event loop lets statuses that arrived in the same packet join.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      await this.#answer(this.#waiting.splice(0, MAX_BATCH));
    }
    this.#working = false;
  }

  /**
   * Splits a batch that fails because of its content, or takes too long, into halves: a status that breaks an
   * assertion fails alone.
   */
  async #answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const recorded = await this.#recordAll(batch);
      for (const [index, one] of batch.entries()) one.resolve(recorded[index]);
    } catch (error) {
      if (batch.length > 1 && mayGoInParts(error)) {
        for (const half of halves(batch)) await this.#answer(half);
      } else for (const one of batch) one.reject(error);
    }
  }

  #recordAll(batch: readonly Waiting[]): Promise<(RecordedStatus | undefined)[]> {
    const ids = [...new Set(batch.map(({ id }) => id))];
    const ledgersOfOrders = batch.some(({ report }) => movesMoney(report.status));
    return this.#decider.decide(
      { orders: ids, ledgersOfOrders },
      currentTraceparent,
      (ledgerSession, orders, terms) => {
        const recorded = batch.map(({ id, report }) => {
          const order = orders.get(id);
          if (!order) return undefined;
          const outcome = recordStatus(ledgerSession, order, report, terms.now);
          orders.set(id, outcome.order);
          return outcome;
        });
        settleChanged(ledgerSession, terms);
        return recorded;
      },
    );
  }
}
