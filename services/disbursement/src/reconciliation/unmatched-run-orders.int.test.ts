import { createHash } from 'node:crypto';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import type { reconciliationV1 } from '@duixian/proto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { appropriate } from '../budgets/appropriate.ts';
import { openOf } from '../ledger/domain/entry.ts';
import { fiscalYearOf } from '../orders/domain/order.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { readOrdering, resumeOrdering, suspendOrdering } from '../unit-of-work/stored-ordering.ts';
import { importUnmatched } from './import-unmatched.ts';
import { reconcile } from './reconcile-rpc.ts';
import { openReconciliations } from './stored-reconciliations.ts';

const programmes = [{ ...DEFAULT_PROGRAMME, mode: 'runs' as const, budgeted: true, publicityWorkingDays: 0 }];
const BY = (by: string) => ({ by, document: 'paper' });
const SUSPENSION = { by: 'disbursement', at: new Date(), because: 'older' };
const DAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const filter = { groups: [], years: [], smallestFen: 0n };
const ENTITIES = ['A', 'B', 'C'];
let servers: ServersForTests;
let runtime: PartsForTests;
let process: Awaited<ReturnType<typeof openProcess>>;

beforeAll(async () => {
  servers = await openServersForTests('missing-test');
});

beforeEach(async () => {
  runtime = await servers.open();
  process = await openProcess(runtime, { programmes });
  await process.consume(...ENTITIES.map((uscc) => due(uscc, 'sharing', 10n, 1n)));
  const what = { fiscalYear: fiscalYearOf(new Date()), programme: 'awards', appropriatedFen: 100n };
  await appropriate(process.decider, { ...what, document: 'd', by: 'bureau' });
});

afterEach(async () => {
  await process.jobs.stop();
  await runtime.close();
});

afterAll(() => servers.close());

describe('orders of a run that a restored database does not have', () => {
  it('take what its lines reserved; issued once more, the run makes only those that are missing', async () => {
    await to('approved');
    await imports({ 'R1-A': '', 'R1-C': '' });
    expect(await budget()).toMatchObject({ committedFen: 10n, orderedFen: 20n });
    await resumed();
    await process.runs.issue('R1', BY('ann'));
    await untilDone();
    expect(await orders()).toEqual(['R1-A 10 paid R1', 'R1-B 10 issued R1', 'R1-C 10 paid R1']);
    expect(await run()).toMatchObject({ state: 'issued', job: null, sums: { issuedFen: 30n, linesOut: 0 } });
    expect(await budget()).toMatchObject({ committedFen: 0n, orderedFen: 30n });
    expect(await ledgerSession()).toEqual(['A 0 0 10', 'B 0 10 0', 'C 0 0 10']);
  });

  it('are paid with less than was reserved: the rest is open again', async () => {
    await to('published');
    await imports({ 'R1-A': '' }, 7n);
    expect(await budget()).toMatchObject({ committedFen: 20n, orderedFen: 7n });
    expect((await ledgerSession())[0]).toBe('A 3 0 7');
    await process.runs.step('R1', 'approve', BY('chen'));
    await untilDone();
    await resumed();
    await process.runs.issue('R1', BY('ann'));
    await untilDone();
    expect(await orders()).toEqual(['R1-A 7 paid R1', 'R1-B 10 issued R1', 'R1-C 10 issued R1']);
    expect(await budget()).toMatchObject({ committedFen: 0n, orderedFen: 27n });
  });

  it('are taken in while an issue stands still, which then goes on with the others', async () => {
    await to('approved');
    await process.runs.issue('R1', BY('ann'));
    await process.jobs.stop();
    const begun = await run();
    if (begun.job === null) throw new Error('the issue has only begun');
    await imports({ 'R1-B': '' });
    expect((await run()).job).toEqual(begun.job);
    await resumed();
    process = await openProcess(runtime, { programmes });
    await untilDone();
    expect(await orders()).toEqual(['R1-A 10 issued R1', 'R1-B 10 paid R1', 'R1-C 10 issued R1']);
    expect(await budget()).toMatchObject({ committedFen: 0n, orderedFen: 30n });
  });

  it('take what is open where the run is not known, and no run gets its name', async () => {
    await imports({ 'R1-A': '', 'R1-B': '' });
    expect(await ledgerSession()).toEqual(['A 0 0 10', 'B 0 0 10', 'C 10 0 0']);
    expect(await budget()).toMatchObject({ committedFen: 0n, orderedFen: 20n });
    await resumed();
    const again = { id: 'R1', title: 'R1', programme: 'awards', filter };
    expect(await process.runs.draft(again, BY('ann'))).toEqual({ refusal: 'another-run' });
    await process.runs.draft({ ...again, id: 'R2' }, BY('ann'));
    await untilDone();
    expect(await process.collections.runLines.find().toArray()).toMatchObject([{ entity: 'C' }]);
  });

  it('were paid more than is open: that is too much, and recovered', async () => {
    await imports({ 'R1-A': '' }, 14n);
    expect((await ledgerSession())[0]).toBe('A -4 0 14');
  });

  it('of a run that is drafted here wait until it is cancelled', async () => {
    await to('drafted');
    await imports({ 'R1-A': 'its run is only drafted here: cancel it, then try again' });
    await process.runs.step('R1', 'cancel', BY('ann'));
    await imports({ 'R1-A': '' });
    expect((await ledgerSession())[0]).toBe('A 0 0 10');
  });

  it('are left where the payee is another, or nothing is known of it', async () => {
    await imports({
      'R1-NOBODY': expect.stringContaining('nothing is known of the account') as never,
      'r1-A': expect.stringContaining('its id is none of those') as never,
    });
    expect(await ledgerSession()).toEqual(['A 10 0 0', 'B 10 0 0', 'C 10 0 0']);
  });
});

