import { type Fact, readItem } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats, Outbox, Relay } from '@duixian/messaging';
import { registerV1 } from '@duixian/proto';
import {
  connectDatabase,
  type Database,
  grpcChannel,
  grpcClient,
  type PromiseClient,
  type RunningGrpcServer,
  startGrpcServer,
} from '@duixian/runtime';
import { numbersOf } from '@duixian/testing/long-forms';
import { AssertionFailed, KIB, LIMITS, readBson } from '@duixian/values';
import { credentials, Metadata, status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { MongoServerError } from 'mongodb';
import { pino } from 'pino';
import type { Change } from './judge-batch.ts';
import { Register } from './register.ts';
import { registerService } from './register-service.ts';

const log = pino({ level: 'silent' });
const PARTIES = ['91410100170051134L', '914101007794205343', '91410100556930377C'].map((uscc) => ({
  uscc,
  name: '示例',
  kind: 'enterprise',
  divisionCode: '410100',
}));
let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
let relay: Relay;
let register: Register;
let server: RunningGrpcServer;
let client: PromiseClient<registerV1.RegisterServiceClient>;
let extend: (changes: Map<string, Change>) => Promise<void>;
let databases = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'register-service-test', log);
});

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

beforeEach(async () => {
  databases += 1;
  database = await connectDatabase(servers.mongo.url, `duixian_service_${databases}`);
  const outbox = new Outbox(database);
  relay = new Relay(outbox, nats, log);
  extend = async () => {};
  const definition = {
    owner: 'metering',
    types: ['duixian.invoice.v1', 'duixian.instrument.v1'],
    aboutOf: (fact: Fact) => (fact.type === 'duixian.invoice.v1' ? fact.data.instrumentIds : []),
    extend: (changes: Map<string, Change>) => extend(changes),
  } as const;
  const configuration = { ENVIRONMENT: 'development' } as const;
  register = await Register.open(definition, { database, outbox, relay, configuration });
  const service = registerService(register, metrics.getMeter('test'));
  server = await startGrpcServer('127.0.0.1:0', [service], log);
  client = grpcClient(registerV1.RegisterServiceClient, grpcChannel(server.address));
});

afterEach(async () => {
  client.close();
  await server.stop();
  await relay.stop();
  await database.client.close();
});

function item(subject: string, changed: object = {}, source = 'urn:test:one'): object {
  return {
    specversion: '1.0',
    id: subject,
    source,
    type: 'duixian.invoice.v1',
    subject,
    time: '2019-06-06T07:08:09+08:00',
    data: {
      revision: 1,
      owner: PARTIES[0],
      user: PARTIES[1],
      instrumentIds: ['I1'],
      usageIds: [],
      issuedOn: '2019-06-02',
      amountFen: 100,
      paidAmountFen: 100,
      relatedParties: false,
      status: 'paid',
      ...changed,
    },
  };
}

function invoice(...of: Parameters<typeof item>): Fact {
  const read = readItem(item(...of), 1_000);
  if (!('fact' in read)) throw new Error(JSON.stringify(read.faults));
  return read.fact;
}

function record(...facts: Fact[]) {
  return register.record(facts.map((fact) => ({ fact, traceparent: undefined })));
}

/** Stores documents larger than validation would accept now. */
async function store(count: number, bytes: number): Promise<void> {
  await record(invoice('0'));
  const [first] = await register.collections.records.find().toArray();
  if (!first) throw new Error('it was recorded');
  const records = Array.from({ length: count - 1 }, (_, at) => {
    const subject = `${at + 1_000}`;
    return { ...first, _id: `invoice/${subject}`, subject, data: { ...first.data, note: 'x'.repeat(bytes) } };
  });
  for (let at = 0; at < records.length; at += 50)
    await register.collections.records.insertMany(records.slice(at, at + 50));
}

const PAGE = { type: 'duixian.invoice.v1', about: '', after: '', limit: 1_000, sources: [] };

it('reads what is held of many things, and of no more than a call has', async () => {
  await record(invoice('A'), invoice('B', { revision: 3, amountFen: 7, paidAmountFen: 7 }));
  const type = 'duixian.invoice.v1';
  const { records } = await client.readRecords({ type, subjects: ['B', 'none', 'A'] });
  expect(records.map(({ subject, source, current }) => [subject, source, current?.revision]).sort()).toEqual([
    ['A', 'urn:test:one', 1n],
    ['B', 'urn:test:one', 3n],
  ]);
  const { most } = LIMITS.callItems;
  const subjects = Array.from({ length: most + 1 }, (_, at) => `${at}`);
  await expect(client.readRecords({ type, subjects })).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
  });
});

