import { Postponed } from '@duixian/messaging';
import { type Background, halves, kindOf, type Logger, messageOf, PeriodicTask } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { ledgerOf, markChanged } from '../ledger/domain/ledger-session.ts';
import { settleChanged } from '../orders/domain/record-status.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { readOrdering } from '../unit-of-work/stored-ordering.ts';

const INTERVAL_MS = 1_000;
/** While nothing is due sooner. What another process made due since, and died, is settled so late at most. */
const AT_REST_MS = 4_000;
const MAX_BATCH = 200;

/**
 * Settles the entities whose entitlements have been unchanged long enough (SETTLE_FOR_MS), or waited for
 * ordering to be resumed.
 */
export class DueScan implements Background {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #log: Logger;
  readonly #postponed = new Postponed();
  readonly #task: PeriodicTask;

  constructor(collections: Collections, decider: Decider, log: Logger) {
    this.#collections = collections;
    this.#decider = decider;
    this.#log = log;
    const failure = 'what is due could not be settled';
    this.#task = new PeriodicTask({ name: 'due-scan', everyMs: INTERVAL_MS, failure, log }, () =>
      this.#look(),
    );
  }

  start(): void {
    this.#decider.onDue((at) => {
      const dueInMs = at.getTime() - this.#collections.clock.now().getTime();
      // What is due at once, and waits for something else, is not looked at more often than anything.
      this.#task.wake(Math.max(dueInMs, INTERVAL_MS));
    });
    this.#task.start();
  }

  stop(): Promise<void> {
    return this.#task.stop();
  }

  /** Ledgers put aside: they could not be settled, and nothing is ordered for them meanwhile. */
  countPutAside(): number {
    return this.#postponed.size;
  }

  /** Answers when the next look is needed if not after the usual interval. */
  async #look(): Promise<number | undefined> {
    const first = await this.#collections.ledgers.findOne(
      { dueAt: { $type: 'date' } },
      { sort: { dueAt: 1 }, projection: { dueAt: 1 } },
    );
    if (!first?.dueAt) return AT_REST_MS;
    await this.#scan();
    const dueInMs = first.dueAt.getTime() - this.#collections.clock.now().getTime();
    return dueInMs > AT_REST_MS ? AT_REST_MS : undefined;
  }

  async #scan(): Promise<void> {
    for (;;) {
      const now = this.#collections.clock.now();
      const usccs = await this.#readDue(now, { $nin: this.#postponed.ids() });
      if (usccs.length === 0 || (await readOrdering(this.#collections)).suspended) return;
      const reasons = new Map<string, string>();
      const { wasSuspended } = await this.#settle(usccs, reasons);
      // All of it is still due then, through no fault of its own.
      if (wasSuspended) return;
      // A ledger that is still due makes way for others, whatever the reason.
      const stuck = new Set(await this.#readDue(now, { $in: usccs }));
      for (const uscc of usccs) {
        if (stuck.has(uscc))
          this.#putAside(uscc, reasons.get(uscc) ?? 'it is due still after it was settled');
        else this.#postponed.succeeded(uscc);
      }
      if (usccs.length < MAX_BATCH) return;
    }
  }

  /**
   * Divides into halves until a ledger that cannot be settled is alone; `reasons` collects why. Only an
   * outage ends it. Answers whether ordering was suspended by then.
   */
  async #settle(usccs: readonly string[], reasons: Map<string, string>): Promise<{ wasSuspended: boolean }> {
    let wasSuspended = false;
    try {
      await this.#decider.decide(
        { usccs },
        () => undefined,
        (ledgerSession, _orders, terms) => {
          wasSuspended = terms.isSuspended === true;
          for (const uscc of usccs) markChanged(ledgerSession, ledgerOf(ledgerSession, uscc));
          settleChanged(ledgerSession, terms);
        },
      );
    } catch (error) {
      if (kindOf(error) === 'transient') throw error;
      if (usccs.length > 1)
        for (const half of halves(usccs))
          wasSuspended = (await this.#settle(half, reasons)).wasSuspended || wasSuspended;
      else for (const uscc of usccs) reasons.set(uscc, messageOf(error));
    }
    return { wasSuspended };
  }

  /** Retried at growing intervals, because the cause may be repaired; until then it is logged and counted. */
  #putAside(uscc: string, reason: string): void {
    this.#postponed.failed(uscc);
    this.#log.error({ uscc, reason }, 'a ledger cannot be settled: it is put aside for a while');
  }

  async #readDue(
    now: Date,
    _id: { $in: readonly string[] } | { $nin: readonly string[] },
  ): Promise<string[]> {
    const find = (filter: object) =>
      this.#collections.ledgers
        .find({ _id, ...filter }, { projection: { _id: 1 } })
        .limit(MAX_BATCH)
        .toArray();
    const due = await find(dueBy(now));
    const found = due.length > 0 ? due : await find(writtenAhead(now, this.#decider.settings.settleForMs));
    return found.map(({ _id }) => _id);
  }
}

/**
 * MongoDB uses the partial index of what is due only if the query itself restricts the field to dates; else
 * it reads everything.
 */
export function dueBy(now: Date) {
  return { dueAt: { $type: 'date' as const, $lte: now } };
}

/**
 * A date further ahead than any ledger can wait was written by a process with a wrong clock: it is due too.
 */
function writtenAhead(now: Date, settleForMs: number) {
  const farthest = now.getTime() + settleForMs + LIMITS.clockDifferenceMs.most;
  return { dueAt: { $type: 'date' as const, $gt: new Date(farthest) } };
}
