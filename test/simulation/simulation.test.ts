import { expect, it } from '@jest/globals';
import { shrink, storyOf } from './shrink.ts';
import { type History, planOf, simulate } from './simulate.ts';
import type { Sabotage } from './world.ts';

const HISTORIES = 300;

it(`${HISTORIES} histories by seed end as replay says, and settled to the fen`, () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = simulate(planOf(seed));
    if (history.wrong.length > 0) throw new Error(storyOf(shrink(history)));
  }
}, 120_000);

it.each(['agreement', 'guards', 'ledgers', 'budgets', 'orders', 'runs', 'recoveries'] as const)(
  'sees it where %s is taken out, and tells it shortly',
  (sabotage) => {
    const failing = firstWrong(sabotage);
    if (!failing) throw new Error(`nothing was wrong without ${sabotage}`);
    const smallest = shrink(failing);
    expect(smallest.wrong.length).toBeGreaterThan(0);
    expect(smallest.facts.length).toBeLessThanOrEqual(10);
    expect(storyOf(smallest)).toContain('what is wrong:');
  },
  120_000,
);

function firstWrong(sabotage: Sabotage): History | undefined {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = simulate(planOf(seed, sabotage));
    if (history.wrong.length > 0) return history;
  }
  return undefined;
}