it('ends a page at a MiB and says where the next begins', async () => {
  await store(90, 128 * KIB);
  for (const about of ['', 'I1']) {
    const seen: string[] = [];
    let pages = 0;
    for (let after = ''; pages === 0 || after !== ''; pages += 1) {
      const page = await client.listThings({ ...PAGE, about, after });
      const bytes = page.things.reduce((sum, { current }) => sum + (current?.dataJson.length ?? 0), 0);
      expect(bytes).toBeLessThanOrEqual(LIMITS.pageBytes.most);
      seen.push(...page.things.map(({ subject }) => subject));
      after = page.next;
    }
    expect([seen.length, new Set(seen).size, pages]).toEqual([90, 90, 13]);
  }
});

it('has a thing that is larger than a page alone in one', async () => {
  await store(3, LIMITS.pageBytes.most + 1);
  const first = await client.listThings(PAGE);
  expect([first.things.length, first.next]).toEqual([1, 'invoice/0']);
  const second = await client.listThings({ ...PAGE, after: first.next });
  expect([second.things.length, second.next]).toEqual([1, 'invoice/1000']);
  expect(await client.listThings({ ...PAGE, after: second.next })).toMatchObject({ things: [{}], next: '' });
});

it('ends a page of exactly as many as there are without a next', async () => {
  await record(invoice('1'), invoice('2'));
  expect(await client.listThings({ ...PAGE, limit: 2 })).toMatchObject({ things: [{}, {}], next: '' });
  expect((await client.listThings({ ...PAGE, limit: 1 })).next).toBe('invoice/1');
});

it('reads the first page of a type without what sorts before it', async () => {
  await store(500, 10);
  const read = await readBy(() => client.listThings({ ...PAGE, type: 'duixian.instrument.v1' }));
  expect(read).toBe(0);
});

it('refuses cursors that no page ended with', async () => {
  await record(invoice('1'));
  const foreign = 'not a cursor of this list';
  for (const after of ['zzz', 'instrument/1', 'invoices/1', '["I1"]'])
    await expect(client.listThings({ ...PAGE, after })).rejects.toThrow(foreign);
  for (const after of ['zzz', 'invoice:1', 'urn:test:one']) {
    await expect(client.listMarked({ after, limit: 1 })).rejects.toThrow(foreign);
    for (const isDismissed of [false, true])
      await expect(client.listMissing({ after, limit: 1, isDismissed })).rejects.toThrow(foreign);
  }
  await expect(client.listSources({ after: 'invoice/1', limit: 1 })).rejects.toThrow(foreign);
  expect(await client.listMarked({ after: 'invoice/1', limit: 1 })).toMatchObject({ things: [] });
});

async function readBy(work: () => Promise<unknown>): Promise<number> {
  await database.command({ profile: 2 });
  await work();
  await database.command({ profile: 0 });
  const sum = { $sum: { $add: ['$docsExamined', '$keysExamined'] } };
  const found = database.collection('system.profile').aggregate([{ $group: { _id: null, sum } }]);
  return Number((await found?.toArray())?.[0]?.['sum']);
}

it('has the history of a thing by page, newest first', async () => {
  await record(
    ...Array.from({ length: 251 }, (_, at) => invoice('1', { revision: at + 1, amountFen: 1_000 + at })),
  );
  const key = { type: 'duixian.invoice.v1', subject: '1' };
  const seen: bigint[] = [];
  let historyAfter = 0n;
  do {
    const { thing: record, historyNext } = await client.getThing({ ...key, historyAfter, historyLimit: 0 });
    expect(record?.current?.revision).toBe(251n);
    seen.push(...(record?.history ?? []).map(({ revision }) => revision));
    historyAfter = historyNext;
  } while (historyAfter !== 0n);
  expect(seen).toEqual(Array.from({ length: 250 }, (_, at) => 250n - BigInt(at)));
});

