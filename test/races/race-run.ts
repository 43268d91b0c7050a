import { setTimeout as sleep } from 'node:timers/promises';
import { factToCloudEvent } from '@duixian/facts';
import { type Replica, startReplica } from '@duixian/local';
import { City, Random, randomFacts } from '@duixian/testing';
import type { Item } from '../e2e/items.ts';
import { Stage } from '../e2e/stage.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';

const PAIRED = ['partners', 'institutions', 'contracts', 'metering', 'awards', 'disbursement'] as const;
const SENDERS = 4;
const BATCH = 25;

type Race = { readonly seed: number; readonly facts: number };

/**
 * Two processes of every service at once. A tangle in which everything depends on everything, a buyer of a tenth of
 * all, and pairs of invoices for the same records go to both gateways in any order. Half-way one of each pair is
 * killed: for some services the one that is restarted, for others the one that is not, so that the other takes over.
 */
export async function raceRun({ seed, facts }: Race): Promise<{ wrong: string[]; orders: number }> {
  const random = new Random(seed);
  const stage = await Stage.open();
  try {
    const replicas = new Map<string, Replica>();
    for (const name of PAIRED) replicas.set(name, await startReplica(stage.system, name));
    const registers = [...replicas.values()].map(({ addresses }) => addresses);
    const gateway = await startReplica(stage.system, 'gateway', Object.assign({}, ...registers));
    const batches = batchesOf(random.shuffled(historyOf(seed, facts)));
    const half = Math.floor(batches.length / 2);
    const urls = [stage.system.url, gateway.url];
    await sendAll(stage, urls, batches.slice(0, half));
    const rest = sendAll(stage, urls, batches.slice(half));
    await sleep(300);
    for (const [name, replica] of replicas) {
      const isForGood = random.isTrue(0.5);
      process.kill(isForGood ? replica.pid : stage.pidOf(name), 'SIGKILL');
    }
    await rest;
    return await whatIsWrong(stage);
  } finally {
    await stage.close();
  }
}

function historyOf(seed: number, facts: number): Item[] {
  const city = new City({ entities: 200, institutions: 10 });
  const third = Math.floor(facts / 3);
  const tangle = randomFacts(seed, third).map((fact) => factToCloudEvent(fact) as Item);
  const contracts = Array.from({ length: third }, (_, index) =>
    city.contract(index, index % 10 === 0 ? { buyer: 0 } : {}),
  );
  const pairs = Array.from({ length: Math.floor(third / 5) }, (_, index) => {
    const invoice = city.invoice(index) as Item;
    const usage = [0, 1, 2].map((one) => city.usage(index * 3 + one) as Item);
    return [...usage, invoice, { ...invoice, id: `twin-${index}`, subject: `W-${index}` }];
  });
  return [...tangle, ...city.standing(), ...contracts, ...pairs.flat()] as Item[];
}

function batchesOf(items: readonly Item[]): Item[][] {
  const batches: Item[][] = [];
  for (let at = 0; at < items.length; at += BATCH) batches.push(items.slice(at, at + BATCH));
  return batches;
}

/** Sends each batch to either gateway, repeated until it is answered, as a partner does. */
async function sendAll(stage: Stage, urls: readonly string[], batches: Item[][]): Promise<void> {
  const senders = Array.from({ length: SENDERS }, async (_, queue) => {
    for (let batch = batches.shift(); batch; batch = batches.shift())
      await sendOnce(stage, batch, urls, queue);
  });
  await Promise.all(senders);
}

async function sendOnce(stage: Stage, batch: Item[], urls: readonly string[], first: number): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await stage.sendTo(urls[(first + attempt) % urls.length] ?? '', ...batch);
      return;
    } catch (error) {
      if (attempt > 300) throw error;
      await sleep(100);
    }
  }
}
