import { decodeFact, type Fact, readItem } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats, Outbox, type ReadBack, Relay, readBack } from '@duixian/messaging';
import { connectDatabase, type Database } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { PermissionViolationError, RequestError } from '@nats-io/transport-node';
import { pino } from 'pino';
import { dismissMissing, hasMissing, listMissing } from './missing-facts.ts';
import { Register } from './register.ts';
import { listSources } from './sources.ts';

const log = pino({ level: 'silent' });
const ALL = { after: '', limit: 0 };
const COLLECTIONS = ['things', 'history', 'sources', 'steps', 'missing', 'dismissed', 'readBack', 'outbox'];
const USCC = '91410100170051134L';

let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
let register: Register;
let relay: Relay;
const relays: Relay[] = [];

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_restored');
  nats = await connectNats(servers.nats.url, 'institutions', log);
  await start();
});

afterAll(async () => {
  for (const one of relays) await one.stop();
  await nats.close();
  await database.client.close();
  await servers.stop();
});

/** As a process starts: it looks at what was published before anything else. */
async function start(read: ReadBack = readBack(nats, 'institutions', log)): Promise<void> {
  const outbox = new Outbox(database);
  relay = new Relay(outbox, nats, log);
  relays.push(relay);
  const definition = {
    owner: 'institutions',
    types: ['duixian.recognition.v1'],
    aboutOf: () => [USCC],
  } as const;
  register = await Register.open(definition, {
    database,
    outbox,
    relay,
    readBack: read,
    log,
  });
  relays.at(-1)?.start();
}

function recognition(subject: string, revision: number, minute: number, source = 'urn:test:one'): Fact {
  const item = {
    specversion: '1.0',
    id: `${subject}-${revision}`,
    source,
    type: 'duixian.recognition.v1',
    subject,
    time: `2019-01-02T03:${String(minute).padStart(2, '0')}:05Z`,
    data: {
      revision,
      uscc: USCC,
      kind: 'demonstration',
      level: 'municipal',
      documentNo: `revision ${revision}`,
      recognizedOn: '2019-01-01',
      status: 'recognized',
      revokedOn: null,
    },
  };
  const read = readItem(item, 0);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.fact;
}

async function record(...facts: Fact[]): Promise<void> {
  const outcomes = await register.record(facts.map((fact) => ({ fact, traceparent: undefined })));
  expect(outcomes.every((outcome) => outcome === 'recorded')).toBe(true);
  while ((await relay.countUnpublished()) > 0n) await new Promise((resolve) => setTimeout(resolve, 20));
}

type Backup = Map<string, object[]>;

async function backUp(): Promise<Backup> {
  const documents = COLLECTIONS.map(
    async (name) => [name, await database.collection(name).find({}).toArray()] as const,
  );
  return new Map(await Promise.all(documents));
}

/** The running process ends, its database is replaced by an older one, and another process starts. */
async function restore(backup: Backup): Promise<void> {
  await relay.stop();
  for (const [name, documents] of backup) {
    await database.collection(name).deleteMany({});
    if (documents.length > 0) await database.collection(name).insertMany(documents as never);
  }
  await start();
}

/** The versions under which a record was published, in order: a restored outbox publishes old ones again. */
async function publishedVersions(subject: string): Promise<[bigint, number][]> {
  const versions: [bigint, number][] = [];
  for await (const { payloads } of readBack(nats, 'institutions', log)(async () => undefined))
    for (const fact of payloads.map(decodeFact))
      if (fact.subject === subject) versions.push([fact.version, fact.data.revision]);
  return versions.sort(([a], [b]) => Number(a - b));
}

/** Counts the messages that a start reads, or those up to an interruption after a page. */
function counted(brokenOff = false): { read: ReadBack; count: () => number } {
  let count = 0;
  async function* read(...given: Parameters<ReadBack>) {
    for await (const page of readBack(nats, 'institutions', log)(...given)) {
      count += page.payloads.length;
      yield page;
      if (brokenOff) throw new Error('killed');
    }
  }
  return { read, count: () => count };
}

/** Returns how many messages a start reads. */
async function readAtStart(): Promise<number> {
  const { read, count } = counted();
  await relay.stop();
  await start(read);
  return count();
}

const missing = async () => {
  const { sources } = await listSources(register, ALL);
  return sources.map(({ source, missingFacts, sendAgainFrom }) => [source, missingFacts, sendAgainFrom]);
};

it('a register that starts on what it published misses nothing', async () => {
  await record(recognition('A', 1, 0), recognition('B', 1, 1), recognition('Z', 1, 1, 'urn:test:two'));
  await relay.stop();
  await start();
  expect(await missing()).toEqual([
    ['urn:test:one', 0n, ''],
    ['urn:test:two', 0n, ''],
  ]);
  // A process that starts publishes once more what it cannot know to be stored.
  expect((await publishedVersions('A')).every(([version]) => version === 1n)).toBe(true);
});