it('serves a few exports at once, whose slow readers cost little', async () => {
  const { facts } = numbersOf('exports');
  await store(facts, 100 * KIB);
  const before = process.memoryUsage().rss;
  const idle = Array.from({ length: 100 }, () => client.export({ form: registerV1.ExportForm.UNSPECIFIED }));
  const refused = idle.map(
    (call) =>
      new Promise<number | undefined>((resolve) =>
        call.on('error', ({ code }: { code?: number }) => resolve(code)),
      ),
  );
  // A client sees how a call ended only when it reads.
  for (const call of idle) call.once('data', () => call.pause());
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * KIB);
  for (const call of idle) call.cancel();
  const codes = await Promise.all(refused);
  expect(codes.filter((code) => code === status.RESOURCE_EXHAUSTED)).toHaveLength(
    100 - LIMITS.exportsAtOnce.most,
  );

  // Exports that ended free their places.
  let count = 0;
  const whole = await eventually(async () => {
    count = 0;
    for await (const { eventsJson } of client.export({ form: registerV1.ExportForm.UNSPECIFIED }))
      count += eventsJson.length;
    return count;
  });
  expect(whole).toBe(facts);
  const stored: Buffer[] = [];
  for await (const message of client.export({ form: registerV1.ExportForm.STORED })) {
    expect(message.stored.length).toBeLessThanOrEqual(LIMITS.exportBatchBytes.most);
    stored.push(message.stored);
  }
  expect(new Set(readBson(Buffer.concat(stored)).map(({ subject }) => subject)).size).toBe(facts);
}, 60_000);

it('exports small things by many, and every one once', async () => {
  await store(3_000, 10);
  const sizes: number[] = [];
  for await (const { eventsJson } of client.export({ form: registerV1.ExportForm.UNSPECIFIED }))
    sizes.push(eventsJson.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3_000);
  expect(sizes.length).toBeLessThan(20);
});

it('refuses a call where too much waits, and takes it when that is done', async () => {
  const many = (from: string, count: number) =>
    Array.from({ length: count }, (_, at) => invoice(`${from}-${at}`));
  const first = record(...many('a', LIMITS.intakeItems.most));
  await expect(record(invoice('b'))).rejects.toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    message: expect.stringMatching(
      /were not recorded, perhaps others of the same call: send it again in a few seconds/,
    ),
  });
  expect(new Set(await first)).toEqual(new Set(['recorded']));
  expect(await record(invoice('b'))).toEqual(['recorded']);
  // The same for the limit of bytes.
  const usageIds = Array.from({ length: 3_000 }, (_, at) => `USAGE-RECORD-OF-A-LONG-NAME-${at}`);
  const large = Array.from({ length: 450 }, (_, at) => invoice(`c-${at}`, { usageIds }));
  const answers = await Promise.allSettled(large.map((one) => record(one)));
  const [taken, refused] = ['fulfilled', 'rejected'].map((state) =>
    answers.filter(({ status }) => status === state),
  );
  expect([(taken?.length ?? 0) > 200, (refused?.length ?? 0) > 0]).toEqual([true, true]);
}, 60_000);

it('publishes again no more bytes at once than are little, and every thing', async () => {
  const usageIds = Array.from({ length: 3_000 }, (_, at) => `USAGE-RECORD-OF-A-LONG-NAME-${at}`);
  await record(...Array.from({ length: 150 }, (_, at) => invoice(`d-${at}`, { usageIds })));
  const sizes: number[] = [];
  const published = await register.republish(async (messages) => {
    sizes.push(messages.reduce((sum, { payload }) => sum + payload.length, 0));
  });
  expect(published).toBe(150n);
  expect(sizes.length).toBeGreaterThan(2);
  const { republishedTogetherBytes, itemBytes } = LIMITS;
  expect(Math.max(...sizes)).toBeLessThan(republishedTogetherBytes.most + itemBytes.most);
}, 60_000);

it('records what stands beside a fact that cannot be processed, and says which one that is', async () => {
  extend = async (changes) => {
    if (changes.has('invoice/bad')) throw new AssertionFailed('it breaks');
  };
  const answers = await Promise.allSettled([
    record(invoice('1')),
    record(invoice('2'), invoice('bad'), invoice('3')),
    ...Array.from({ length: 20 }, (_, at) => record(invoice(`more-${at}`))),
  ]);
  expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(answers[1]).toMatchObject({ value: ['recorded', { defect: 'it breaks' }, 'recorded'] });
  expect(await record(invoice('1'), invoice('2'), invoice('3'))).toEqual([
    'duplicate',
    'duplicate',
    'duplicate',
  ]);
});

