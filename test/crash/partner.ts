import { setTimeout as sleep } from 'node:timers/promises';
import { factToCloudEvent } from '@duixian/facts';
import { City, type Random, randomFacts } from '@duixian/testing';
import type { Item } from '../e2e/items.ts';
import { Refused, type Stage } from '../e2e/stage.ts';

const SENDERS = 4;
const BATCH = 50;
const LONGEST_SENDING_MS = 120_000;

/** Half of it a tangle in which everything depends on everything, half a city where many are paid for many things. */
export function historyOf(seed: number, facts: number): Item[] {
  const tangle = randomFacts(seed, facts / 2).map((fact) => factToCloudEvent(fact) as Item);
  const city = new City({ entities: 300, institutions: 20 });
  return [...tangle, ...(city.year(facts / 2) as Iterable<Item>)];
}

/** One in ten is sent a second time. */
export function twiceSome(random: Random, items: readonly Item[]): Item[] {
  return [...items, ...items.filter(() => random.isTrue(0.1))];
}

/** Slowly while processes are killed, so that there is something to break; then at full speed. */
export async function sendAll(
  stage: Stage,
  items: readonly Item[],
  storm: AbortSignal,
  pauseMs = 400,
): Promise<void> {
  const batches: Item[][] = [];
  for (let at = 0; at < items.length; at += BATCH) batches.push(items.slice(at, at + BATCH));
  const senders = Array.from({ length: SENDERS }, async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      await sendOnce(stage, batch);
      await sleep(storm.aborted ? 0 : pauseMs, undefined, { signal: storm }).catch(() => {});
    }
  });
  await Promise.all(senders);
}

/** As a partner does: repeated until it is answered. */
async function sendOnce(stage: Stage, batch: readonly Item[]): Promise<void> {
  const deadline = performance.now() + LONGEST_SENDING_MS;
  for (;;) {
    try {
      await stage.send(...batch);
      return;
    } catch (error) {
      if (error instanceof Refused || performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
}
