import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { City } from '@duixian/testing';
import { defined } from '@duixian/values';
import type { Item } from '../e2e/items.ts';

/** The URL to which the neighbour sends, and its key. */
export type Place = { readonly url: string; readonly key: string };
/** Between "go" and "stop". */
export type Measured = { readonly tookMs: number[]; readonly failed: string[]; readonly recorded: Item[] };

/** Enough responses that the slowest of a hundred is not the slowest of all. */
const AT_ONCE = 2;
const BETWEEN_MS = 20;
/** Far from the numbers of all others. */
const FIRST = 500_000;

const { url, key } = workerData as Place;
const port = defined(parentPort, 'this is a thread of a test');
const city = new City({ entities: 50, institutions: 2 });
let isGoing = false;
let sent = 0;

port.on('message', (word: 'go' | 'stop') => {
  isGoing = word === 'go';
  if (isGoing) void measure();
});

async function measure(): Promise<void> {
  const measured: Measured = { tookMs: [], failed: [], recorded: [] };
  await Promise.all(Array.from({ length: AT_ONCE }, () => goOn(measured)));
  port.postMessage(measured);
}

async function goOn(measured: Measured): Promise<void> {
  while (isGoing) {
    const item = nextItem();
    const since = performance.now();
    const fault = await send(item).catch(String);
    measured.tookMs.push(performance.now() - since);
    if (fault === undefined) measured.recorded.push(item);
    else measured.failed.push(fault);
    await sleep(BETWEEN_MS);
  }
}

async function send(item: Item): Promise<string | undefined> {
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(item) });
  const text = await answer.text();
  return answer.ok ? undefined : `${answer.status}: ${text}`;
}

function nextItem(): Item {
  const index = FIRST + sent++;
  return (index % 2 === 0 ? city.contract(index, { intermediary: null }) : city.usage(index)) as Item;
}
