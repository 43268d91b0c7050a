import { Batcher, currentTraceparent, isRemembering, mayGoInParts } from '@duixian/runtime';
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
}

const MAX_BATCH = 500;

/** Too many statuses are waiting already: the caller retries in a moment. */
export class IntakeFull extends Error {
  override name = 'IntakeFull';

  constructor() {
    super(`${LIMITS.statusesWaiting.most} statuses wait to be recorded: say it again in a moment`);
  }
}

/** Statuses that arrive while a transaction runs share the next one; each caller is answered after commit. */
export class StatusIntake {
  readonly #decider: Decider;
  readonly #batcher: Batcher<Waiting, RecordedStatus | undefined>;

  constructor(decider: Decider) {
    this.#decider = decider;
    this.#batcher = new Batcher({
      work: (batch) => this.#recordAll(batch, (recorded) => recorded),
      sizeOf: () => ({ items: 1 }),
      batch: { items: MAX_BATCH },
      waiting: { most: { items: LIMITS.statusesWaiting.most }, refusal: () => new IntakeFull() },
      // A status that breaks an assertion fails alone.
      mayGoInParts,
    });
  }

  /** undefined: there is no such order. */
  async record(id: string, report: StatusReport): Promise<RecordedStatus | undefined> {
    // Its answer is stored in the same transaction, so it has one of its own.
    if (isRemembering()) return this.#recordAll([{ id, report }], ([recorded]) => recorded);
    const [recorded] = await this.#batcher.add([{ id, report }]);
    return recorded;
  }

  #recordAll<Result>(
    batch: readonly Waiting[],
    resultOf: (recorded: (RecordedStatus | undefined)[]) => Result,
  ): Promise<Result> {
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
        return resultOf(recorded);
      },
    );
  }
}
