import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programOf } from '@duixian/local';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Document, MongoClient } from 'mongodb';
import { contract, invoice, PARTY, party, USCC, yuan } from './items.ts';
import { Stage } from './stage.ts';
import { whatIsWrong } from './what-is-wrong.ts';

const CLI = await programOf('duixian');
const EXCHANGE = 'urn:duixian:exchange:example';

let stage: Stage;
let client: MongoClient;

beforeAll(async () => {
  stage = await Stage.open();
  client = await MongoClient.connect(stage.mongoUrl());
}, 120_000);

afterAll(async () => {
  await client.close();
  await stage.close();
}, 60_000);

/** What the command prints, and its exit code. */
async function duixian(...args: string[]): Promise<{ code: number; output: string }> {
  const connection = ['--url', stage.system.url, '--key', stage.system.keys.adminKey];
  const run = promisify(execFile)(process.execPath, [CLI, ...args, ...connection]);
  return run.then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout }) => ({ code, output: stdout }),
  );
}

type Documents = Map<string, Document[]>;

async function backUp(database: string): Promise<Documents> {
  const collections = await client.db(database).listCollections().toArray();
  const read = collections.map(async ({ name }) => {
    const found = client.db(database).collection(name).find({}, { promoteValues: false });
    return [name, await found.toArray()] as const;
  });
  return new Map(await Promise.all(read));
}

/** As an operator does it, while the service is away; its supervisor starts it again. */
async function restore(service: string, documents: Documents): Promise<void> {
  const pid = stage.pidOf(service);
  process.kill(pid, 'SIGSTOP');
  for (const [name, content] of documents) {
    const collection = client.db(`duixian_${service}`).collection(name);
    await collection.deleteMany({});
    if (content.length > 0) await collection.insertMany(content);
  }
  process.kill(pid, 'SIGKILL');
  await stage.until(async () => {
    const health = await stage.get('/healthz');
    return stage.pidOf(service) !== pid && health.status === 'serving' && health.facts !== 'unknown';
  }, `${service} to be back`);
}

const missing = async () =>
  (await stage.get('/v1/received?limit=1000')).received.filter(
    (one: { missingFacts: number }) => one.missingFacts > 0,
  );

it('a register that was restored says what its source has to send again, and that heals it', async () => {
  const first = [...Object.values(PARTY).map(({ uscc, name }) => party(uscc, name, null)), contract(1, {})];
  await stage.send(...first);
  await stage.settled();
  expect(await stage.get('/healthz')).toMatchObject({ facts: 'complete' });
  const backup = await backUp('duixian_contracts');

  const newer = [
    contract(1, { technologyAmountFen: yuan(900_000) }, 2),
    contract(2, { buyer: PARTY.materials, technologyAmountFen: yuan(500_000) }),
  ];
  await stage.send(...newer);
  await stage.settled();
  const before = (await stage.digests()).live;

  await restore('contracts', backup);
  expect(await missing()).toEqual([
    expect.objectContaining({ register: 'contracts', source: EXCHANGE, missingFacts: 2 }),
  ]);
  const [{ sendAgainFrom }] = await missing();
  expect(sendAgainFrom).toBe('2020-04-01T00:00:01.000Z');
  expect(await stage.get('/healthz')).toMatchObject({ facts: 'missing' });
  for (const command of ['status', 'received']) {
    const { code, output } = await duixian(command);
    expect([command, code, output]).toEqual([
      command,
      1,
      expect.stringContaining(`lacks 2 facts of ${EXCHANGE}`),
    ]);
    expect(output).toContain(sendAgainFrom);
  }

  await stage.send(...newer);
  await stage.settled();
  expect(await missing()).toEqual([]);
  expect(await stage.get('/healthz')).toMatchObject({ facts: 'complete' });
  expect((await stage.digests()).live).toBe(before);

  // What is newer than everything that was published before the restore reaches accounts.
  await stage.send(
    contract(1, { technologyAmountFen: yuan(700_000) }, 3),
    contract(2, { status: 'voided' }, 2),
  );
  await stage.settled();
  expect((await whatIsWrong(stage)).wrong).toEqual([]);
  expect((await duixian('received')).code).toBe(0);
}, 180_000);

it('an invoice whose owner and user both changed is shown to officers', async () => {
  expect(await duixian('marked')).toEqual({ code: 0, output: 'There are none.\n' });
  await stage.send(invoice('01234567890123456789', {}));
  await stage.send(invoice('01234567890123456789', { owner: PARTY.lab, user: PARTY.optics }, 2));
  const { records, next } = await stage.get('/v1/marked-records');
  expect([records, next]).toMatchObject([
    [
      {
        subject: '01234567890123456789',
        marks: ['parties-changed'],
        current: { data: { user: { uscc: USCC.optics } } },
      },
    ],
    null,
  ]);
  const { code, output } = await duixian('marked');
  expect([code, output]).toEqual([1, expect.stringContaining('its owner and its user both changed')]);
}, 60_000);

it('pages go over all registers', async () => {
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const page = await stage.get(`/v1/received?limit=1${after}`);
    for (const { register, source } of page.received) seen.push(`${register} ${source}`);
    if (page.next === null) break;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  const { received } = await stage.get('/v1/received?limit=1000');
  expect(seen).toEqual(
    received.map((one: { register: string; source: string }) => `${one.register} ${one.source}`),
  );
  expect(seen.length).toBeGreaterThan(2);
});

it('what cannot be sent again is dismissed by an officer, and then nobody waits for it', async () => {
  const backup = await backUp('duixian_contracts');
  await stage.send(contract(9, { technologyAmountFen: yuan(100_000) }));
  await stage.settled();
  await restore('contracts', backup);
  expect((await duixian('received')).code).toBe(1);
  const [{ id }] = (await stage.get('/v1/missing-facts')).missingFacts;
  expect(id).toMatch(/^contracts:contract\//);
  const listed = await duixian('missing-facts', 'list');
  expect([listed.code, listed.output]).toEqual([1, expect.stringContaining(id)]);
  const reason = '来源已注销，无法重报';
  expect(await duixian('missing-facts', 'dismiss', id, '--reason', reason)).toEqual({
    ...{ code: 0, output: '1 dismissed\n' },
  });
  expect((await duixian('received')).code).toBe(0);
  expect(await stage.get('/healthz')).toMatchObject({ facts: 'complete' });
  const { code, output } = await duixian('missing-facts', 'list');
  expect([code, output]).toEqual([0, expect.stringContaining(reason)]);
  expect((await duixian('missing-facts', 'dismiss', id, '--reason', reason)).code).not.toBe(0);
}, 120_000);
