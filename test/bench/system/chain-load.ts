import { setTimeout as sleep } from 'node:timers/promises';
import type { City, Item } from '@duixian/testing';
import type { Stage } from '../../e2e/stage.ts';
import type { OrderWatch } from './order-watch.ts';
import { type CpuMicros, cpuBetween, cpuOf } from './processes.ts';

const LANES = 4;
const BATCH = 250;

export type ChainRun = {
  readonly perSecond: number;
  /** Of each part, for one chain. */
  readonly cpuMicros: CpuMicros;
};

export type Latencies = { readonly p50Ms: number; readonly p99Ms: number };

/** Sends contracts and waits for what becomes of them. Every contract of a run has another buyer, where not told otherwise. */
export class ChainLoad {
  readonly #stage: Stage;
  readonly #city: City;
  readonly #watch: OrderWatch;
  #next = 0;

  constructor(stage: Stage, city: City, watch: OrderWatch) {
    this.#stage = stage;
    this.#city = city;
    this.#watch = watch;
  }

  /** As fast as it goes: from the first request to the last order accepted. */
  async atFullLoad(chains: number, isHot = false): Promise<ChainRun> {
    const items = this.#take(chains, isHot);
    const buyers = new Set(items.map(buyerOf)).size;
    const bodies = batchesOf(items).map((batch) => JSON.stringify(batch));
    const before = cpuOf(this.#stage);
    const startedAt = performance.now();
    const ended = this.#watch.payees(buyers);
    await Promise.all(Array.from({ length: LANES }, () => this.#sendAll(bodies)));
    const seconds = ((await ended) - startedAt) / 1_000;
    await this.#stage.settled();
    const used = cpuBetween(before, cpuOf(this.#stage));
    const cpuMicros = Object.fromEntries(
      Object.entries(used).map(([part, micros]) => [part, micros / chains]),
    ) as CpuMicros;
    return { perSecond: chains / seconds, cpuMicros };
  }

  /** One request per contract, evenly paced, whether or not earlier ones were answered. */
  async paced(perSecond: number, seconds: number): Promise<Latencies> {
    const items = this.#take(perSecond * seconds);
    const sentAt = new Map<string, number>();
    const ended = this.#watch.payees(items.length);
    const requests: Promise<void>[] = [];
    const startedAt = performance.now();
    for (const [index, item] of items.entries()) {
      const dueAt = startedAt + (index * 1_000) / perSecond;
      if (dueAt > performance.now()) await sleep(dueAt - performance.now());
      sentAt.set(buyerOf(item), dueAt);
      requests.push(this.#send(JSON.stringify([item])));
    }
    await Promise.all(requests);
    await ended;
    const latenciesMs = [...sentAt].map(([uscc, at]) => (this.#watch.acceptedAt(uscc) ?? Infinity) - at);
    await this.#stage.settled();
    return { p50Ms: quantile(latenciesMs, 0.5), p99Ms: quantile(latenciesMs, 0.99) };
  }

  /** Sends without waiting for what becomes of it. */
  async send(items: readonly Item[]): Promise<void> {
    const bodies = batchesOf(items).map((batch) => JSON.stringify(batch));
    await Promise.all(Array.from({ length: LANES }, () => this.#sendAll(bodies)));
  }

  /** With `isHot` every tenth is bought by one and the same. */
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
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const response = await this.#stage.request('/v1/events', { method: 'POST', headers, body });
    const answer = await response.text();
    if (!response.ok || answer.includes('refused')) throw new Error(`${response.status} ${faultIn(answer)}`);
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

/** The first refusal of an answer, which may be long. */
function faultIn(answer: string): string {
  const at = Math.max(answer.indexOf('"refused"'), 0);
  return answer.slice(at, at + 500);
}
