import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import type { waitingV1 } from '@duixian/proto';
import { connectDatabase, type Database } from '@duixian/runtime';
import { type ServiceProcess, startProcess } from '@duixian/service/process-for-tests';
import { numbersOf } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { actorsOf, type Clients, connect, firstPersons, HENAN } from './partners-for-tests.ts';

// services/partners is killed in the midst of a release: each row is recorded in the end, however often, and none is lost or
// stays taken.
const ROWS = 300;
const PARTY = { uscc: '91410100170051134L', name: '甲', kind: 'other', divisionCode: '410100', country: '' };
const AT = '2026-11-30T08:00:00.000Z';

let servers: TestInfrastructure;
let partners: ServiceProcess;
let clients: Clients;
let database: Database;

async function start(): Promise<void> {
  partners = await startProcess(join(import.meta.dirname, '..'), servers, {
    FIRST_PERSONS_FILE: firstPersons(),
  });
  clients = connect(partners.address);
}

/** Asks, and kills the process so many milliseconds later; whether there was an answer. */
async function killedDuring(afterMs: number, ask: () => Promise<unknown>): Promise<boolean> {
  const answer = ask().then(
    () => true,
    () => false,
  );
  await sleep(afterMs);
  await partners.end('SIGKILL');
  const wasAnswered = await answer;
  clients.close();
  await start();
  return wasAnswered;
}

async function again<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

beforeAll(async () => {
  servers = await startTestInfrastructure();
  await start();
  database = await connectDatabase(servers.mongo.url, 'duixian_partners');
}, 60_000);

afterAll(async () => {
  await partners.end('SIGTERM');
  await database.client.close();
  await servers.stop();
});

const rowsOf = (source: string) => database.collection('waitingRows').find({ source }).toArray();
const afterTheirTime = () =>
  database.collection('waitingRows').updateMany({}, { $set: { takenUntil: new Date(0) } });

/** Rows that wait for a unit, and its confirmation. */
async function waiting(source: string): Promise<() => Promise<unknown>> {
  const rows = Array.from({ length: ROWS }, (_, at) => ({
    ...{ type: 'duixian.usage.v1', subject: `S-${at}`, dataJson: '{"feeFen":1}', isFinal: true },
    waitsFor: [{ field: 'user', unit: '甲', division: '' }],
  }));
  await clients.waiting.keepRows({ source, way: 'nrii', arrivedAt: AT, rows });
  const { li, wang } = await actorsOf(clients);
  const change = { id: source, because: '来函' };
  const value = { source, units: [{ unit: '甲', party: PARTY }] };
  await clients.units.changeUnits({ ...change, actor: li, act: { $case: 'propose', value } });
  return () => clients.units.changeUnits({ ...change, actor: wang, act: { $case: 'confirm', value: {} } });
}

const take = async () => (await clients.waiting.takeReleased({ limit: 200 })).rows;
const settle = (taken: readonly waitingV1.ReleasedRow[]) => {
  const settled = taken.map(({ dataJson, ...row }) => ({
    ...row,
    state: 'ROW_STATE_RECORDED' as const,
    faults: [],
  }));
  return clients.waiting.settleReleased({ rows: settled });
};

/** Without the kill: each step again until it is answered, as gateways and persons do. */
async function toTheEnd(confirm: () => Promise<unknown>): Promise<Set<string>> {
  const recorded = new Set<string>();
  await again(confirm);
  await afterTheirTime();
  for (let rows = await again(take); rows.length > 0; rows = await again(take)) {
    for (const { subject } of rows) recorded.add(subject);
    await again(() => settle(rows));
  }
  return recorded;
}

const KILLED_AT: readonly (readonly [string, (confirm: () => Promise<unknown>) => Promise<boolean>])[] = [
  [
    'what became of them is written',
    async (confirm) => {
      await confirm();
      const taken = await take();
      return killedDuring(5, () => settle(taken));
    },
  ],
  ['a unit is confirmed', (confirm) => killedDuring(15, confirm)],
  [
    'they are taken',
    async (confirm) => {
      await confirm();
      return killedDuring(10, take);
    },
  ],
];

it.each(KILLED_AT.slice(0, numbersOf('kills').instants))(
  'while %s',
  async (name, kill) => {
    const source = `${HENAN}:${KILLED_AT.findIndex(([one]) => one === name)}`;
    const confirm = await waiting(source);
    await kill(confirm);
    const states = (await rowsOf(source)).map(({ state }) => state);
    // A confirmation releases all of its rows or none.
    if (!states.includes('recorded')) expect(new Set(states).size).toBe(1);
    const recorded = await toTheEnd(confirm);
    expect((await rowsOf(source)).map(({ state, dataJson }) => `${state}${dataJson}`)).toEqual(
      Array(ROWS).fill('recorded'),
    );
    if (states.includes('recorded')) expect(recorded.size).toBeLessThanOrEqual(ROWS);
    else expect(recorded.size).toBe(ROWS);
  },
  60_000,
);
