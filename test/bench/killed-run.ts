import { killedRun } from '../crash/killed-run.ts';
import { passed } from './last-passed.ts';

type Options = { seeds: number; first: number; lines: number; kills: number; json?: true };

/** One payment run for each seed; the exit code is 1 when a line was lost or paid twice in any of them. */
export async function benchKilledRun({ seeds, first, lines, kills, json }: Options): Promise<void> {
  const sum = { runs: 0, lines: 0, kills: 0, wrong: [] as string[] };
  for (let seed = first; seed < first + seeds; seed += 1) {
    const tally = await killedRun({ seed, lines, killsOfEach: kills, report: console.log });
    sum.runs += 1;
    sum.lines += lines;
    sum.kills += tally.kills;
    sum.wrong.push(...tally.wrong.map((what) => `seed ${seed}, ${what}`));
    for (const what of tally.wrong) console.log(`  ${what}`);
  }
  console.log(
    json
      ? JSON.stringify(sum)
      : `${sum.runs} runs, ${sum.lines} lines, ${sum.kills} kills, ${sum.wrong.length} wrong`,
  );
  if (sum.wrong.length > 0) process.exitCode = 1;
  else passed('killed-run', { seeds, first, lines, kills });
}