async function to(state: 'drafted' | 'published' | 'approved'): Promise<void> {
  await process.runs.draft({ id: 'R1', title: 'R1', programme: 'awards', filter }, BY('ann'));
  await untilDone();
  if (state === 'drafted') return;
  await process.runs.publish('R1', BY('bo'));
  await untilDone();
  if (state === 'published') return;
  await process.runs.step('R1', 'approve', BY('chen'));
  await untilDone();
}

/** Suspends; reconciles a statement in which these orders are paid; imports them, twice. */
async function imports(refusals: Record<string, string>, fen = 10n): Promise<void> {
  await suspendOrdering(process.collections, SUSPENSION);
  const reconciliations = openReconciliations(runtime.database);
  const lines = Object.keys(refusals).map((orderId): reconciliationV1.StatementLine => {
    const payeeName = `${orderId.split('-').at(-1)} 公司`;
    const paid = { amountFen: fen, state: 'STATEMENT_STATE_PAID' as const };
    return { orderId, voucherNo: '', payeeName, payeeAccountNo: '', ...paid };
  });
  const sha256 = createHash('sha256').update(String(Math.random())).digest('hex');
  async function* parts(): AsyncGenerator<reconciliationV1.ReconcileRequest> {
    const value = { day: DAY, fileName: 's.csv', sha256, by: 'clerk', anew: true, lines: lines.length };
    yield { part: { $case: 'head', value } };
    yield { part: { $case: 'lines', value: { lines } } };
  }
  const { reconciliation } = await reconcile(process.collections, reconciliations, parts());
  for (let time = 0; time < 2; time++) {
    const request = { id: reconciliation?.id ?? '', by: 'officer' };
    const { orders: imported } = await importUnmatched(reconciliations, process.decider, request);
    expect(Object.fromEntries(imported.map(({ orderId, refusal }) => [orderId, refusal]))).toEqual(refusals);
  }
}

async function resumed(): Promise<void> {
  const resumption = { by: 'chen', at: new Date(), reconciliationId: 'S' };
  await resumeOrdering(
    process.collections,
    SUSPENSION,
    (await readOrdering(process.collections)).reconciliations,
    resumption,
  );
}

async function untilDone(): Promise<void> {
  const { jobs, collections } = process;
  while ((await collections.runs.countDocuments({ job: { $ne: null } })) > 0) {
    jobs.lookSoon();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function orders(): Promise<string[]> {
  const found = await process.collections.orders.find().sort({ _id: 1 }).toArray();
  return found.map(({ _id, amountFen, state, run: of }) => `${_id} ${amountFen} ${state} ${of}`);
}

/** Open, in flight and paid of each entity. */
async function ledgerSession(): Promise<string[]> {
  const found = await process.collections.ledgers.find().sort({ _id: 1 }).toArray();
  return found.map(({ _id, payables: [payable] }) =>
    payable ? `${_id} ${openOf(payable)} ${payable.underWayFen} ${payable.paidFen}` : _id,
  );
}

async function run() {
  const found = await process.collections.runs.findOne({ _id: 'R1' });
  if (!found) throw new Error('there is no run');
  return found;
}

function budget() {
  return process.collections.budgets.findOne({});
}
