import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { contract, PARTY, USCC, yuan } from './items.ts';
import { gapOf, journalEntriesOf, sumsOf } from './money.ts';
import { Officers } from './officers.ts';
import { Stage } from './stage.ts';
import { verified } from './what-is-wrong.ts';

let stage: Stage;
let officers: Officers;
const BUYER = USCC.optics;
const DEMAND = `${BUYER}-D1`;

beforeAll(async () => {
  stage = await Stage.open({ demandAfterDays: 0 });
  officers = await Officers.of(stage);
}, 120_000);

afterEach(async () => {
  const { live, replayed } = await stage.digests();
  expect(live).toBe(replayed);
  for (const uscc of [BUYER, USCC.lab]) expect(gapOf(sumsOf(await journalEntriesOf(stage, uscc)))).toBe(0);
});

afterAll(() => stage.close());

/** The buyer earns 20% of it. */
const ofAmount = (number: number, technology: number, change: object = {}, revision = 1) =>
  contract(number, { technologyAmountFen: yuan(technology), ...change }, revision);
const later = { signedOn: '2020-01-02', registeredOn: '2020-01-02' };
const receive = (id: string, amount: number) =>
  officers.post('bureau', `/v1/recoveries/${DEMAND}/receipts`, { id, amountFen: yuan(amount) });

it('a contract that is amended below what was paid is demanded back', async () => {
  await stage.send(ofAmount(1, 1_000_000));
  await stage.settledOrders(BUYER, 1);
  const request = { entity: BUYER, dueOn: '2030-01-31', reason: '合同变更，第五条' };
  expect(await officers.post('bo', '/v1/recoveries', request)).toMatchObject({ status: 409 });
  await stage.send(ofAmount(1, 300_000, {}, 2));
  await stage.settled();
  expect(await officers.do('bo', '/v1/recoveries', request)).toMatchObject({
    id: DEMAND,
    state: 'demanded',
    demandedFen: yuan(140_000),
    lines: [{ entitledFen: yuan(60_000), paidFen: yuan(200_000), demandedFen: yuan(140_000) }],
  });
  expect(await officers.post('bo', '/v1/recoveries', request)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('a demand stands already') },
  });
});

it('the demand is a letter', async () => {
  const letter = await stage.request(`/v1/recoveries/${DEMAND}/letter`, {});
  expect([letter.status, letter.headers.get('content-disposition')]).toEqual([
    200,
    `attachment; filename="${DEMAND}.docx"`,
  ]);
  expect(
    Buffer.from(await letter.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
});

it('a part comes back, and the same payment counts once', async () => {
  const twice = await Promise.all([receive('bank-1', 50_000), receive('bank-1', 50_000)]);
  expect([...twice, await receive('bank-1', 50_000)]).toMatchObject(
    Array(3).fill({ status: 200, answer: { receivedFen: yuan(50_000), outstandingFen: yuan(90_000) } }),
  );
  expect(await receive('bank-1', 40_000)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringMatching(/counts once over all demands.*50,000\.00 yuan on demand/s) },
  });
  expect(await receive('bank-2', 90_001)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('more than is outstanding') },
  });
  expect(await stage.payables(BUYER)).toMatchObject([{ receivedFen: yuan(50_000), openFen: -yuan(90_000) }]);
});

it('what becomes due later is netted, and not paid', async () => {
  await stage.send(ofAmount(2, 150_000, later));
  await stage.settled();
  expect(await stage.orders(BUYER)).toHaveLength(1);
  expect(await stage.get(`/v1/recoveries/${DEMAND}`)).toMatchObject({
    state: 'demanded',
    receivedFen: yuan(50_000),
    outstandingFen: yuan(60_000),
  });
});

it('another person than who demanded it writes the rest off', async () => {
  const writeOff = `/v1/recoveries/${DEMAND}/write-off`;
  expect(await officers.post('bo', writeOff)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('another person has to') },
  });
  expect(await officers.do('chen', writeOff)).toMatchObject({
    state: 'written-off',
    writtenOffFen: yuan(60_000),
    outstandingFen: 0,
  });
  expect(await officers.post('chen', writeOff)).toMatchObject({ status: 200 });
  expect(await receive('bank-3', 1)).toMatchObject({ status: 409 });
});

it('the movements tell it to the fen', async () => {
  const journalEntries = await journalEntriesOf(stage, BUYER);
  expect(sumsOf(journalEntries)).toEqual({
    entitled: yuan(90_000),
    reserved: 0,
    underWay: 0,
    paid: yuan(200_000),
    nettedOut: 0,
    received: yuan(50_000),
    writtenOff: yuan(60_000),
    open: 0,
  });
  const causes = journalEntries.map(({ cause, step, by, lines }) => [cause, step, by, largest(lines)]);
  expect(causes).toEqual([
    ['entitlement', null, null, yuan(200_000)],
    ['order', null, null, yuan(200_000)],
    ['status', 'paid', null, yuan(200_000)],
    ['entitlement', null, null, yuan(140_000)],
    ['recovery', 'receive', 'local-treasury', yuan(50_000)],
    ['entitlement', null, null, yuan(30_000)],
    ['netting', null, null, yuan(30_000)],
    ['recovery', 'write-off', 'local-approver', yuan(60_000)],
  ]);
  expect(await verified(stage)).toEqual([]);
});

it('what was rejected, released and paid after all is resolved by an officer and recovered by netting', async () => {
  await stage.treasuryDoes({
    rules: [{ payeeUscc: USCC.lab, plan: { does: 'reject', reason: '户名不符' } }],
  });
  await stage.send(ofAmount(3, 500_000, { buyer: PARTY.lab }));
  const [rejected] = await stage.settledOrders(USCC.lab, 1);
  await stage.treasuryDoes({});
  await stage.post(`/v1/orders/${rejected?.id}/release`, { reason: '已更正' });
  await stage.until(
    async () => (await statesOfLab()).join() === 'rejected,paid',
    'the second order to be paid',
  );

  await expect(stage.reportStatus(rejected?.id ?? '', 'paid')).rejects.toThrow(/409.*held for an officer/s);
  expect(await stage.payables(USCC.lab)).toMatchObject([{ paidFen: yuan(100_000), openFen: 0 }]);
  const resolve = `/v1/orders/${rejected?.id}/resolve`;
  expect(await officers.post('ann', resolve, { state: 'paid' })).toMatchObject({ status: 403 });
  expect(await officers.do('chen', resolve, { state: 'paid' })).toMatchObject({
    state: 'paid',
    contradiction: null,
  });
  expect(await stage.payables(USCC.lab)).toMatchObject([{ paidFen: yuan(200_000), openFen: -yuan(100_000) }]);

  await stage.send(ofAmount(4, 800_000, { buyer: PARTY.lab, ...later }));
  await stage.until(async () => (await statesOfLab()).join() === 'paid,paid,paid', 'the rest to be paid');
  expect((await stage.orders(USCC.lab)).at(-1)).toMatchObject({ year: 2020, amountFen: yuan(60_000) });
  expect((await stage.payables(USCC.lab)).map(({ openFen }) => openFen)).toEqual([0, 0]);
  expect(await verified(stage)).toEqual([]);
});

async function statesOfLab(): Promise<string[]> {
  return (await stage.orders(USCC.lab)).map(({ state }) => state);
}

function largest(lines: readonly { fen: number }[]): number {
  return Math.max(...lines.map(({ fen }) => Math.abs(fen)));
}
