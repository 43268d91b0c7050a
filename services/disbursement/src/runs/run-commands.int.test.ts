import { setTimeout as sleep } from 'node:timers/promises';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { OutOfTime } from '@duixian/runtime';
import { defined } from '@duixian/values';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { appropriate } from '../budgets/appropriate.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import type { PushOutcome } from '../treasury/push-outcome.ts';
import { Pusher } from '../treasury/pusher.ts';
import { readOrdering, resumeOrdering, suspendOrdering } from '../unit-of-work/stored-ordering.ts';
import { refusedRun } from './run-refusals.ts';
import { readRun, readRunLines } from './stored-runs.ts';

const programmes = [{ ...DEFAULT_PROGRAMME, mode: 'runs' as const, budgeted: true, publicityWorkingDays: 0 }];
const BY = (by: string) => ({ by, document: '郑科函〔2026〕1号' });
const SUSPENSION = { by: 'ann', at: new Date(), because: 'a doubt' };
const filter = { groups: [], years: [], smallestFen: 0n };

let servers: ServersForTests;
let parts: PartsForTests;
type Process = Awaited<ReturnType<typeof openProcess>>;
let one: Process;
let other: Process;

beforeAll(async () => {
  servers = await openServersForTests('run-desk-test');
});

/** Two processes on a fresh database with 700 entities that are due 10 fen each: four chunks. */
beforeEach(async () => {
  parts = await servers.open();
  one = await openProcess(parts, { programmes });
  other = await openProcess(parts, { programmes });
  await one.consume(...Array.from({ length: 700 }, (_, index) => due(entityOf(index), 'sharing', 10n, 1n)));
  await budgetOf(10_000n);
});

afterEach(async () => {
  for (const { jobs } of [one, other]) await jobs.stop();
  await parts.close();
});

afterAll(() => servers.close());