it('after a restore it says what is missing by source and from when, until it was sent again', async () => {
  const backup = await backUp();
  const newer = [
    recognition('A', 2, 10),
    recognition('A', 3, 12),
    recognition('C', 1, 11),
    recognition('D', 5, 20, 'urn:test:new'),
  ];
  for (const fact of newer) await record(fact);
  await restore(backup);
  expect(await missing()).toEqual([
    ['urn:test:new', 1n, '2019-01-02T03:20:05.000Z'],
    ['urn:test:one', 2n, '2019-01-02T03:10:05.000Z'],
    ['urn:test:two', 0n, ''],
  ]);
  // It is still known after another start, when a newer fact exists.
  await record(recognition('B', 2, 30));
  await relay.stop();
  await start();
  expect((await missing()).map(([, count]) => count)).toEqual([1n, 2n, 0n]);
  await record(...newer.slice(0, 2));
  expect((await missing()).map(([, count]) => count)).toEqual([1n, 1n, 0n]);
  await record(...newer.slice(2));
  expect((await missing()).map(([, count, from]) => [count, from])).toEqual([
    [0n, ''],
    [0n, ''],
    [0n, ''],
  ]);
  expect(await database.collection('missing').countDocuments()).toBe(0);
});

it('versions go on above what was published, so that nobody takes what is new for old', async () => {
  const backup = await backUp();
  await record(recognition('A', 4, 40), recognition('E', 1, 41));
  await record(recognition('A', 5, 42), recognition('E', 2, 43));
  const before = await publishedVersions('A');
  const highest = before.at(-1)?.[0] ?? 0n;
  await restore(backup);
  await record(recognition('A', 6, 50), recognition('E', 3, 51));
  expect((await publishedVersions('A')).at(-1)).toEqual([highest + 1n, 6]);
  expect((await publishedVersions('E')).at(-1)).toEqual([3n, 3]);
});

it('a database that is empty misses all that the stream holds', async () => {
  await restore(new Map(COLLECTIONS.map((name) => [name, []])));
  expect(await missing()).toEqual([
    ['urn:test:new', 1n, '2019-01-02T03:20:05.000Z'],
    ['urn:test:one', 4n, '2019-01-02T03:00:05.000Z'],
    ['urn:test:two', 1n, '2019-01-02T03:01:05.000Z'],
  ]);
  expect((await listSources(register, { after: 'urn:test:new', limit: 1 })).next).toBe('urn:test:one');
});

it('two processes that start at once both know', async () => {
  const backup = await backUp();
  await record(recognition('F', 1, 55));
  await relay.stop();
  await restore(backup);
  await Promise.all([start(), start()]);
  expect((await missing()).find(([source]) => source === 'urn:test:one')?.[1]).toBe(5n);
});

it('starts where the server does not let it look, as one of an earlier release; any other failure is one', async () => {
  await relay.stop();
  const failing = (error: Error): ReadBack =>
    // biome-ignore lint/correctness/useYield: it fails before
    async function* fails() {
      throw error;
    };
  const forbidden = new PermissionViolationError('no', 'publish', '$JS.API.CONSUMER.CREATE.FACTS');
  await start(failing(new RequestError('no', { cause: forbidden })));
  await expect(start(failing(new Error('away')))).rejects.toThrow('away');
});

it('reads at a start only what was published since it read last, and goes on where it was broken off', async () => {
  await readAtStart();
  await relay.stop();
  expect(await readAtStart()).toBeLessThan(20);
  const records = await database.collection('things').countDocuments({ revision: { $gt: 0 } });
  const more = Array.from({ length: 600 }, (_, at) => recognition(`M-${at}`, 1, 1));
  await record(...more);
  await readAtStart();
  await register.republish((messages) => relay.republish(messages));
  const { read, count } = counted(true);
  await relay.stop();
  await expect(start(read)).rejects.toThrow('killed');
  const left = records + more.length - count();
  expect([count() >= 499, count() <= 500, left > 0]).toEqual([true, true, true]);
  expect(await readAtStart()).toBeGreaterThanOrEqual(left);
  expect(await readAtStart()).toBeLessThan(left);
}, 60_000);

