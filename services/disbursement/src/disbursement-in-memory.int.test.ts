import type { Relay } from '@duixian/messaging';
import { connectDatabase, createLogger, type Database, startMetrics } from '@duixian/runtime';
import { Random } from '@duixian/testing';
import { sameStories } from '@duixian/testing/same-story';
import { afterAll, expect, it } from '@jest/globals';
import { due, openProcess } from '../testing/process-for-tests.ts';
import { appropriate } from './budgets/appropriate.ts';
import { getSetHash } from './entitlements/get-set-hash.ts';
import { DEFAULT_PROGRAMME } from './programmes/domain/programme.ts';
import { readRun, readRunLines } from './runs/stored-runs.ts';
import { readOrdering, resumeOrdering, suspendOrdering } from './unit-of-work/stored-ordering.ts';
import { readTotals } from './unit-of-work/stored-programme-totals.ts';

const log = createLogger('disbursement-in-memory', 'silent');
const metrics = startMetrics('disbursement-in-memory');
const BY = (by: string) => ({ by, document: '郑科函〔2026〕1号' });
const sameStory = sameStories('duixian_disbursement_in_memory', connectDatabase);

afterAll(() => metrics.shutdown());

async function ordersPublished(database: Database, relay: Relay) {
  const process = await openProcess({ database, relay, log, meter: metrics.meter });
  const random = new Random(7);
  const effects: unknown[] = [];
  for (let version = 1n; version <= 40n; version++) {
    const uscc = `E${random.below(6)}`;
    await process.consume(
      due(uscc, random.pick(['sharing', 'facilitation']), BigInt(random.below(500)), version),
    );
    const orders = await process.collections.orders.find().sort({ sequence: 1 }).toArray();
    const { _id = '' } = orders.length > 0 ? random.pick(orders) : {};
    const status = random.pick(['accepted', 'paid', 'returned', 'rejected'] as const);
    effects.push((await process.intake.record(_id, { status, reason: 'said so' }))?.effect);
  }
  const suspension = { by: 'ann', at: new Date(), because: 'a doubt' };
  effects.push(await suspendOrdering(process.collections, suspension));
  effects.push(await process.consume(due('E1', 'sharing', 9_000n, 100n)));
  effects.push(
    await resumeOrdering(
      process.collections,
      suspension,
      (await readOrdering(process.collections)).reconciliations,
      {
        by: 'bo',
        at: new Date(),
        reconciliationId: 'S1',
      },
    ),
  );
  await process.consume(due('E1', 'sharing', 9_500n, 101n));
  const totals = await readTotals(process.collections, ['2026:awards']);
  return { effects, totals, setHash: await getSetHash(process.collections) };
}

async function runPublished(database: Database, relay: Relay) {
  const programmes = [
    { ...DEFAULT_PROGRAMME, mode: 'runs' as const, budgeted: true, publicityWorkingDays: 0 },
  ];
  const process = await openProcess({ database, relay, log, meter: metrics.meter }, { programmes });
  const { collections, decider, jobs, runs } = process;
  const untilDone = async () => {
    while ((await collections.runs.countDocuments({ job: { $ne: null } })) > 0) {
      jobs.lookSoon();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const entities = Array.from({ length: 300 }, (_, index) => `E${String(index).padStart(4, '0')}`);
  await process.consume(...entities.map((entity) => due(entity, 'sharing', 10n, 1n)));
  const budget = {
    fiscalYear: 2026,
    programme: 'awards',
    appropriatedFen: 2_995n,
    document: '指标',
    by: 'bureau',
  };
  const outcomes: unknown[] = [await appropriate(decider, budget)];
  const filter = { groups: [], years: [], smallestFen: 0n };
  outcomes.push(await runs.draft({ id: 'R1', title: '2019', programme: 'awards', filter }, BY('ann')));
  await untilDone();
  outcomes.push(await runs.publish('R1', BY('bo')));
  outcomes.push(await appropriate(decider, { ...budget, appropriatedFen: 5_000n, document: '指标2' }));
  outcomes.push(await runs.publish('R1', BY('bo')));
  await untilDone();
  outcomes.push(await runs.changeLine('R1', 'E0005', 'object', { ...BY('bo'), reason: '异议' }));
  outcomes.push(await runs.changeLine('R1', 'E0005', 'uphold', { ...BY('dai'), reason: '成立' }));
  await process.consume(due('E0003', 'sharing', 4n, 2n));
  outcomes.push(await runs.step('R1', 'approve', BY('chen')));
  await untilDone();
  outcomes.push(await runs.issue('R1', BY('ann')));
  await untilDone();
  await jobs.stop();
  const run = await readRun(collections, 'R1');
  expect(run?.state).toBe('issued');
  return { outcomes, lines: run && (await readRunLines(collections, run, '', 500)) };
}

it('disbursement orders, pays and suspends the same in memory as on MongoDB', async () => {
  await sameStory(ordersPublished);
});

it('a run goes from draft to orders the same in memory as on MongoDB', async () => {
  await sameStory(runPublished);
});