it('halves a transaction that took too long', async () => {
  extend = async (changes) => {
    if (changes.size > 3) throw new MongoServerError({ message: 'too long', code: 50 });
  };
  const facts = Array.from({ length: 10 }, (_, at) => invoice(`${at}`));
  expect(await record(...facts)).toEqual(facts.map(() => 'recorded'));
});

it('marks an invoice whose owner and user both changed, in whatever order the revisions came', async () => {
  const [a, b, c] = PARTIES;
  await record(
    invoice('both', { owner: a, user: b }),
    invoice('user', { owner: a, user: b }),
    invoice('same'),
  );
  await record(
    invoice('both', { revision: 2, owner: b, user: c }),
    invoice('user', { revision: 2, owner: a, user: c }),
    invoice('same', { revision: 2, amountFen: 200 }),
    invoice('late', { revision: 2, owner: b, user: c }),
  );
  await record(invoice('late', { owner: a, user: b }));
  await record(invoice('both', { revision: 3, owner: b, user: c, amountFen: 300 }));
  const first = await client.listMarked({ after: '', limit: 1 });
  expect([first.things.map(({ subject, marks }) => [subject, marks]), first.next]).toEqual([
    [['both', ['parties-changed']]],
    'invoice/both',
  ]);
  const second = await client.listMarked({ after: first.next, limit: 10 });
  expect(second).toMatchObject({
    things: [{ subject: 'late', version: 1n, marks: ['parties-changed'] }],
    next: '',
  });
});

it('knows of each source how much it holds and how new that is', async () => {
  await record(invoice('1'), invoice('2'), invoice('3', {}, 'urn:test:two'));
  await record(
    invoice('1', { revision: 2 }),
    invoice('1', { revision: 2 }),
    invoice('2', { revision: 7 }, 'urn:test:two'),
  );
  const { sources } = await client.listSources({ after: '', limit: 0 });
  expect(sources).toMatchObject([
    { source: 'urn:test:one', things: 2n, newestTime: '2019-06-05T23:08:09.000Z' },
    { source: 'urn:test:two', things: 1n },
  ]);
  // Records from before counting existed are counted when a register opens.
  await database.collection('sources').deleteMany({});
  await database.collection('steps').deleteMany({});
  await Register.open(register.definition, { database, outbox: new Outbox(database), relay });
  expect(await client.listSources({ after: '', limit: 1 })).toEqual({
    sources: sources.slice(0, 1),
    next: 'urn:test:one',
  });
  expect(await client.listSources({ after: 'urn:test:one', limit: 0 })).toEqual({
    sources: sources.slice(1),
    next: '',
  });
});

async function eventually<Value>(read: () => Promise<Value>): Promise<Value> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

it.each([
  ['is out of time', 2_000, status.DEADLINE_EXCEEDED],
  ['goes away', 60_000, status.CANCELLED],
])('records nothing more for a caller who %s', async (_, timeoutMs, code) => {
  let transactions = 0;
  let go = () => {};
  const begun = new Promise<void>((resolve) => {
    extend = async () => {
      transactions += 1;
      if (transactions > 1) return;
      resolve();
      await new Promise<void>((release) => {
        go = release;
      });
    };
  });
  const items = Array.from({ length: 2 * LIMITS.intakeBatchItems.most }, (_, at) => ({
    eventJson: Buffer.from(JSON.stringify(item(`${at}`))),
    traceparent: '',
  }));
  const caller = new registerV1.RegisterServiceClient(server.address, credentials.createInsecure());
  const failed = new Promise((resolve) => {
    const deadline = Date.now() + timeoutMs;
    const call = caller.record(
      { items, sourceVersions: {}, anySource: true },
      new Metadata(),
      { deadline },
      (error) => resolve(error?.code),
    );
    if (code === status.CANCELLED) void begun.then(() => call.cancel());
  });
  await begun;
  expect(await failed).toBe(code);
  // The server learns of it a moment after the caller.
  await new Promise((resolve) => setTimeout(resolve, 200));
  go();
  while (register.isRecording) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(transactions).toBe(1);
  expect(await register.collections.records.countDocuments()).toBe(LIMITS.intakeBatchItems.most);
  caller.close();
});
