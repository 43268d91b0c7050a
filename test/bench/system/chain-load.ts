import { setTimeout as sleep } from 'node:timers/promises';
import type { City, Item } from '@duixian/testing';
import type { Stage } from '../../e2e/stage.ts';
import type { OrderLog } from './order-log.ts';
import { Poster } from './poster.ts';
import { type CpuMicros, cpuBetween, cpuOf } from './processes.ts';

const SENDERS = 4;
const BATCH = 250;

export type ChainRun = {
  readonly perSecond: number;
  /** The CPU time of each part, for one chain. */
  readonly cpuMicros: CpuMicros;
};

export type Latencies = { readonly p50Ms: number; readonly p99Ms: number };

/**
 * Sends contracts and waits for their outcomes. Every contract of a measurement has another buyer, unless stated
 * otherwise.
 */
export class ChainLoad {
  readonly #stage: Stage;
  readonly #city: City;
  readonly #log: OrderLog;
  readonly #poster: Poster;
  #next = 0;

  constructor(stage: Stage, city: City, log: OrderLog, key = stage.system.keys.adminKey) {
    this.#stage = stage;
    this.#city = city;
    this.#log = log;
    this.#poster = new Poster(stage.system.url, key);
  }

  /** At full speed: from the first request to the last order accepted. */
  async atFullLoad(chains: number, isHot = false): Promise<ChainRun> {
    const items = this.#take(chains, isHot);
    const buyers = new Set(items.map(buyerOf)).size;
    const bodies = batchesOf(items).map((batch) => JSON.stringify(batch));
    await this.#log.begin();
    const before = cpuOf(this.#stage);
    const startedAt = Date.now();
    await Promise.all(Array.from({ length: SENDERS }, () => this.#sendAll(bodies)));
    await this.#stage.settled();
    const used = cpuBetween(before, cpuOf(this.#stage));
    const seconds = (Math.max(...(await this.#log.accepted(buyers)).values()) - startedAt) / 1_000;
    const cpuMicros = Object.fromEntries(
      Object.entries(used).map(([part, micros]) => [part, micros / chains]),
    ) as CpuMicros;
    return { perSecond: chains / seconds, cpuMicros };
  }

  /** One request per contract, evenly paced, whether or not earlier ones were answered. */
  async paced(perSecond: number, seconds: number): Promise<Latencies> {
    const items = this.#take(perSecond * seconds);
    const sentAt = new Map<string, number>();
    const requests: Promise<void>[] = [];
    await this.#log.begin();
    const startedAt = Date.now();
    for (const [index, item] of items.entries()) {
      const dueAt = startedAt + (index * 1_000) / perSecond;
      // A timer takes at least a millisecond, even for zero: a late request must not wait for it.
      const leftMs = dueAt - Date.now();
      if (leftMs > 0) await sleep(leftMs);
      sentAt.set(buyerOf(item), dueAt);
      requests.push(this.#send(JSON.stringify([item])));
    }
    await Promise.all(requests);
    await this.#stage.settled();
    const acceptedAt = await this.#log.accepted(items.length);
    const latenciesMs = [...sentAt].map(([uscc, at]) => (acceptedAt.get(uscc) ?? Infinity) - at);
    return { p50Ms: quantile(latenciesMs, 0.5), p99Ms: quantile(latenciesMs, 0.99) };
  }

  /** Sends without waiting for the outcomes. */
  async send(items: readonly Item[]): Promise<void> {
    const bodies = batchesOf(items).map((batch) => JSON.stringify(batch));
    await Promise.all(Array.from({ length: SENDERS }, () => this.#sendAll(bodies)));
  }

  /** With `isHot` every tenth contract has the same buyer. */
  #take(count: number, isHot = false): Item[] {
    return Array.from({ length: count }, (_, at) => {
      const index = this.#next++;
      return isHot && at % 10 === 0 ? this.#city.contract(index, { buyer: 0 }) : this.#city.contract(index);
    });
  }

  async #sendAll(bodies: string[]): Promise<void> {
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) await this.#send(body);
  }

  async #send(body: string): Promise<void> {
    const { status, answer } = await this.#poster.post('/v1/events', body);
    if (status !== 200 || answer.includes('refused')) throw new Error(`${status} ${faultIn(answer)}`);
  }
}

function batchesOf(items: readonly Item[]): Item[][] {
  const batches: Item[][] = [];
  for (let at = 0; at < items.length; at += BATCH) batches.push(items.slice(at, at + BATCH));
  return batches;
}

function buyerOf({ data }: Item): string {
  return (data as { buyer: { uscc: string } }).buyer.uscc;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;
}

/** The first refusal in a response, which may be long. */
function faultIn(answer: string): string {
  const at = Math.max(answer.indexOf('"refused"'), 0);
  return answer.slice(at, at + 500);
}
