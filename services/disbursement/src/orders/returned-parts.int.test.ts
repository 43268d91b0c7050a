import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { reconciliationV1 } from '@duixian/proto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { reconcile } from '../reconciliation/reconcile-rpc.ts';
import { openReconciliations } from '../reconciliation/stored-reconciliations.ts';
import { endToEndIdOf } from './domain/end-to-end-id.ts';
import { getOrder } from './get-order.ts';
import { listOrders } from './list-orders.ts';

let servers: ServersForTests;
let parts: Awaited<ReturnType<ServersForTests['open']>>;
let process: Awaited<ReturnType<typeof openProcess>>;

beforeAll(async () => {
  servers = await openServersForTests('returned-parts-test');
  parts = await servers.open();
  process = await openProcess(parts);
});

afterAll(() => servers.close());

async function paid(entity: string): Promise<string> {
  await process.consume(due(entity, 'sharing', 10_000n, 1n));
  const id = `${entity}-2019-sharing-1`;
  await process.intake.record(id, { status: 'paid', reason: '' });
  return id;
}

const back = (id: string, returnedFen: bigint | undefined, reference: string, by = '') =>
  process.ask('recordStatus', {
    ...{ id, state: 'ORDER_STATE_RETURNED', reason: '账户已销户', reference, by },
    ...(returnedFen !== undefined && { returnedFen }),
  });

it('parts come back, are refused beyond what was paid, and are released by themselves', async () => {
  const id = await paid('P');
  expect(await back(id, 4_000n, 'TK-1')).toMatchObject({
    effect: 'STATUS_EFFECT_RECORDED',
    order: { state: 'ORDER_STATE_PAID', returnedFen: 4_000n, returns: [{ reference: 'TK-1', fen: 4_000n }] },
  });
  expect(await back(id, 4_000n, 'TK-1')).toMatchObject({ effect: 'STATUS_EFFECT_NONE' });
  await expect(back(id, 4_001n, 'TK-1')).rejects.toThrow('its reference stands for another amount');
  await expect(back(id, 6_001n, 'TK-2')).rejects.toThrow('40.00 of 100.00 yuan came back already');
  await expect(back(id, 1n, '')).rejects.toThrow(/reference: the bank's reference/);
  await expect(back(id, 0n, 'TK-2')).rejects.toThrow('returnedFen: more than 0');
  const list = { after: '', limit: 10, entity: 'P', state: 'ORDER_STATE_RETURNED' } as const;
  expect(await listOrders(process.collections, list)).toMatchObject({ orders: [{ id }] });
  const released = await process.ask('releaseOrder', { id, by: 'ann', reason: 'r' });
  expect(released).toMatchObject({
    order: { state: 'ORDER_STATE_PAID', returns: [{ release: { by: 'ann' } }] },
    replacement: { amountFen: 4_000n, replaces: id },
  });
  expect(await back(id, undefined, '')).toMatchObject({
    order: { state: 'ORDER_STATE_RETURNED', returnedFen: 10_000n },
  });
});

it('who said that money came back does not have it paid again: another person has to', async () => {
  const id = await paid('T');
  const release = (by: string) => process.ask('releaseOrder', { id, by, reason: '账户已更正' });
  await back(id, 4_000n, 'TK-1', 'lu');
  await expect(release('lu')).rejects.toThrow('who said what became of it does not have it paid again');
  expect(await release('ann')).toMatchObject({ replacement: { amountFen: 4_000n } });
  await back(id, undefined, '');
  await expect(release('lu')).rejects.toThrow('who said what became of it');
});

it('a contradiction is not resolved by who reported what contradicts', async () => {
  const id = await paid('U');
  const report = { id, state: 'ORDER_STATE_REJECTED', reason: '', reference: '', by: 'lu' } as const;
  expect(await process.ask('recordStatus', report)).toMatchObject({
    effect: 'STATUS_EFFECT_CONTRADICTION',
  });
  const resolve = (by: string) =>
    process.ask('resolveOrder', {
      ...{ id, state: 'ORDER_STATE_REJECTED', by, document: '国库来函' },
    });
  await expect(resolve('lu')).rejects.toThrow('another person has to');
  expect(await resolve('chen')).toMatchObject({ order: { state: 'ORDER_STATE_REJECTED' } });
});

it('who demanded money back does not report that what was paid came back', async () => {
  const id = await paid('V');
  const recovery = {
    ...{ _id: 'V-D1', version: 1, entity: 'V', name: 'V 公司', state: 'demanded', reason: '第十七条' },
    ...{ dueOn: '2027-01-31', lines: [], demandedFen: 1n, receivedFen: 0n, writtenOffFen: 0n },
    notes: [{ event: 'demand', by: 'lu', at: new Date(), document: '通知', fen: 1n, id: '' }],
  };
  await process.collections.recoveries.insertOne(recovery as never);
  await expect(back(id, undefined, '', 'lu')).rejects.toThrow('who demanded money back from its payee');
  expect(await back(id, undefined, '', 'bureau')).toMatchObject({ effect: 'STATUS_EFFECT_RECORDED' });
});

it('two processes that hear of two parts at once lose neither', async () => {
  const id = await paid('Q');
  const other = await openProcess(parts);
  const report = (intake: typeof process.intake, fen: bigint, reference: string) =>
    intake.record(id, { status: 'returned', reason: '', returned: { fen, reference } });
  await Promise.all([report(process.intake, 3_000n, 'TK-1'), report(other.intake, 2_000n, 'TK-2')]);
  expect((await getOrder(process.collections, id)).returnedFen).toBe(5_000n);
});

it('a statement names an order by its id or its reference for banks, and a part of it that came back', async () => {
  const id = await paid('S');
  await back(id, 4_000n, 'TK-1');
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const line: reconciliationV1.StatementLine = {
    ...{ orderId: id, voucherNo: 'ZF-1', payeeName: 'S 公司', payeeAccountNo: '' },
    ...{ amountFen: 10_000n, state: 'STATEMENT_STATE_PAID' },
  };
  const backLine = { ...line, orderId: endToEndIdOf(id), voucherNo: 'TK-1', amountFen: 4_000n };
  const lines: reconciliationV1.StatementLine[] = [line, { ...backLine, state: 'STATEMENT_STATE_RETURNED' }];
  const statement = async (sha: string) =>
    (
      await reconcile(
        process.collections,
        openReconciliations(parts.database),
        partsOf(
          { day, fileName: 'f', sha256: sha.repeat(64), by: 'ann', anew: false, lines: lines.length },
          lines,
        ),
      )
    ).reconciliation;
  // The other orders of this day are missing in this statement.
  expect(await statement('a')).toMatchObject({
    ...{ matched: 1, missingHere: 0, different: 0 },
    there: { orders: 1, paidFen: 6_000n, returnedFen: 4_000n },
  });
  // An order of 0.1.0 has no stored reference before it is migrated.
  await process.collections.orders.updateOne({ _id: id }, { $unset: { endToEndId: '', schemaVersion: '' } });
  expect(await statement('b')).toMatchObject({ matched: 1, missingHere: 0 });
});

async function* partsOf(
  head: reconciliationV1.ReconcileRequest_Head,
  lines: reconciliationV1.StatementLine[],
): AsyncGenerator<reconciliationV1.ReconcileRequest> {
  yield { part: { $case: 'head', value: head } };
  yield { part: { $case: 'lines', value: { lines } } };
}
