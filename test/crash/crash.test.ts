import { numbersOf } from '@duixian/testing/long-forms';
import { expect, it } from '@jest/globals';
import { crashRun } from './crash-run.ts';

const SEED = 1;
const { facts: FACTS, kills: KILLS } = numbersOf('storms');

it('processes killed at random, NATS and awards that lose everything: nothing is lost, nothing doubled', async () => {
  const tally = await crashRun({ seed: SEED, facts: FACTS, kills: KILLS, report: () => {} });
  expect(tally).toMatchObject({ seed: SEED, wrong: [] });
  expect(tally.orders).toBeGreaterThan(0);
}, 300_000);