it('a clock that was an hour ahead hides nothing', async () => {
  const doNotFake = [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'setInterval',
  ] as const;
  const timers = ['clearImmediate', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
  jest.useFakeTimers({ now: Date.now() + 3_600_000, doNotFake: [...doNotFake, ...timers] });
  await record(recognition('H', 1, 1)).finally(() => jest.useRealTimers());
  const backup = await backUp();
  await record(recognition('H', 2, 2));
  await restore(backup);
  const { facts } = await listMissing(register, { ...ALL, isDismissed: false });
  expect(facts).toContainEqual(expect.objectContaining({ thing: 'recognition/H', revision: 2n }));
  await record(recognition('H', 2, 2));
  expect(await publishedVersions('H')).toContainEqual([3n, 2]);
});

it('a fact that was recorded by a process that did not know of it is missing no more after another look', async () => {
  await database.collection('missing').insertOne({
    ...{ _id: 'recognition/H' as never, source: 'urn:test:late', revision: 2, time: new Date(0) },
  });
  expect((await missing()).map(([source]) => source)).toContain('urn:test:late');
  await readAtStart();
  expect((await missing()).map(([source]) => source)).not.toContain('urn:test:late');
});

it('is waited for no more when an officer has dismissed it, and that stays so when all is read again', async () => {
  await restore(new Map(COLLECTIONS.map((name) => [name, []])));
  const waiting = (await listMissing(register, { after: '', limit: 1_000, isDismissed: false })).facts;
  const records = waiting.map(({ thing: record }) => record);
  expect(records).toContain('recognition/H');
  const dismiss = (request: object) =>
    dismissMissing(register, { things: ['recognition/H'], by: 'li', reason: 'closed', ...request });
  await expect(dismiss({ reason: '', by: '' })).rejects.toThrow(/by: who.*reason: why/);
  await expect(dismiss({ things: ['recognition/H', 'recognition/none'] })).rejects.toThrow(
    'no fact recognition/none is missing',
  );
  const most = LIMITS.missingFactsAtOnce.most;
  const tooMany = Array.from({ length: most + 1 }, (_, at) => `recognition/${at}`);
  await expect(dismiss({ things: tooMany })).rejects.toThrow(`at most ${most} at once`);
  await expect(dismiss({ things: tooMany.slice(1) })).rejects.toThrow(/no fact .* is missing/);
  expect(await dismiss({})).toEqual({ dismissed: 1n });
  await expect(dismiss({})).rejects.toThrow('no fact recognition/H is missing');
  const { facts } = await listMissing(register, { ...ALL, isDismissed: true });
  const dismissal = { by: 'li', reason: 'closed', at: expect.any(String) };
  expect(facts).toEqual([expect.objectContaining({ thing: 'recognition/H', revision: 2n, dismissal })]);
  for (const rest of [records.slice(0, 500), records.slice(500)])
    await dismiss({ things: rest.filter((record) => record !== 'recognition/H') });
  expect(await hasMissing(register.collections)).toBe(false);
  await database.collection('readBack').deleteMany({});
  expect(await readAtStart()).toBeGreaterThan(600);
  expect(await hasMissing(register.collections)).toBe(false);
  // A newer one is missed like any other.
  const backup = await backUp();
  await record(recognition('H', 3, 3));
  await restore(backup);
  expect((await listMissing(register, { ...ALL, isDismissed: false })).facts).toEqual([
    expect.objectContaining({ thing: 'recognition/H', revision: 3n }),
  ]);
});

it('pages of sources go by code points, as the database sorts', async () => {
  const names = ['urn:\uff5e', 'urn:\u{1d4b3}'];
  await database
    .collection('missing')
    .insertMany(names.map((source) => ({ _id: source as never, source, revision: 1, time: new Date(0) })));
  const { sources } = await listSources(register, { after: names[0] as string, limit: 0 });
  expect(sources.map(({ source }) => source)).toEqual([names[1]]);
});

it('what was lost and had been handed over is not its first source’s again by sending it again', async () => {
  const backup = await backUp();
  await record(recognition('handed', 1, 0));
  const at = new Date(Date.now() + 1_000);
  await restore(backup);
  const types = ['duixian.recognition.v1'];
  const stated = {
    name: '',
    kind: 'bureau',
    answerableUscc: '',
    types,
    status: 'confirmed',
    version: 1n,
  } as const;
  const handed = {
    _id: 'H-1',
    from: 'urn:test:one',
    to: 'urn:test:two',
    type: 'duixian.recognition.v1',
    types: [],
    subject: 'handed',
    at,
    version: 1n,
  };
  await register.sources.consume([{ sources: [{ _id: 'urn:test:two', ...stated }], handingsOver: [handed] }]);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await record(recognition('handed', 1, 0));
  const [outcome] = await register.record([{ fact: recognition('handed', 2, 0), traceparent: undefined }]);
  expect(outcome).toMatchObject({ reason: 'other-source' });
  await record(recognition('handed', 2, 0, 'urn:test:two'));
});
