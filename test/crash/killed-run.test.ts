import { numbersOf } from '@duixian/testing/long-forms';
import { expect, it } from '@jest/globals';
import { killedRun } from './killed-run.ts';

const SEED = 1;
const { lines: LINES, killsOfEach: KILLS_OF_EACH } = numbersOf('storms');

it('disbursement, its database and the gateway are killed during a run: every line is ordered and paid once', async () => {
  const report = (sentence: string) => process.stderr.write(`${sentence}\n`);
  const tally = await killedRun({ seed: SEED, lines: LINES, killsOfEach: KILLS_OF_EACH, report });
  expect(tally).toMatchObject({ seed: SEED, lines: LINES, kills: 3 * KILLS_OF_EACH, wrong: [] });
}, 180_000);
