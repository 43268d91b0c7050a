import { setTimeout as sleep } from 'node:timers/promises';
import { City } from '@duixian/testing';
import type { Item } from '../e2e/items.ts';
import type { Stage } from '../e2e/stage.ts';

const BETWEEN_MS = 100;
/** Far from the numbers of all others. */
const FIRST = 500_000;

/** Somebody else who sends a contract, then a usage record, and so on, and how long each answer takes. */
export class Neighbour {
  readonly #stage: Stage;
  readonly #city = new City({ entities: 50, institutions: 2 });
  #sent = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The 99th percentile of answers while `meanwhile` goes on, and at least for `leastMs`. Whatever is not answered counts as failed. */
  async p99While(
    leastMs: number,
    meanwhile: () => Promise<unknown> = async () => {},
  ): Promise<{ p99Ms: number; failed: string[] }> {
    const took: number[] = [];
    const failed: string[] = [];
    const going = { isOver: false };
    const other = Promise.all([meanwhile(), sleep(leastMs)]).finally(() => {
      going.isOver = true;
    });
    // It is awaited at the end; until then its failure is nobody's, and would end the process.
    other.catch(() => {});
    while (!going.isOver) {
      const fact = this.#next();
      const since = performance.now();
      await this.#stage.send(fact).catch((error: unknown) => failed.push(String(error)));
      took.push(performance.now() - since);
      await sleep(BETWEEN_MS);
    }
    await other;
    took.sort((a, b) => a - b);
    return { p99Ms: Math.round(took[Math.ceil(took.length * 0.99) - 1] ?? 0), failed };
  }

  #next(): Item {
    const index = FIRST + this.#sent++;
    const isContract = index % 2 === 0;
    return (
      isContract ? this.#city.contract(index, { intermediary: null }) : this.#city.usage(index)
    ) as Item;
  }
}
