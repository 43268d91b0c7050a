import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { actsV1, unitsV1 } from '@duixian/proto';
import { rpcStatus, sendingKey } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HENAN, type Running, refused, sha256, startProcess } from './partners-for-tests.ts';

const USCC = '91410100170051134L';
const party = (name: string): unitsV1.UnitParty => {
  return { uscc: USCC, name, kind: 'university', divisionCode: '410102', country: '' };
};

let servers: ServersForTests;
let running: Running;

beforeAll(async () => {
  servers = await openServersForTests('units-test');
  running = await startProcess(servers);
}, 60_000);
afterAll(async () => {
  await running.close();
  await servers.close();
});

type Act = unitsV1.ChangeUnitsRequest['act'];
const change = (actor: actsV1.Actor | undefined, id: string, act: Act) =>
  running.clients.units.changeUnits({ id, actor, because: '来函', act });
const propose = (id: string, units: unitsV1.NamedParty[], actor = running.actors.li) =>
  change(actor, id, { $case: 'propose', value: { source: HENAN, units } });
const CONFIRM = { $case: 'confirm', value: {} } as const;
const REJECT = { $case: 'reject', value: {} } as const;
const meaningOf = async (unit: string) =>
  (await running.clients.units.listUnits({ source: HENAN, unit, after: '', limit: 0 })).units;

describe('a unit', () => {
  it('is what another person confirmed, found by code and by name, exactly', async () => {
    const { li, sun, wang } = running.actors;
    const named = { unit: 'U 1', party: party('郑州（示例）大学') };
    expect(await propose('P-1', [named])).toMatchObject({
      proposal: { id: 'P-1', count: 1, status: 'UNIT_PROPOSAL_STATUS_PROPOSED' },
      isNew: true,
    });
    expect((await propose('P-1', [named])).isNew).toBe(false);
    await expect(propose('P-1', [{ ...named, unit: 'U2' }])).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /^taken: /),
    );
    expect(await meaningOf('U1')).toEqual([]);
    await expect(change(li, 'P-1', CONFIRM)).rejects.toEqual(refused(rpcStatus.PERMISSION_DENIED, /approve/));
    await change(sun, 'P-own', { $case: 'propose', value: { source: HENAN, units: [named] } });
    await expect(change(sun, 'P-own', CONFIRM)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^same-person: /),
    );
    expect(await change(wang, 'P-1', CONFIRM)).toMatchObject({ isNew: true, proposal: { count: 1 } });
    expect(await change(wang, 'P-1', CONFIRM)).toMatchObject({ isNew: false, proposal: { count: 1 } });
    const [found] = await meaningOf('U1');
    expect(found).toMatchObject({
      ...{ unit: 'U1', version: 1, proposal: 'P-1', document: '来函', proposedBy: 'li', confirmedBy: 'wang' },
      party: { uscc: USCC, name: '郑州（示例）大学' },
    });
    expect(await meaningOf('郑州(示例) 大学')).toEqual([found]);
    expect(await meaningOf('郑州示例大学')).toEqual([]);
    const { acts } = await running.clients.history.listActs({ of: 'units/P-1', after: '', limit: 0 });
    expect(acts.map(({ event, by }) => [event, by])).toEqual([
      ['confirm', 'wang'],
      ['propose', 'li'],
    ]);
  });

  it('that is confirmed again has the next version', async () => {
    await propose('P-3', [{ unit: 'U1', party: party('郑州示例大学') }]);
    await change(running.actors.wang, 'P-3', CONFIRM);
    expect(await meaningOf('U1')).toMatchObject([
      { version: 2, proposal: 'P-3', party: { name: '郑州示例大学' } },
    ]);
  });

  it('that is rejected names nothing, and its id nothing else', async () => {
    await propose('P-4', [{ unit: '别的', party: party('别的') }]);
    await change(running.actors.li, 'P-4', REJECT);
    await expect(change(running.actors.wang, 'P-4', CONFIRM)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^nothing-waits: /),
    );
    await expect(propose('P-4', [{ unit: '又一个', party: party('又一个') }])).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /^taken: /),
    );
    expect(await meaningOf('别的')).toEqual([]);
  });

  it('is confirmed once by two at the same instant', async () => {
    await propose('P-5', [{ unit: '同时', party: party('同时') }]);
    const { wang, zhao } = running.actors;
    const both = await Promise.all([wang, zhao].map((actor) => change(actor, 'P-5', CONFIRM)));
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(await meaningOf('同时')).toMatchObject([{ version: 1 }]);
  });
});

it('a table of units is one proposal, and beyond its limits none', async () => {
  const { most } = LIMITS.unitsOfProposal;
  const units = Array.from({ length: most }, (_, at) => ({ unit: `代码${at}`, party: party(`单位${at}`) }));
  await propose('T-1', units);
  const answer = await running.clients.units.getUnitProposal({ id: 'T-1' });
  expect([answer.proposal?.count, answer.units.length]).toEqual([most, most]);
  await change(running.actors.wang, 'T-1', CONFIRM);
  expect(await meaningOf(`代码${most - 1}`)).toMatchObject([{ party: { name: `单位${most - 1}` } }]);
  await expect(propose('T-2', [...units, ...units.slice(0, 1)])).rejects.toEqual(
    refused(rpcStatus.INVALID_ARGUMENT, /^units: 1 to 2000; these are 2001$/),
  );
  const wrong = { ...party(''), uscc: '1', divisionCode: '41' };
  await expect(propose('T-3', [{ unit: '', party: wrong }])).rejects.toEqual(
    refused(rpcStatus.INVALID_ARGUMENT, /units\.0\.unit: .*units\.0\.party\.uscc must .*divisionCode/),
  );
}, 30_000);

it('a command that is sent again under its key gets its answer', async () => {
  const key = { key: 'K1/units', hash: sha256('units') };
  const ask = () => propose('P-6', [{ unit: '再次', party: party('再次') }]);
  const first = await sendingKey(key, ask);
  expect(await sendingKey(key, ask)).toEqual(first);
  expect(first.isNew).toBe(true);
});