describe('a run of several chunks, on real servers', () => {
  it('goes from draft to orders, and its budget with it', async () => {
    await published();
    expect(await one.collections.orders.countDocuments()).toBe(0);
    expect(await budget()).toMatchObject({ committedFen: 7_000n, orderedFen: 0n });
    await one.runs.step('R1', 'approve', BY('chen'));
    await untilDone(one);
    await one.runs.issue('R1', BY('ann'));
    await untilDone(one);
    expect(await stateOf('R1')).toMatchObject({ state: 'issued', sums: { issuedFen: 7_000n } });
    expect(await one.collections.orders.countDocuments({ run: 'R1' })).toBe(700);
    expect(await budget()).toMatchObject({ committedFen: 0n, orderedFen: 7_000n });
  });

  it('is worked off once, whoever works and dies', async () => {
    await published();
    await one.runs.step('R1', 'approve', BY('chen'));
    await Promise.all([untilDone(one), untilDone(other)]);
    await other.runs.issue('R1', BY('ann'));
    one.jobs.lookSoon();
    await one.jobs.stop(); // Stopped halfway: it finishes what it has begun, the rest is for the other.
    await untilDone(other);
    expect(await one.collections.orders.countDocuments({ run: 'R1' })).toBe(700);
    expect(await budget()).toMatchObject({ committedFen: 0n, orderedFen: 7_000n });
  });

  it('sends its orders when all are made', async () => {
    await published();
    await one.runs.step('R1', 'approve', BY('chen'));
    await untilDone(one);
    await one.runs.issue('R1', BY('ann'));
    while ((await one.collections.orders.countDocuments()) === 0) await sleep(5);
    await one.jobs.stop(); // Some are made, but not the last chunk.
    expect((await stateOf('R1')).job?.event).toBe('issue');
    const arrived = new Set<string>();
    const treasury = {
      push: async (batch: readonly { _id: string }[]): Promise<PushOutcome> => {
        for (const { _id } of batch) arrived.add(_id);
        return { answers: batch.map(({ _id: id }) => ({ id, status: 'accepted' as const, reason: '' })) };
      },
      abort: () => {},
    };
    const pusher = new Pusher(one.collections, treasury as never, one.decider, one.intake, servers.log);
    pusher.start();
    await sleep(1_500); // It has scanned at least twice.
    expect(arrived.size).toBe(0);
    await untilDone(other);
    while (arrived.size < 700) await sleep(50);
    await pusher.stop();
  }, 30_000);

  it('is approved by one of two who approve at the same instant, and issued once by two', async () => {
    await published();
    const approvals = await Promise.all([
      one.runs.step('R1', 'approve', BY('chen')),
      other.runs.step('R1', 'approve', BY('dai')),
    ]);
    expect(approvals.filter((outcome) => 'isNew' in outcome && outcome.isNew)).toHaveLength(1);
    await untilDone(one);
    const issues = await Promise.all([one.runs.issue('R1', BY('ann')), other.runs.issue('R1', BY('bo'))]);
    expect(issues.filter((outcome) => 'isNew' in outcome && outcome.isNew)).toHaveLength(1);
    await Promise.all([untilDone(one), untilDone(other)]);
    const { notes } = await stateOf('R1');
    expect(notes.map(({ event }) => event)).toEqual(['draft', 'publish', 'approve', 'issue']);
    expect(await one.collections.orders.countDocuments()).toBe(700);
  });

  it('does not spend the yuan of another that is published at the same instant', async () => {
    await budgetOf(9_000n);
    for (const id of ['R1', 'R2'])
      await one.runs.draft({ id, title: id, programme: 'awards', filter }, BY('ann'));
    await untilDone(one);
    const outcomes = await Promise.all([
      one.runs.publish('R1', BY('bo')),
      other.runs.publish('R2', BY('bo')),
    ]);
    expect(outcomes.filter((outcome) => 'shortFen' in outcome)).toEqual([{ shortFen: 5_000n }]);
    await untilDone(one);
    expect(await budget()).toMatchObject({ committedFen: 7_000n });
  });

  it('is not issued while ordering is suspended: who asks is told why and what to do, and nothing changes', async () => {
    await approved();
    await suspendOrdering(one.collections, SUSPENSION);
    const before = await stateOf('R1');
    const outcome = await one.runs.issue('R1', BY('ann'));
    expect(outcome).toEqual({ suspended: SUSPENSION });
    if ('run' in outcome) throw new Error('it was issued');
    expect(refusedRun('R1', outcome).message).toMatch(
      /by ann: a doubt\. Nothing was changed: reconcile the treasury's statement, resume ordering/,
    );
    expect(await stateOf('R1')).toEqual(before);
    await resume();
    await one.runs.issue('R1', BY('ann'));
    await untilDone(one);
    expect(await one.collections.orders.countDocuments({ run: 'R1' })).toBe(700);
  });

  it('waits where ordering is suspended in the midst of its issue, keeps no other run from going on, and goes on afterwards', async () => {
    await approved();
    let stopping: Promise<void> | undefined;
    one.decider.onIssued(() => {
      stopping ??= one.jobs.stop();
    });
    await one.runs.issue('R1', BY('ann'));
    while (stopping === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    await stopping;
    await suspendOrdering(one.collections, SUSPENSION);
    const issuedSoFar = await one.collections.orders.countDocuments();
    expect(issuedSoFar).toBeLessThan(700);
    // Requested again, it is already in progress.
    expect(await other.runs.issue('R1', BY('ann'))).toMatchObject({
      isNew: false,
      run: { state: 'approved' },
    });
    await other.runs.draft({ id: 'R2', title: 'R2', programme: 'awards', filter }, BY('ann'));
    while ((await stateOf('R2')).job !== null) {
      other.jobs.lookSoon();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await one.collections.orders.countDocuments()).toBe(issuedSoFar);
    await resume();
    await untilDone(other);
    expect(await one.collections.orders.countDocuments({ run: 'R1' })).toBe(700);
  });

  it.each([
    ['a line that cannot be reserved', ['paidFen']],
    ['two of two chunks', ['paidFen', 'receivedFen']],
  ])('goes on without %s, and says so', async (_, ledgerSession) => {
    const broken = ledgerSession.map((book, index) => [entityOf(3 + 600 * index), book] as const);
    await one.runs.draft({ id: 'R1', title: '2019', programme: 'awards', filter }, BY('ann'));
    await untilDone(one);
    for (const [uscc, book] of broken) await spoil(uscc, book, -9n);
    await one.runs.publish('R1', BY('bo'));
    await untilDone(one);
    const run = await stateOf('R1');
    expect(run).toMatchObject({ state: 'published', sums: { linesOut: broken.length } });
    for (const [uscc] of broken) expect(await lineOf(uscc)).toMatchObject({ out: 'defect', amounts: [] });
    expect(await budget()).toMatchObject({ committedFen: 7_000n - 10n * BigInt(broken.length) });
  });

  it('issues all others where one line cannot be issued: what it reserved stays so, and nobody else waits', async () => {
    await approved();
    await spoil(entityOf(699), 'reservedFen', 0n);
    await spoil(entityOf(0), 'paidFen', -9n);
    await one.runs.issue('R1', BY('ann'));
    await one.runs.draft({ id: 'R2', title: 'R2', programme: 'awards', filter }, BY('ann'));
    await untilDone(one);
    expect(await stateOf('R1')).toMatchObject({ state: 'issued', sums: { linesOut: 2, issuedFen: 6_980n } });
    expect(await one.collections.orders.countDocuments({ run: 'R1' })).toBe(698);
    const kept = { out: 'defect', amounts: [{ fen: 10n }], issuedFen: 0n, order: '' };
    expect(await lineOf(entityOf(699))).toMatchObject(kept);
    expect(await lineOf(entityOf(0))).toMatchObject(kept);
    expect(await budget()).toMatchObject({ committedFen: 20n, orderedFen: 6_980n });
    expect(await stateOf('R2')).toMatchObject({ state: 'draft', job: null });
    const giveBack = (uscc: string) =>
      one.runs.changeLine('R1', uscc, 'give-back', { ...BY('ann'), reason: '已修正' });
    // Nothing is written while its ledger does not allow it, nor for a line that holds nothing.
    expect(await giveBack(entityOf(0))).toEqual({ refusal: 'still-defect' });
    expect(await giveBack(entityOf(1))).toEqual({ refusal: 'not-put-aside' });
    expect(await budget()).toMatchObject({ committedFen: 20n });
    await spoil(entityOf(0), 'paidFen', 0n);
    expect(await giveBack(entityOf(0))).toMatchObject({ isNew: true, line: { out: 'defect', amounts: [] } });
    expect(await giveBack(entityOf(0))).toMatchObject({ isNew: false });
    expect(await budget()).toMatchObject({ committedFen: 10n, orderedFen: 6_980n });
    const ledger = await one.collections.ledgers.findOne({ _id: entityOf(0) });
    expect(ledger?.payables).toMatchObject([{ reservedFen: 0n }]);
    expect((await stateOf('R1')).notes.at(-1)).toMatchObject({ event: 'give-back', entity: entityOf(0) });
  });

  it('goes on past a ledger that a later release wrote, and in parts where the server has no time', async () => {
    await published();
    await one.collections.ledgers.updateOne({ _id: entityOf(7) }, { $set: { schemaVersion: 99 } });
    const workOff = one.decider.workOff.bind(one.decider);
    let refused = 0;
    one.decider.workOff = (decision, makesOrders) =>
      workOff(
        {
          ...decision,
          async read(session) {
            const found = await decision.read(session);
            if ([...(found.scope.usccs ?? [])].length <= 40) return found;
            refused += 1;
            throw new OutOfTime('it took too long');
          },
        },
        makesOrders,
      );
    await one.runs.step('R1', 'approve', BY('chen'));
    await untilDone(one);
    expect(refused).toBeGreaterThan(0);
    expect(await stateOf('R1')).toMatchObject({ state: 'approved', sums: { linesOut: 1 } });
    expect(await lineOf(entityOf(7))).toMatchObject({ out: 'defect', amounts: [{ fen: 10n }] });
  });

  it('gives back what a line that was put aside holds, when it is cancelled', async () => {
    await published();
    await spoil(entityOf(3), 'paidFen', -9n);
    await one.consume(due(entityOf(4), 'sharing', 4n, 2n));
    await spoil(entityOf(4), 'paidFen', -9n);
    await spoil(entityOf(4), 'underWayFen', 9n);
    await one.runs.step('R1', 'approve', BY('chen'));
    await untilDone(one);
    // The line that had not fallen was not touched, so nothing was found.
    expect(await lineOf(entityOf(3))).toMatchObject({ out: null });
    expect(await lineOf(entityOf(4))).toMatchObject({
      out: 'defect',
      amounts: [{ fen: 10n }],
      approvedFen: 0n,
    });
    for (const index of [3, 4]) await spoil(entityOf(index), 'paidFen', 0n);
    await spoil(entityOf(4), 'underWayFen', 0n);
    await one.runs.step('R1', 'cancel', BY('ann'));
    await untilDone(one);
    expect(await stateOf('R1')).toMatchObject({ state: 'cancelled' });
    expect(await lineOf(entityOf(4))).toMatchObject({ out: 'cancelled', amounts: [] });
    expect(await budget()).toMatchObject({ committedFen: 0n });
    expect(await one.collections.ledgers.countDocuments({ 'payables.reservedFen': { $gt: 0n } })).toBe(0);
  });

  it('lowers a line that fell meanwhile, and takes out one that was objected to', async () => {
    await published();
    await one.consume(due(entityOf(3), 'sharing', 4n, 2n));
    await one.runs.changeLine('R1', entityOf(5), 'object', { ...BY('bo'), reason: '异议' });
    await one.runs.changeLine('R1', entityOf(5), 'uphold', { ...BY('dai'), reason: '成立' });
    await one.runs.step('R1', 'approve', BY('chen'));
    await untilDone(one);
    const run = defined(await readRun(one.collections, 'R1'), 'it was drafted');
    const lines = await readRunLines(one.collections, run, '', 10);
    expect(lines[0]).toMatchObject({ published: [{ fen: 10n }], approvedFen: 10n, issuedFen: null });
    expect(lines[3]).toMatchObject({ draftFen: 10n, approvedFen: 4n });
    expect(lines[5]).toMatchObject({ out: 'objection', amounts: [] });
    expect(await budget()).toMatchObject({ committedFen: 6_984n });
  });
});

async function published(): Promise<void> {
  await one.runs.draft({ id: 'R1', title: '2019', programme: 'awards', filter }, BY('ann'));
  await untilDone(one);
  await one.runs.publish('R1', BY('bo'));
  await untilDone(one);
}

async function approved(): Promise<void> {
  await published();
  await one.runs.step('R1', 'approve', BY('chen'));
  await untilDone(one);
}

/** As a defect of the software, or of a disk, might leave it. */
async function spoil(uscc: string, book: string, fen: bigint): Promise<void> {
  await one.collections.ledgers.updateOne({ _id: uscc }, { $set: { [`payables.0.${book}`]: fen } });
}

async function lineOf(entity: string) {
  const run = defined(await readRun(one.collections, 'R1'), 'it was drafted');
  return (await readRunLines(one.collections, run, '', 1_000)).find((line) => line.entity === entity);
}

async function resume(): Promise<boolean> {
  return resumeOrdering(one.collections, SUSPENSION, (await readOrdering(one.collections)).reconciliations, {
    by: 'chen',
    at: new Date(),
    reconciliationId: 'S1',
  });
}

/** Works until no step is in progress any more. */
async function untilDone({ jobs, collections }: Process): Promise<void> {
  while ((await collections.runs.countDocuments({ job: { $ne: null } })) > 0) {
    jobs.lookSoon();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function budgetOf(appropriatedFen: bigint) {
  const fiscalYear = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
  const what = { fiscalYear, programme: 'awards', appropriatedFen };
  return appropriate(one.decider, { ...what, document: `指标 ${appropriatedFen}`, by: 'bureau' });
}

async function budget() {
  return await one.collections.budgets.findOne({});
}

async function stateOf(id: string) {
  const run = await one.collections.runs.findOne({ _id: id });
  if (!run) throw new Error(`no run ${id}`);
  return run;
}

function entityOf(index: number): string {
  return `E${String(index).padStart(4, '0')}`;
}
