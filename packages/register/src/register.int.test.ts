import type { Fact } from '@duixian/facts';
import { decodeFact, readItem } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats, Outbox, Relay } from '@duixian/messaging';
import { connectDatabase, type Database } from '@duixian/runtime';
import { HeldDatabase } from '@duixian/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Register } from './register.ts';

const log = pino({ level: 'silent' });
const USCC = '91410100170051134L';
let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
let relay: Relay;
let register: Register;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_register_test');
  nats = await connectNats(servers.nats.url, 'register-test', log);
  const outbox = new Outbox(database);
  relay = new Relay(outbox, nats, log);
  relay.start();
  const definition = {
    owner: 'institutions',
    types: ['duixian.recognition.v1'],
    aboutOf: () => [USCC],
  } as const;
  register = await Register.open(definition, { database, outbox, relay });
});

afterAll(async () => {
  await relay.stop();
  await nats.close();
  await database.client.close();
  await servers.stop();
});

function recognition(subject: string, revision: number, documentNo = 'a', source = 'urn:test:one'): Fact {
  const item = {
    specversion: '1.0',
    id: `${subject}-${revision}`,
    source,
    type: 'duixian.recognition.v1',
    subject,
    time: '2019-01-02T03:04:05Z',
    data: {
      revision,
      uscc: USCC,
      kind: 'demonstration',
      level: 'municipal',
      documentNo,
      recognizedOn: '2019-01-01',
      status: 'recognized',
      revokedOn: null,
    },
  };
  const read = readItem(item, 500);
  if (!('fact' in read)) throw new Error(JSON.stringify(read.faults));
  return read.fact;
}

async function record(...facts: Fact[]): Promise<unknown[]> {
  const outcomes = await register.record(facts.map((fact) => ({ fact, traceparent: undefined })));
  return outcomes.map((outcome) =>
    typeof outcome === 'string' ? outcome : 'reason' in outcome ? outcome.reason : outcome.defect,
  );
}

describe('a register', () => {
  it('judges revisions inside one batch as if they had come one by one', async () => {
    const outcomes = await record(
      recognition('R1', 2),
      recognition('R1', 2),
      recognition('R1', 2, 'other content'),
      recognition('R1', 1),
      recognition('R1', 1, 'other content'),
      recognition('R1', 3, 'b', 'urn:test:two'),
      recognition('R1', 3, 'b'),
    );
    expect(outcomes).toEqual([
      'recorded',
      'duplicate',
      'revision-conflict',
      'stale',
      'revision-conflict',
      'other-source',
      'recorded',
    ]);
  });

  it('remembers the history across batches', async () => {
    expect(await record(recognition('R1', 2))).toEqual(['stale']);
    expect(await record(recognition('R1', 2, 'other content'))).toEqual(['revision-conflict']);
    const history = await register.collections.history
      .find({ thing: 'recognition/R1' })
      .sort({ revision: 1 })
      .toArray();
    expect(history.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('lets requests that wait share a transaction, each with its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => record(recognition(`many-${index}`, 1))),
    );
    expect(answers).toEqual(answers.map(() => ['recorded']));
    const batches = await database.collection('outbox').countDocuments();
    expect(batches).toBeLessThan(50);
  });

  it('publishes each new state once more than it forgets, with amounts and versions exact', async () => {
    await record(recognition('R2', 7));
    const message = await eventually(async () => {
      const query = { last_by_subj: 'duixian.facts.institutions.recognition' };
      const last = await nats.manager.streams.getMessage('FACTS', query);
      return last && decodeFact(last.data).subject === 'R2' ? last : undefined;
    });
    const published = decodeFact(message.data);
    expect(published).toMatchObject({ subject: 'R2', version: 1n, source: 'urn:test:one' });
    expect(published.data).toEqual(recognition('R2', 7).data);
    expect(message.header.get('ce-subject')).toBe('recognition%2FR2');
  });

  it('takes facts in while NATS is away, and publishes them when it is back', async () => {
    await servers.nats.stop();
    expect(await record(recognition('R3', 1))).toEqual(['recorded']);
    // It includes what was published just before: a server that went away may have lost it.
    expect(await relay.countUnpublished()).toBeGreaterThanOrEqual(1n);
    await servers.nats.start();
    await eventually(async () => (await relay.countUnpublished()) === 0n || undefined);
    const message = await eventually(() =>
      nats.manager.streams.getMessage('FACTS', { last_by_subj: 'duixian.facts.institutions.recognition' }),
    );
    expect(decodeFact(message.data).subject).toBe('R3');
  });

  it('says again by itself what a server lost that was away', async () => {
    const subject = 'duixian.facts.institutions.recognition';
    const isThere = async () => {
      // Others that were not proven to be stored are published again too, in any order.
      for (let seq = 1; ; ) {
        const found = await nats.manager.direct.getMessage('FACTS', { seq, next_by_subj: subject });
        if (!found) return undefined;
        if (decodeFact(found.data).subject === 'R4') return true;
        seq = found.seq + 1;
      }
    };
    expect(await record(recognition('R4', 1))).toEqual(['recorded']);
    await eventually(isThere);
    await nats.manager.streams.purge('FACTS');
    await servers.nats.stop();
    await servers.nats.start();
    await eventually(isThere);
  });
});

describe('two registers that meet on one thing', () => {
  it.each([
    ['and MongoDB sees it', false],
    ['and only guards show it', true],
  ])('hold the higher revision %s', async (_, blind) => {
    const subject = `met-${blind}`;
    const held = new HeldDatabase(database, { blind });
    const other = await Register.open(register.definition, {
      database: held.connection,
      outbox: new Outbox(held.connection),
      relay,
    });
    await record(recognition(subject, 1));
    const [late] = await held.meet(
      () => other.record([{ fact: recognition(subject, 2), traceparent: undefined }]),
      () => record(recognition(subject, 3)),
    );
    expect(late).toEqual(['stale']);
    const stored = await register.collections.records.findOne({ _id: `recognition/${subject}` });
    expect([stored?.revision, stored?.version]).toEqual([3, 2n]);
  });
});

async function eventually<Value>(read: () => Promise<Value | undefined | null>): Promise<Value> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const value = await read().catch(() => undefined);
    if (value !== undefined && value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen within 10 s');
}
