import { City } from '@duixian/testing';
import { Stage } from '../../e2e/stage.ts';
import { inWords, median, rounded } from '../figures.ts';
import { measureReplay } from '../replay.ts';
import { type Ceiling, measureCeiling } from './ceiling.ts';
import { ChainLoad, type ChainRun, type Latencies } from './chain-load.ts';
import { measureLargeInvalidation } from './large-invalidation.ts';
import { attemptsPerTransaction, messagesPerBatch } from './metrics.ts';
import { loadDirectly } from './million.ts';
import { OrderLog } from './order-log.ts';
import { type CpuMicros, PARTS, residentMiB, sumOf } from './processes.ts';
import { verifyPerSecond } from './verify-speed.ts';

const ENTITIES = 100_000;
const INSTITUTIONS = 50;
/** The number of facts in a large store, compared with a small one for the cost of growth. */
const LARGE_STORE = 1_000_000;
const PACED_SECONDS = 10;
const LARGE_INVALIDATION = 10_000;
const REPLAYED = 100_000;

export type Options = { chains: number; pairs: number; short?: true; json?: true };

type Pair = { readonly ceiling: Ceiling; readonly chain: ChainRun };

/** The whole system on this machine, compared with the best that the machine can do. */
export async function benchSystem(options: Options): Promise<void> {
  const stage = await Stage.open();
  const log = await OrderLog.open(stage);
  try {
    const figures = await measure(stage, log, options);
    console.log(options.json ? JSON.stringify(figures) : inWords(figures));
  } finally {
    await log.close();
    await stage.close();
  }
}

async function measure(stage: Stage, log: OrderLog, { chains, pairs, short }: Options) {
  await stage.treasuryDoes({ plan: { does: 'accept' } });
  const restMiB = Math.max(...PARTS.slice(2).map((part) => residentMiB(stage.pidOf(part))));
  const city = new City({ entities: ENTITIES, institutions: INSTITUTIONS });
  const load = new ChainLoad(stage, city, log);
  await load.send([...city.standing()]);
  await stage.settled();
  await load.atFullLoad(chains);
  const runs = await runPairs(stage, load, chains, pairs);
  const small = runs.map(({ chain }) => chain);
  const batch = rounded(await messagesPerBatch(stage), 1);
  const figures = { restMiB: Math.round(restMiB), messagesPerBatch: batch, ...ratios(runs) };
  printCpu(small);
  if (short) return figures;
  const calm = await load.paced(300, PACED_SECONDS);
  const busy = await load.paced(1_000, PACED_SECONDS);
  console.log(`at 300/s ${inMs(calm)}; at 1,000/s ${inMs(busy)}`);
  const hotRatio = await measureHot(load, chains);
  const largeInvalidationSeconds = await measureLargeInvalidation(stage, city, load, LARGE_INVALIDATION);
  const attempts = await attemptsPerTransaction(stage);
  const verified = await verifyPerSecond(stage);
  console.log(`far reach ${rounded(largeInvalidationSeconds, 1)} s; verify ${Math.round(verified)}/s`);
  return {
    ...figures,
    p50Ms: rounded(calm.p50Ms, 1),
    p99Ms: rounded(calm.p99Ms, 1),
    p50MsAt1000: rounded(busy.p50Ms, 1),
    p99MsAt1000: rounded(busy.p99Ms, 1),
    hotRatio: rounded(hotRatio),
    largeInvalidationSeconds: rounded(largeInvalidationSeconds, 1),
    attemptsPerTransaction: rounded(attempts, 3),
    verifyPerSecond: Math.round(verified),
    growthRatio: rounded(await measureGrowth(stage, load, small, chains)),
    replayPerSecond: (await measureReplay(REPLAYED, 1)).replayPerSecond,
  };
}

async function runPairs(stage: Stage, load: ChainLoad, chains: number, pairs: number): Promise<Pair[]> {
  const runs: Pair[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    const ceiling = await measureCeiling(stage, chains);
    const chain = await load.atFullLoad(chains);
    runs.push({ ceiling, chain });
    console.log(`pair ${pair}: ceiling ${inFacts(ceiling)}; chain ${inFacts(chain)}`);
  }
  return runs;
}

function ratios(runs: readonly Pair[]) {
  return {
    chainsPerSecond: Math.round(median(runs.map(({ chain }) => chain.perSecond))),
    chainRatio: rounded(median(runs.map(({ ceiling, chain }) => chain.perSecond / ceiling.perSecond))),
    cpuMicrosPerChain: Math.round(median(runs.map(({ chain }) => sumOf(chain.cpuMicros)))),
    cpuRatio: rounded(
      median(runs.map(({ ceiling, chain }) => sumOf(chain.cpuMicros) / ceiling.cpuMicros)),
      1,
    ),
  };
}

function printCpu(runs: readonly ChainRun[]): void {
  const parts = PARTS.map(
    (part) => `${part} ${Math.round(median(runs.map(({ cpuMicros }) => cpuMicros[part])))}`,
  );
  console.log(`µs of processor per chain: ${parts.join(', ')}`);
}

/** A tenth of all facts on one account, against all on separate accounts; in turns. */
async function measureHot(load: ChainLoad, chains: number): Promise<number> {
  const shares: number[] = [];
  for (let pair = 1; pair <= 3; pair += 1) {
    const uniform = await load.atFullLoad(chains);
    const hot = await load.atFullLoad(chains, true);
    console.log(`hot pair ${pair}: uniform ${inFacts(uniform)}; hot ${inFacts(hot)}`);
    shares.push(hot.perSecond / uniform.perSecond);
  }
  return median(shares);
}

async function measureGrowth(
  stage: Stage,
  load: ChainLoad,
  small: readonly ChainRun[],
  chains: number,
): Promise<number> {
  const startedAt = performance.now();
  await loadDirectly(stage, LARGE_STORE);
  console.log(`${LARGE_STORE} contracts lie in the stores after ${seconds(startedAt)} s`);
  await load.atFullLoad(chains);
  const large: ChainRun[] = [];
  for (let run = 1; run <= 3; run += 1) large.push(await load.atFullLoad(chains));
  printCpu(large);
  return median(large.map(cpuOfRun)) / median(small.slice(0, 3).map(cpuOfRun));
}

function cpuOfRun({ cpuMicros }: { cpuMicros: CpuMicros }): number {
  return sumOf(cpuMicros);
}

function inFacts({ perSecond, cpuMicros }: { perSecond: number; cpuMicros: number | CpuMicros }): string {
  const micros = typeof cpuMicros === 'number' ? cpuMicros : sumOf(cpuMicros);
  return `${Math.round(perSecond)}/s at ${Math.round(micros)} µs`;
}

function inMs({ p50Ms, p99Ms }: Latencies): string {
  return `p50 ${Math.round(p50Ms)} ms, p99 ${Math.round(p99Ms)} ms`;
}

function seconds(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 1_000);
}
