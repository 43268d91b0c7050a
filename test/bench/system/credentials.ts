import { City } from '@duixian/testing';
import { defined } from '@duixian/values';
import { USCC } from '../../e2e/items.ts';
import { Officers } from '../../e2e/officers.ts';
import { Stage } from '../../e2e/stage.ts';
import { inWords, median, rounded } from '../figures.ts';
import { ChainLoad, type ChainRun } from './chain-load.ts';
import { OrderLog } from './order-log.ts';
import { sumOf } from './processes.ts';

/** The source of all facts of a city. */
const CITY = 'urn:test:city';

type Options = { chains: number; pairs: number; json?: true };
type Variant = Pick<Parameters<typeof Stage.open>[0] & object, 'unguarded' | 'unproven'> & {
  /**
   * Contracts come from an exchange that two persons confirmed, with a key of its own, and not with the key for any
   * source.
   */
  readonly bySource?: true;
};

/**
 * The cost of credentials and TLS: the same chains with a system that requires them and one that does not, in turns.
 */
export function benchCredentials(options: Options): Promise<void> {
  return inTurns({}, { unguarded: true }, options);
}

/** The cost of registers that check sources, and of services that prove their messages to each other. */
export function benchAuthority(options: Options): Promise<void> {
  return inTurns({ bySource: true }, { unproven: true }, options);
}

async function inTurns(one: Variant, other: Variant, { chains, pairs, json }: Options): Promise<void> {
  const guarded: ChainRun[] = [];
  const unguarded: ChainRun[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    // Each begins equally often, because a machine may become slower or faster meanwhile.
    const turns = [() => measure(chains, one, guarded), () => measure(chains, other, unguarded)];
    for (const turn of pair % 2 === 0 ? turns.reverse() : turns) await turn();
    console.log(`pair ${pair}: with ${inFacts(guarded.at(-1))}; without ${inFacts(unguarded.at(-1))}`);
  }
  // Pair by pair: between pairs the machine may have changed.
  const shares = (figure: (run: ChainRun) => number) =>
    guarded.map((run, at) => figure(run) / figure(defined(unguarded[at], 'every pair has both')));
  const chainShares = shares(({ perSecond }) => perSecond);
  const figures = {
    chainsShare: rounded(median(chainShares), 3),
    leastChainsShare: rounded(Math.min(...chainShares), 3),
    mostChainsShare: rounded(Math.max(...chainShares), 3),
    cpuShare: rounded(median(shares(({ cpuMicros }) => sumOf(cpuMicros))), 3),
  };
  console.log(json ? JSON.stringify(figures) : inWords(figures));
}

async function measure(chains: number, { bySource, ...options }: Variant, runs: ChainRun[]): Promise<void> {
  const stage = await Stage.open(options);
  const log = await OrderLog.open(stage);
  try {
    await stage.treasuryDoes({ plan: { does: 'accept' } });
    const city = new City({ entities: 100_000, institutions: 50 });
    await new ChainLoad(stage, city, log).send([...city.standing()]);
    await stage.settled();
    const load = new ChainLoad(stage, city, log, bySource && (await keyOfExchange(stage)));
    await load.atFullLoad(chains);
    runs.push(await load.atFullLoad(chains));
  } finally {
    await log.close();
    await stage.close();
  }
}

/** The key of the city's source, as an exchange that two persons confirmed. */
async function keyOfExchange(stage: Stage): Promise<string> {
  const officers = await Officers.of(stage);
  const source = `/v1/sources/${encodeURIComponent(CITY)}`;
  await officers.do('ann', `${source}/propose`, {
    ...{ name: '示例技术交易所', kind: 'exchange', answerableUscc: USCC.lab },
    types: ['duixian.contract.v1', 'duixian.receipt.v1'],
  });
  await officers.do('chen', `${source}/confirm`, { document: undefined, number: 1 });
  return defined((await stage.giveKeys({ exchange: [`source:${CITY}`] })).get('exchange'), 'it was given');
}

function inFacts(run: ChainRun | undefined): string {
  return run ? `${Math.round(run.perSecond)}/s at ${Math.round(sumOf(run.cpuMicros))} µs` : 'nothing';
}
