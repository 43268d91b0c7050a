import { expect, it } from '@jest/globals';
import { type History, shrink, simulate, storyOf } from './simulate.ts';

const HISTORIES = 300;

it(`${HISTORIES} histories by seed end as replay says, with every order paid once`, () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = simulate(seed);
    if (history.wrong.length > 0) throw new Error(storyOf(shrink(history)));
  }
}, 120_000);

it.each(['agreement', 'guards'] as const)(
  'sees it where %s is taken out, and tells it shortly',
  (sabotage) => {
    const failing = firstWrong(sabotage);
    if (!failing) throw new Error(`nothing was wrong without ${sabotage}`);
    const smallest = shrink(failing, sabotage);
    expect(smallest.wrong.length).toBeGreaterThan(0);
    expect(smallest.facts.length).toBeLessThanOrEqual(10);
    expect(storyOf(smallest)).toContain('what is wrong:');
  },
  120_000,
);

function firstWrong(sabotage: 'agreement' | 'guards'): History | undefined {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = simulate(seed, sabotage);
    if (history.wrong.length > 0) return history;
  }
  return undefined;
}
