import { type Background, isHopeless, type Logger, messageOf } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { ledgerOf, markChanged } from '../domain/books.ts';
import { settleChanged } from '../domain/record-status.ts';
import type { Collections } from '../store/collections.ts';
import { readOrdering } from '../store/ordering.ts';
import type { Decider } from './decider.ts';

const INTERVAL_MS = 1_000;
const MAX_BATCH = 200;

/** Settles the entities whose entitlements have stood long enough (SETTLE_FOR_MS), or waited for ordering to be resumed. */
export class DueScan implements Background {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<void> | undefined;

  constructor(collections: Collections, decider: Decider, log: Logger) {
    this.#collections = collections;
    this.#decider = decider;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#scanning ??= this.#scan()
        .catch((error: unknown) =>
          this.#log.warn({ reason: messageOf(error) }, 'what is due could not be settled'),
        )
        .finally(() => {
          this.#scanning = undefined;
        });
    }, INTERVAL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#scanning;
  }

  async #scan(): Promise<void> {
    const settled = new Set<string>();
    for (;;) {
      const usccs = await this.#readDue();
      if (usccs.length === 0 || (await readOrdering(this.#collections)).suspended) return;
      // What is due still after it was settled waits for the next scan, or this one would never let others have their turn.
      if (usccs.every((uscc) => settled.has(uscc))) return this.#sayStuck(usccs);
      for (const uscc of usccs) settled.add(uscc);
      await this.#settle(usccs);
      if (usccs.length < MAX_BATCH) return;
    }
  }

  /** What breaks an assertion breaks it alone: the others are settled, and it is tried again with the next scan. */
  async #settle(usccs: readonly string[]): Promise<void> {
    try {
      await this.#decider.decide(
        { usccs },
        () => undefined,
        (books, _orders, terms) => {
          for (const uscc of usccs) markChanged(books, ledgerOf(books, uscc));
          settleChanged(books, terms);
        },
      );
    } catch (error) {
      if (!isHopeless(error)) throw error;
      if (usccs.length > 1) for (const uscc of usccs) await this.#settle([uscc]);
      else this.#log.error({ uscc: usccs[0], reason: messageOf(error) }, 'a ledger cannot be settled');
    }
  }

  async #readDue(): Promise<string[]> {
    const now = this.#collections.clock.now();
    const find = (filter: object) =>
      this.#collections.ledgers
        .find(filter, { projection: { _id: 1 } })
        .limit(MAX_BATCH)
        .toArray();
    const due = await find(dueBy(now));
    const found = due.length > 0 ? due : await find(writtenAhead(now, this.#decider.settings.settleForMs));
    return found.map(({ _id }) => _id);
  }

  #sayStuck(usccs: readonly string[]): void {
    this.#log.error(
      { ledgers: usccs.length, first: usccs[0] },
      'ledgers are due still after they were settled',
    );
  }
}

/** MongoDB reads the index of what is due only where the query says itself that it wants dates; else it reads everything. */
export function dueBy(now: Date) {
  return { dueAt: { $type: 'date' as const, $lte: now } };
}

/** A date further ahead than anything can wait was written by a process whose clock is wrong: it is due too. */
function writtenAhead(now: Date, settleForMs: number) {
  const farthest = now.getTime() + settleForMs + LIMITS.clockDifferenceMs.most;
  return { dueAt: { $type: 'date' as const, $gt: new Date(farthest) } };
}
