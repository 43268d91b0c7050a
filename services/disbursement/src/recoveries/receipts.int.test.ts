import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { HeldDatabase } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { openCollections } from '../unit-of-work/collections.ts';

let servers: ServersForTests;
let parts: PartsForTests;

beforeAll(async () => {
  servers = await openServersForTests('receipts-test');
  parts = await servers.open();
});

afterAll(() => servers.close());

const CASHIER = { by: 'cashier', document: 'd' };

/** Each was paid 100 that are no longer due, and is asked to give them back. */
async function demanded(...entities: string[]) {
  const process = await openProcess(parts);
  for (const entity of entities) {
    await process.consume(due(entity, 'sharing', 100n, 1n));
    await process.intake.record(`${entity}-2019-sharing-1`, { status: 'paid', reason: '' });
    await process.consume(due(entity, 'sharing', 0n, 2n));
    await process.recoveries.demand(entity, {
      by: 'officer',
      document: 'd',
      reason: 'r',
      dueOn: '2030-01-01',
    });
  }
  return process;
}

const transfer = (id: string, recovery: string, fen: bigint) => ({
  id,
  amountFen: fen,
  parts: [{ recovery, fen }],
});

async function receivedFen(demand: string): Promise<bigint | undefined> {
  const { recoveries } = await openCollections(parts.database);
  return (await recoveries.findOne({ _id: demand }))?.receivedFen;
}

it.each([
  ['MongoDB sees it', false],
  ['only versions show it', true],
])("two processes that book one bank's reference on two demands: one does, and %s", async (_, blind) => {
  const [one, other] = [`R-${blind}`, `S-${blind}`];
  const process = await demanded(one, other);
  const held = new HeldDatabase(parts.database, { blind });
  const heldProcess = await openProcess({ ...parts, database: held.connection });
  const reference = `bank ${blind}`;
  const outcomes = await held.meet(
    () => heldProcess.recoveries.receive(transfer(reference, `${one}-D1`, 60n), CASHIER),
    () => process.recoveries.receive(transfer(reference, `${other}-D1`, 60n), CASHIER),
  );
  expect(outcomes).toMatchObject([
    { refusal: 'another-transfer', booked: { parts: [{ recovery: `${other}-D1` }] } },
    { isNew: true },
  ]);
  expect([await receivedFen(`${one}-D1`), await receivedFen(`${other}-D1`)]).toEqual([0n, 60n]);
});

it('a reference that an earlier release booked, in the notes of a demand alone, counts too', async () => {
  const process = await demanded('T', 'U');
  const { recoveries, receipts } = await openCollections(parts.database);
  await process.recoveries.receive(transfer('bank-old', 'T-D1', 60n), CASHIER);
  await receipts.deleteOne({ _id: 'bank-old' });
  expect(await process.recoveries.receive(transfer('bank-old', 'T-D1', 60n), CASHIER)).toMatchObject({
    isNew: false,
  });
  const request = { recovery: 'U-D1', id: 'bank-old', fen: 60n, ...CASHIER };
  await expect(process.ask('receive', request)).rejects.toThrow(
    /"bank-old" counts once over all demands.*0\.60 yuan, booked by cashier at .*: 0\.60 yuan on demand T-D1/,
  );
  expect(await receivedFen('U-D1')).toBe(0n);
  const { queryPlanner } = await recoveries.find({ 'notes.id': 'bank-old' }).explain('queryPlanner');
  expect(JSON.stringify(queryPlanner.winningPlan)).toContain('"indexName":"notes.id_1"');
});

it('of a transfer whose second part is refused nothing is booked', async () => {
  const process = await demanded('V', 'W');
  const several = {
    id: 'bank-several',
    amountFen: 161n,
    parts: [
      { recovery: 'V-D1', fen: 60n },
      { recovery: 'W-D1', fen: 101n },
    ],
  };
  expect(await process.recoveries.receive(several, CASHIER)).toMatchObject({
    refusal: 'more-than-outstanding',
    of: 'W-D1',
  });
  expect(await receivedFen('V-D1')).toBe(0n);
  const right = { ...several, amountFen: 160n, parts: [several.parts[0], { recovery: 'W-D1', fen: 100n }] };
  expect(await process.recoveries.receive(right as typeof several, CASHIER)).toMatchObject({ isNew: true });
  expect([await receivedFen('V-D1'), await receivedFen('W-D1')]).toEqual([60n, 100n]);
});
