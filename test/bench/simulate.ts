import { shrink, simulate, storyOf } from '../simulation/simulate.ts';

type Options = { seeds: number; first: number; json?: true };

/** Histories of the pure parts by seed; the first that ends wrong is told with as few facts as possible. */
export function benchSimulate({ seeds, first, json }: Options): void {
  const startedAt = performance.now();
  let steps = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const history = simulate(seed);
    steps += history.steps;
    if (history.wrong.length === 0) continue;
    console.log(storyOf(shrink(history)));
    process.exitCode = 1;
    return;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const figures = {
    histories: seeds,
    wrong: 0,
    stepsPerHistory: Math.round(steps / seeds),
    historiesPerSecond: Math.round(seeds / seconds),
  };
  console.log(json ? JSON.stringify(figures) : `${seeds} histories, ${steps} steps, nothing wrong`);
}
