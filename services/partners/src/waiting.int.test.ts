import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { unitsV1, waitingV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { HENAN, type Running, refused, startProcess } from './partners-for-tests.ts';

const FIRM = '郑州示例精密机械有限公司';
const PARTY: unitsV1.UnitParty = {
  ...{ uscc: '91410100170051134L', name: FIRM, kind: 'enterprise', divisionCode: '410100', country: '' },
};
const AT = '2026-11-30T08:00:00.000Z';
const LATER = '2026-11-30T09:00:00.000Z';

let servers: ServersForTests;
let running: Running;

beforeAll(async () => {
  servers = await openServersForTests('waiting-test');
  running = await startProcess(servers);
}, 60_000);
beforeEach(async () => {
  for (const collection of ['units', 'unitProposals', 'waitingRows'])
    await running.parts.database.collection(collection).deleteMany({});
});
afterAll(async () => {
  await running.close();
  await servers.close();
});

function row(
  subject: string,
  unit: string,
  change: Partial<waitingV1.WaitingRow> = {},
): waitingV1.WaitingRow {
  const waitsFor = [{ field: 'user', unit, division: '' }];
  return { type: 'duixian.usage.v1', subject, dataJson: '{"feeFen":1}', waitsFor, isFinal: false, ...change };
}

async function keep(rows: waitingV1.WaitingRow[], arrivedAt = AT) {
  const { outcomes } = await running.clients.waiting.keepRows({
    source: HENAN,
    way: 'nrii',
    arrivedAt,
    rows,
  });
  return outcomes.map((outcome) => outcome.slice('KEPT_OUTCOME_'.length));
}

async function name(unit: string, id = unit): Promise<void> {
  const { clients, actors } = running;
  const value = { source: HENAN, units: [{ unit, party: PARTY }] };
  const change = { id, because: '来函' };
  await clients.units.changeUnits({ ...change, actor: actors.li, act: { $case: 'propose', value } });
  await clients.units.changeUnits({ ...change, actor: actors.wang, act: { $case: 'confirm', value: {} } });
}

const take = async () => (await running.clients.waiting.takeReleased({ limit: 200 })).rows;
const states = async () => {
  const { rows } = await running.clients.waiting.listRows({ source: HENAN, after: '', limit: 0 });
  return Object.fromEntries(rows.map(({ subject, state }) => [subject, state.slice('ROW_STATE_'.length)]));
};
const waitingUnits = async () =>
  (await running.clients.waiting.listWaitingUnits({ source: '', after: '', limit: 0 })).units;

it('rows wait, by unit, with suggestions, and are released when two persons have named it', async () => {
  await name(FIRM);
  const part = `${FIRM}研发部`;
  expect(await keep([row('S-1', part), row('S-2', part), row('S-3', '外地公司')])).toEqual(
    Array(3).fill('WAITING'),
  );
  expect(await waitingUnits()).toEqual([
    { source: HENAN, unit: '外地公司', rows: 1, since: AT, suggestions: [] },
    { source: HENAN, unit: part, rows: 2, since: AT, suggestions: [PARTY] },
  ]);
  expect(await take()).toEqual([]);
  await name(part, 'N-2');
  const taken = await take();
  expect(taken.map(({ subject }) => subject).sort()).toEqual(['S-1', 'S-2']);
  expect(JSON.parse(taken[0]?.dataJson ?? '')).toEqual({
    ...{ feeFen: 1, user: { uscc: PARTY.uscc, name: FIRM, kind: 'enterprise', divisionCode: '410100' } },
  });
  expect(await take()).toEqual([]);
  expect(await waitingUnits()).toHaveLength(1);
});

it('what a register answered stays, without the data; what was replaced meanwhile is taken again', async () => {
  await keep([row('S-1', '甲'), row('S-2', '甲'), row('S-3', '甲')]);
  await name('甲');
  const [one, two, three] = await take();
  await keep([row('S-3', '甲', { dataJson: '{"feeFen":2}' })], LATER);
  const fault = { field: 'data.quantity', reason: 'bad-field', message: 'x' };
  const settled = (from: waitingV1.ReleasedRow | undefined, state: waitingV1.RowState, faults = [fault]) => {
    const { dataJson, ...of } = from as waitingV1.ReleasedRow;
    return { ...of, state, faults };
  };
  const rows = [
    settled(one, 'ROW_STATE_RECORDED', []),
    settled(two, 'ROW_STATE_REFUSED'),
    settled(three, 'ROW_STATE_RECORDED', []),
  ];
  await running.clients.waiting.settleReleased({ rows });
  await running.clients.waiting.settleReleased({ rows });
  expect(await states()).toEqual({ 'S-1': 'RECORDED', 'S-2': 'REFUSED', 'S-3': 'RELEASED' });
  const stored = await running.parts.database.collection('waitingRows').find({ state: 'refused' }).toArray();
  expect(stored).toMatchObject([{ dataJson: '', faults: [fault] }]);
  expect(await take()).toMatchObject([
    { subject: 'S-3', arrivedAt: LATER, dataJson: expect.stringContaining('2') },
  ]);
  const { indexes } = { indexes: await running.parts.database.collection('waitingRows').indexes() };
  expect(indexes).toContainEqual(expect.objectContaining({ expireAfterSeconds: 30 * 24 * 3_600 }));
});

it('who takes rows and ends leaves them to others after a while', async () => {
  await keep([row('S-1', '甲')]);
  await name('甲');
  expect(await take()).toHaveLength(1);
  const { collection } = { collection: running.parts.database.collection('waitingRows') };
  const [held] = await collection.find().toArray();
  const leftMs = held?.['takenUntil'].getTime() - Date.now();
  expect(leftMs).toBeGreaterThan(LIMITS.rowTakenMs.most - 10_000);
  expect(await take()).toEqual([]);
  await collection.updateOne({}, { $set: { takenUntil: new Date(0) } });
  expect(await take()).toHaveLength(1);
});

it('a row whose unit is known already is released at once; one that lacks another unit waits on', async () => {
  await name('甲');
  const both = [
    { field: 'user', unit: '甲', division: '' },
    { field: 'owner', unit: '乙', division: '' },
  ];
  await keep([row('S-1', '甲'), row('S-2', '', { waitsFor: both })]);
  expect(await states()).toEqual({ 'S-1': 'RELEASED', 'S-2': 'WAITING' });
  await name('甲', 'N-2');
  expect((await take()).map(({ subject }) => subject)).toEqual(['S-1']);
  expect(await states()).toMatchObject({ 'S-2': 'WAITING' });
  await name('乙');
  expect((await take()).map(({ subject }) => subject)).toEqual(['S-2']);
});

it('rows that arrive while their unit is confirmed are released, whichever comes first', async () => {
  const arrivals = Array.from({ length: 12 }, (_, at) => keep([row(`S-${at}`, '甲')]));
  await Promise.all([...arrivals, name('甲')]);
  expect(new Set(Object.values(await states()))).toEqual(new Set(['RELEASED']));
});

it('a draft is replaced by a later row, a final one is not', async () => {
  expect(
    await keep([row('S-1', '甲'), row('S-1', '甲', { dataJson: '{"feeFen":3}', isFinal: true })]),
  ).toEqual(['WAITING', 'WAITING']);
  expect(
    await keep([row('S-1', '甲', { dataJson: '{"feeFen":3}', isFinal: true }), row('S-1', '甲')]),
  ).toEqual(['WAITING', 'ALREADY_FINAL']);
});

it('of one source no more waits than its limits, and what waits already may be replaced', async () => {
  const { most } = LIMITS.rowsWaiting;
  await keep([row('S-0', '甲')]);
  const rows = running.parts.database.collection<{ _id: string }>('waitingRows');
  const { _id, ...like } = (await rows.findOne()) ?? {};
  await rows.insertMany(Array.from({ length: most - 1 }, (_, at) => ({ ...like, _id: `${at}` })));
  expect(await keep([row('S-0', '甲', { dataJson: '{}' }), row('beyond', '甲')])).toEqual([
    'WAITING',
    'OVER_LIMIT',
  ]);
  await rows.deleteMany({});
  const large = JSON.stringify({ note: 'x'.repeat(LIMITS.rowsWaitingBytes.most / 2) });
  expect(await keep([row('L-1', '甲', { dataJson: large }), row('L-2', '甲', { dataJson: large })])).toEqual([
    'WAITING',
    'OVER_LIMIT',
  ]);
}, 60_000);

it('a source has one secret for its records, and others have others', async () => {
  const { waiting } = running.clients;
  const secretOf = async (source: string) => (await waiting.lookUp({ source, units: [] })).recordSecret;
  const [one, same] = await Promise.all([secretOf(HENAN), secretOf(HENAN)]);
  expect([one, one?.length]).toEqual([same, 32]);
  expect(await secretOf(`${HENAN}:other`)).not.toEqual(one);
});

it('an officer sends a final record back, once at a revision', async () => {
  const { clients, actors } = running;
  const asked = { source: HENAN, subject: 'S-1', revision: 7n, reason: '金额有误' };
  await expect(clients.waiting.sendBack({ ...asked, actor: actors.li })).rejects.toEqual(
    refused(rpcStatus.PERMISSION_DENIED, /^lacks-role: .*officer/),
  );
  await running.parts.database
    .collection<{ _id: string }>('persons')
    .updateOne({ _id: 'li' }, { $push: { 'standing.scopes': 'officer' } } as never);
  expect(await clients.waiting.sendBack({ ...asked, actor: actors.li })).toEqual({ isNew: true });
  expect(await clients.waiting.sendBack({ ...asked, actor: actors.li })).toEqual({ isNew: false });
  expect(await clients.waiting.readSentBack({ source: HENAN, subjects: ['S-1', 'S-2'] })).toEqual({
    records: [{ subject: 'S-1', revision: 7n }],
  });
  const { acts } = await clients.history.listActs({ of: `record/${HENAN}/S-1`, after: '', limit: 0 });
  expect(acts).toMatchObject([{ event: 'send-back', by: 'li', because: '金额有误' }]);
});
