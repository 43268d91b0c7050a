import type { Fact } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats, Outbox, Relay } from '@duixian/messaging';
import { connectDatabase, type Database } from '@duixian/runtime';
import { testUsccs } from '@duixian/testing';
import { defined, LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Register } from './register.ts';

const log = pino({ level: 'silent' });
const { most } = LIMITS.factsGathered;
const [FULL = '', OTHER = '', ...FURTHER] = testUsccs(40);
let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
let relay: Relay;
let register: Register;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'gathered');
  nats = await connectNats(servers.nats.url, 'gathered-test', log);
  const outbox = new Outbox(database);
  relay = new Relay(outbox, nats, log);
  relay.start();
  const usccOf = (fact: Fact) => (fact.type === 'duixian.sanction.v1' ? fact.data.uscc : '');
  const definition = {
    owner: 'institutions',
    types: ['duixian.sanction.v1'],
    aboutOf: (fact: Fact) => [usccOf(fact)],
    gathersAt: (fact: Fact) => ({ field: 'data.uscc', at: usccOf(fact) }),
  } as const;
  register = await Register.open(definition, { database, outbox, relay });
});

afterAll(async () => {
  await relay.stop();
  await nats.close();
  await database.client.close();
  await servers.stop();
});

function sanction(subject: string, uscc: string, revision = 1): Fact {
  const data = { revision, uscc, from: '2019-01-01', until: null, documentNo: 'a', reason: 'b' };
  return {
    type: 'duixian.sanction.v1',
    subject,
    source: 'urn:test:bureau',
    id: `${subject}-${revision}`,
    time: '2019-01-02T03:04:05Z',
    data: { ...data, status: 'active' },
  } as Fact;
}

async function record(...facts: Fact[]) {
  const outcomes = await register.record(facts.map((fact) => ({ fact, traceparent: undefined })));
  return outcomes.map((outcome) =>
    typeof outcome === 'object' && 'field' in outcome ? outcome : `${outcome}`,
  );
}

describe('facts of one type at one key', () => {
  it(`are at most ${most}, and who sends one more hears where`, async () => {
    const all = Array.from({ length: most + 2 }, (_, at) => sanction(`S${at}`, FULL));
    const outcomes = await record(...all.slice(0, most - 1));
    expect(new Set(outcomes)).toEqual(new Set(['recorded']));
    const [last, beyond, elsewhere] = await record(
      defined(all[most - 1], 'it was made'),
      defined(all[most], 'it was made'),
      sanction('elsewhere', OTHER),
    );
    expect([last, elsewhere]).toEqual(['recorded', 'recorded']);
    expect(beyond).toEqual({
      field: 'data.uscc',
      reason: 'too-large',
      message: `there are 1,000 facts of this type for ${FULL} already, the most that are allowed: revise one of them instead`,
    });
    expect(await record(defined(all[most + 1], 'it was made'))).toEqual([beyond]);
    expect(await record(defined(all[0], 'it was made'))).toEqual(['duplicate']);
  });

  it('may be revised there, move away, and then have room for another', async () => {
    expect(await record(sanction('S0', FULL, 2), sanction('S1', OTHER, 2))).toEqual(['recorded', 'recorded']);
    expect(await record(sanction('in its place', FULL))).toEqual(['recorded']);
  });

  it('are not more because one is revised to be there', async () => {
    const [outcome] = await record(sanction('elsewhere', FULL, 2));
    expect(outcome).toMatchObject({ field: 'data.uscc', reason: 'too-large' });
  });

  it('are counted for each key apart, also where many keys together have as many', async () => {
    const each = 50;
    const many = FURTHER.flatMap((uscc) =>
      Array.from({ length: each }, (_, at) => sanction(`${uscc} ${at}`, uscc)),
    );
    expect(new Set(await record(...many))).toEqual(new Set(['recorded']));
    const further = FURTHER.map((uscc) => sanction(`${uscc} further`, uscc));
    expect(new Set(await record(...further))).toEqual(new Set(['recorded']));
  });
});
