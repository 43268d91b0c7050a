import { type Background, type Logger, messageOf } from '@duixian/runtime';
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
    for (;;) {
      const due = await this.#collections.ledgers
        .find(dueBy(new Date()), { projection: { _id: 1 } })
        .limit(MAX_BATCH)
        .toArray();
      if (due.length === 0 || (await readOrdering(this.#collections)).suspended) return;
      const usccs = due.map(({ _id }) => _id);
      await this.#decider.decide(
        { usccs },
        () => undefined,
        (books, _orders, terms) => {
          for (const uscc of usccs) markChanged(books, ledgerOf(books, uscc));
          settleChanged(books, terms);
        },
      );
      if (due.length < MAX_BATCH) return;
    }
  }
}

/** MongoDB reads the index of what is due only where the query says itself that it wants dates; else it reads everything. */
export function dueBy(now: Date) {
  return { dueAt: { $type: 'date' as const, $lte: now } };
}
