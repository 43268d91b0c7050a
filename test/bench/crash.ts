import { crashRun } from '../crash/crash-run.ts';
import { passed } from './last-passed.ts';

type Options = { seeds: number; first: number; facts: number; kills: number; json?: true };

/** One run for each seed; the exit code is 1 when anything was lost or doubled in any of them. */
export async function benchCrash({ seeds, first, facts, kills, json }: Options): Promise<void> {
  const sum = { runs: 0, kills: 0, natsLosses: 0, orders: 0, wrong: [] as string[] };
  for (let seed = first; seed < first + seeds; seed += 1) {
    const tally = await crashRun({ seed, facts, kills, report: console.log });
    sum.runs += 1;
    sum.kills += kills;
    sum.natsLosses += tally.natsLosses;
    sum.orders += tally.orders;
    sum.wrong.push(...tally.wrong.map((what) => `seed ${seed}, ${what}`));
    console.log(`seed ${seed}: ${tally.orders} orders, ${tally.wrong.length} wrong`);
    for (const what of tally.wrong) console.log(`  ${what}`);
  }
  console.log(
    json
      ? JSON.stringify(sum)
      : `${sum.runs} runs, ${sum.kills} kills, ${sum.natsLosses} losses of NATS, ${sum.orders} orders, ${sum.wrong.length} wrong`,
  );
  if (sum.wrong.length > 0) process.exitCode = 1;
  else passed('crash', { seeds, first, facts, kills });
}
