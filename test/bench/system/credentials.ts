import { City } from '@duixian/testing';
import { defined } from '@duixian/values';
import { Stage } from '../../e2e/stage.ts';
import { inWords, median, rounded } from '../figures.ts';
import { ChainLoad, type ChainRun } from './chain-load.ts';
import { OrderLog } from './order-log.ts';
import { sumOf } from './processes.ts';

type Options = { chains: number; pairs: number; json?: true };

/** What credentials and TLS cost: the same chains with a system that asks for them and one that does not, in turns. */
export async function benchCredentials({ chains, pairs, json }: Options): Promise<void> {
  const guarded: ChainRun[] = [];
  const unguarded: ChainRun[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    // Each begins as often as the other, for a machine may grow slower or faster meanwhile.
    const turns = [() => measure(chains, {}, guarded), () => measure(chains, { unguarded: true }, unguarded)];
    for (const turn of pair % 2 === 0 ? turns.reverse() : turns) await turn();
    console.log(`pair ${pair}: guarded ${inFacts(guarded.at(-1))}; unguarded ${inFacts(unguarded.at(-1))}`);
  }
  // Pair by pair: between pairs the machine may have changed.
  const share = (figure: (run: ChainRun) => number) =>
    median(guarded.map((run, at) => figure(run) / figure(defined(unguarded[at], 'every pair has both'))));
  const figures = {
    chainsShare: rounded(share(({ perSecond }) => perSecond)),
    cpuShare: rounded(share(({ cpuMicros }) => sumOf(cpuMicros))),
  };
  console.log(json ? JSON.stringify(figures) : inWords(figures));
}

async function measure(chains: number, options: { unguarded?: true }, runs: ChainRun[]): Promise<void> {
  const stage = await Stage.open(options);
  const log = await OrderLog.open(stage);
  try {
    await stage.treasuryDoes({ plan: { does: 'accept' } });
    const city = new City({ entities: 100_000, institutions: 50 });
    const load = new ChainLoad(stage, city, log);
    await load.send([...city.standing()]);
    await stage.settled();
    await load.atFullLoad(chains);
    runs.push(await load.atFullLoad(chains));
  } finally {
    await log.close();
    await stage.close();
  }
}

function inFacts(run: ChainRun | undefined): string {
  return run ? `${Math.round(run.perSecond)}/s at ${Math.round(sumOf(run.cpuMicros))} µs` : 'nothing';
}
