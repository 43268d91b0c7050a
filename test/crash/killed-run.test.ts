import { expect, it } from '@jest/globals';
import { killedRun } from './killed-run.ts';

const SEED = 1;
const LINES = 1_500;

it('disbursement, its database and the gateway are killed during a run: every line is ordered and paid once', async () => {
  const report = (sentence: string) => process.stderr.write(`${sentence}\n`);
  const tally = await killedRun({ seed: SEED, lines: LINES, killsOfEach: 2, report });
  expect(tally).toMatchObject({ seed: SEED, lines: LINES, kills: 6, wrong: [] });
}, 180_000);
