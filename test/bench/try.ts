import { MINIATURE } from '../simulation/miniature.ts';
import { SABOTAGES } from '../simulation/sabotage.ts';
import { mutate } from '../simulation/surroundings/mutate.ts';
const [first = '1', count = '1', verbose = '', name = ''] = process.argv.slice(2);
const sabotage = SABOTAGES[name];
const m = mutate([...MINIATURE, ...(sabotage ?? [])]);
const { planOf, simulate } = await import('../simulation/simulate.ts');
m.mustAllBeLoaded();
const { performance } = globalThis;
const now = performance.now.bind(performance);
const started = now();
let steps = 0, bad = 0;
const tally = new Map<string, number>();
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
  const t = now();
  const h = await simulate(planOf(seed));
  steps += h.steps;
  for (const [k, v] of h.tally) tally.set(k, (tally.get(k) ?? 0) + v);
  if (h.wrong.length > 0) bad += 1;
  if (verbose.includes('v') || h.wrong.length > 0) console.log(seed, h.steps, Math.round(now() - t), h.storyHash, h.wrong.slice(0, 3));
  if (verbose.includes('1') && bad > 0) break;
  if (verbose.includes('s')) console.log(h.story.join('\n'));
}
if (verbose.includes('t')) for (const [k, v] of [...tally].sort()) console.log(String(v).padStart(7), k);
console.log(count, 'histories', bad, 'wrong', steps, 'steps', Math.round(now() - started), 'ms');
