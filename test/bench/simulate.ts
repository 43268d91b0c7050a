import { shrink, storyOf } from '../simulation/shrink.ts';
import { planOf, simulate } from '../simulation/simulate.ts';

type Options = { seeds: number; first: number; json?: true };

const STEPS_OF_A_HISTORY = 500;

/** Histories of the pure parts by seed, on one core; the first that ends wrong is told with as little as possible. */
export function benchSimulate({ seeds, first, json }: Options): void {
  const startedAt = performance.now();
  const tally = new Map<string, number>();
  let steps = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const history = simulate(planOf(seed));
    if (history.wrong.length > 0) {
      console.log(storyOf(shrink(history)));
      process.exitCode = 1;
      return;
    }
    steps += history.steps;
    for (const [kind, count] of history.tally) tally.set(kind, (tally.get(kind) ?? 0) + count);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const figures = {
    histories: seeds,
    wrong: 0,
    stepsPerHistory: Math.round(steps / seeds),
    historiesPerSecond: Math.round(seeds / seconds),
    historiesOf500StepsPerSecond: Math.round(steps / STEPS_OF_A_HISTORY / seconds),
  };
  if (json) {
    console.log(JSON.stringify({ ...figures, tally: Object.fromEntries([...tally].sort()) }));
    return;
  }
  for (const [kind, count] of [...tally].sort()) console.log(`${String(count).padStart(9)}  ${kind}`);
  console.log(`${seeds} histories, ${steps} steps, nothing wrong`);
  console.log(`${figures.historiesOf500StepsPerSecond} histories of 500 steps a second on one core`);
}
