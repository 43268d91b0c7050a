import { City } from '@duixian/testing';
import { Stage } from '../../e2e/stage.ts';
import { rounded } from '../figures.ts';
import { ChainLoad } from './chain-load.ts';
import { messagesPerBatch } from './metrics.ts';
import { OrderLog } from './order-log.ts';
import { cpuBetween, cpuOf } from './processes.ts';

type Options = { rate: number; seconds: number };

/** How long a fact takes to become an order whose acceptance is recorded, at one rate, and its cost. */
export async function benchLatency({ rate, seconds }: Options): Promise<void> {
  const stage = await Stage.open();
  const log = await OrderLog.open(stage);
  try {
    await stage.treasuryDoes({ plan: { does: 'accept' } });
    const city = new City({ entities: 100_000, institutions: 50 });
    const load = new ChainLoad(stage, city, log);
    await load.send([...city.standing()]);
    await stage.settled();
    await load.atFullLoad(5_000);
    const before = cpuOf(stage);
    const { p50Ms, p99Ms } = await load.paced(rate, seconds);
    const used = cpuBetween(before, cpuOf(stage));
    for (const [part, micros] of Object.entries(used))
      console.log(`${part}: ${Math.round(micros / (rate * seconds))} µs of processor per fact`);
    console.log(`messages per batch: ${rounded(await messagesPerBatch(stage), 1)}`);
    console.log(`at ${rate}/s: p50 ${rounded(p50Ms, 1)} ms, p99 ${rounded(p99Ms, 1)} ms`);
  } finally {
    await log.close();
    await stage.close();
  }
}
