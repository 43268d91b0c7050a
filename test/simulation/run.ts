/** The program of the simulation: `node test/simulation/run.ts '{"seeds":10,"first":1}'`. */
import { MINIATURE } from './miniature.ts';
import { SABOTAGES } from './sabotage.ts';
import type { History } from './simulate.ts';
import { mutate } from './surroundings/mutate.ts';

export type Options = {
  /** The number of histories; more follow, at most `most`, until they have been to each of `places`. */
  seeds: number;
  most?: number;
  places?: readonly string[];
  first: number;
  /** Run before all others: seeds known to reach rare places. */
  also?: readonly number[];
  twice?: true;
  sabotage?: string;
  like?: string;
  json?: true;
};

const { performance } = globalThis;

/**
 * Histories by seed of the services' own code, in one process; the first that ends wrong is reported in its
 * smallest form. With sabotage a history that ends wrong is the goal (with `like`: with a fault that matches
 * it), and none is the failure.
 */
async function runAll(options: Options): Promise<void> {
  const { seeds, most = seeds, places = [], first, also = [], twice, sabotage, like = '', json } = options;
  const { run, shrink, storyOf } = await simulation(sabotage);
  const startedAt = performance.now();
  const tally = new Map<string, number>();
  let [histories, steps] = [0, 0];
  const isEnough = () => {
    const beyond = histories - also.length;
    return beyond >= seeds && (beyond >= most || places.every((place) => tally.has(place)));
  };
  for (const seed of seedsFrom(first, also)) {
    if (isEnough()) break;
    histories += 1;
    const history = await run(seed);
    if (twice && (await run(seed)).storyHash !== history.storyHash)
      throw new Error(`seed ${seed} was another story the second time`);
    steps += history.steps;
    for (const [kind, count] of history.tally) tally.set(kind, (tally.get(kind) ?? 0) + count);
    if (!history.wrong.some((sentence) => sentence.match(like))) continue;
    console.log(json ? JSON.stringify({ seed, wrong: history.wrong }) : storyOf(await shrink(history)));
    process.exitCode = sabotage === undefined ? 1 : 0;
    return;
  }
  if (sabotage !== undefined) process.exitCode = 1;
  report({ histories, steps, seconds: (performance.now() - startedAt) / 1_000, tally, json });
}

function* seedsFrom(first: number, also: readonly number[]): Generator<number> {
  yield* also;
  for (let seed = first; ; seed += 1) yield seed;
}

/** Loaded only now, so that what it loads is mutated as the simulation requires. */
async function simulation(sabotage: string | undefined) {
  const mutations = sabotage === undefined ? [] : SABOTAGES[sabotage];
  if (!mutations) throw new Error(`--sabotage: one of ${Object.keys(SABOTAGES).join(', ')}`);
  const mutated = mutate([...MINIATURE, ...mutations]);
  const { planOf, simulate } = await import('./simulate.ts');
  const { shrink, storyOf } = await import('./shrink.ts');
  mutated.mustAllBeLoaded();
  const run = (seed: number): Promise<History> => simulate(planOf(seed));
  return { run, shrink, storyOf };
}

interface Figures {
  readonly histories: number;
  readonly steps: number;
  readonly seconds: number;
  readonly tally: ReadonlyMap<string, number>;
  readonly json: true | undefined;
}

function report({ histories, steps, seconds, tally, json }: Figures): void {
  const figures = {
    histories,
    wrong: 0,
    stepsPerHistory: Math.round(steps / histories),
    historiesPerSecond: Math.round((100 * histories) / seconds) / 100,
    stepsPerSecond: Math.round(steps / seconds),
  };
  const counted = [...tally].sort();
  if (json) {
    console.log(JSON.stringify({ ...figures, tally: Object.fromEntries(counted) }));
    return;
  }
  for (const [kind, count] of counted) console.log(`${String(count).padStart(9)}  ${kind}`);
  console.log(`${histories} histories, ${steps} steps, nothing wrong`);
  console.log(
    `${figures.historiesPerSecond} histories and ${figures.stepsPerSecond} steps a second on one core`,
  );
}

await runAll(JSON.parse(process.argv[2] ?? '{}') as Options);
