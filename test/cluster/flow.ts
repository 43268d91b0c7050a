import { setTimeout as sleep } from 'node:timers/promises';
import { City } from '@duixian/testing';
import type { Item } from '../e2e/items.ts';
import type { Stage } from '../e2e/stage.ts';

const BETWEEN_MS = 100;
const BATCH = 5;
const PATIENCE_MS = 120_000;
/** Far from the numbers of the contracts that flow: each has a buyer of its own. */
const FIRST_PROBE = 900_000;

/**
 * A partner that sends all the time, and repeats each batch until it is answered; and probes that show how far facts
 * get.
 */
export class Flow {
  /** Counted over all tests: a probe that was sent before would be found at once. */
  static #probes = 0;
  readonly #stage: Stage;
  readonly #city = new City({ entities: 500, institutions: 5 });
  #sent = 0;
  #isEnding = false;
  #running: Promise<void> | undefined;
  /** The URL to which it sends now. */
  url: string;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.url = stage.system.url;
  }

  async start(): Promise<void> {
    await this.#sendOnce([...this.#city.standing()] as Item[]);
    this.#running = this.#run();
  }

  /** Seconds until a fact that is sent from now on is in an account. */
  async secondsUntilItFlows(): Promise<number> {
    const since = performance.now();
    const probe = this.#city.contract(FIRST_PROBE + Flow.#probes++, { intermediary: null }) as Item;
    await this.#sendOnce([probe]);
    const { uscc } = (probe['data'] as { buyer: { uscc: string } }).buyer;
    const year = 2018;
    const claims = async () =>
      JSON.stringify(await this.#stage.account(uscc, year, 'import-technology')).includes(probe.subject);
    while (!(await claims().catch(() => false))) {
      if (performance.now() - since > PATIENCE_MS) throw new Error('facts do not flow any more');
      await sleep(100);
    }
    return Math.round((performance.now() - since) / 100) / 10;
  }

  /** Returns how many facts were accepted. */
  async end(): Promise<number> {
    this.#isEnding = true;
    await this.#running;
    return this.#sent;
  }

  async #run(): Promise<void> {
    while (!this.#isEnding) {
      const batch = Array.from({ length: BATCH }, (_, index) => this.#city.contract(this.#sent + index));
      await this.#sendOnce(batch as Item[]);
      this.#sent += BATCH;
      await sleep(BETWEEN_MS);
    }
  }

  /** A request that is not answered in time is repeated: a frozen process keeps its connections. */
  async #sendOnce(batch: readonly Item[]): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        await this.#stage.sendTo(this.url, ...batch);
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(100);
      }
    }
  }
}
