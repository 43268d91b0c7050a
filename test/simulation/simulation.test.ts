import { expect, it } from '@jest/globals';
import { shrink, storyOf } from './shrink.ts';
import { type History, planOf, simulate } from './simulate.ts';
import type { Sabotage } from './world.ts';

const HISTORIES = 300;
/** What no set of so many histories may leave out: what never happens is not tried. */
const PLACES = [
  ...['draft', 'publish', 'object', 'uphold', 'dismiss', 'approve', 'issue', 'cancel', 'close'],
  ...['propose', 'confirm', 'reject', 'suspend', 'budget', 'release', 'resolve'],
  ...['demand', 'receive', 'write off'],
].map((act) => `${act}: done`);
const REFUSALS = [
  ...['approve: same-person', 'approve: publicity-not-over', 'approve: undecided-objections'],
  ...['confirm: same-person', 'write off: same-person', 'publish: short-of-budget'],
  ...['budget: short-of-budget', 'release: already-released', 'release: not-rejected-or-returned'],
  ...['close: orders-under-way', 'demand: too-early', 'receive: more-than-outstanding'],
];
const ELSEWHERE = [
  ...['accepted', 'paid', 'rejected', 'returned', 'refused-by-treasury', 'contradiction'].map(
    (status) => `status: ${status}`,
  ),
  ...['said late', 'sent twice', 'answers lost', 'order anew', 'entry: netting', 'entry: resolution'],
  ...['order straight through', 'order by a run', 'line: held', 'line: belongs-to-another', 'line: no-payee'],
  ...['NATS lost everything', 'met somebody else', 'pressed twice', 'asked for by two'],
];

const tally = new Map<string, number>();

it(`${HISTORIES} histories by seed end as replay says, and settled to the fen`, () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = simulate(planOf(seed));
    if (history.wrong.length > 0) throw new Error(storyOf(shrink(history)));
    for (const [kind, count] of history.tally) tally.set(kind, (tally.get(kind) ?? 0) + count);
  }
}, 120_000);

it('those histories go everywhere', () => {
  const missing = [...PLACES, ...REFUSALS, ...ELSEWHERE].filter((kind) => !tally.has(kind));
  expect(missing).toEqual([]);
});

it.each(['agreement', 'guards', 'ledgers', 'budgets', 'orders', 'runs'] as const)(
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
