import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import { sendingKey } from '@duixian/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HENAN, type Running, sha256, startProcess, TERMS, UNSPECIFIED } from './partners-for-tests.ts';

let servers: ServersForTests;
let running: Running;
let other: Running;

beforeAll(async () => {
  servers = await openServersForTests('repeated-partners');
  running = await startProcess(servers);
  other = await startProcess(servers, 'production', undefined, running.parts.database);
}, 120_000);
afterAll(async () => {
  await other.close();
  await running.close();
  await servers.close();
});

function under<Result>(key: string, content: string, work: () => Result): Result {
  return sendingKey({ key: `Key1/${key}`, hash: sha256(content) }, work);
}

/** To one process, and again to another one. */
async function twice<Answer>(
  key: string,
  ask: (of: Running) => Promise<Answer>,
  again: (first: Answer) => unknown = (first) => first,
): Promise<Answer> {
  const first = await under(key, key, () => ask(running));
  const acts = await running.parts.database.collection('acts').countDocuments();
  expect(await under(key, key, () => ask(other))).toEqual(again(first));
  await expect(under(key, 'other', () => ask(other))).rejects.toThrow(/idempotency-conflict: /);
  expect(await running.parts.database.collection('acts').countDocuments()).toBe(acts);
  return first;
}

it('a source, a person and a handing over change once', async () => {
  const { actors } = running;
  const propose = { $case: 'propose', value: TERMS } as const;
  const source = { uri: HENAN, actor: actors.li, because: '郑科〔2026〕1号' };
  await twice('source', ({ clients }) => clients.sources.changeSource({ ...source, act: propose }));
  const confirm = { $case: 'confirm', value: 1 } as const;
  const confirmed = await twice('confirm', ({ clients }) =>
    clients.sources.changeSource({ ...source, actor: actors.wang, because: '', act: confirm }),
  );
  expect(confirmed).toMatchObject({ isNew: true });
  const person = { name: '周', kind: 'PERSON_KIND_PERSON', scopes: ['read'], keys: [] } as const;
  await twice('person', ({ clients }) =>
    clients.persons.changePerson({
      ...{ id: 'zhou', actor: actors.li, because: '示例' },
      act: { $case: 'propose', value: { ...person, scopes: [...person.scopes], keys: [] } } as never,
    }),
  );
});

it('a key that is made here is answered once, and stored nowhere', async () => {
  const { actors } = running;
  const asked = {
    person: 'li',
    name: 'desk',
    scopes: [],
    sha256: '',
    days: 0,
    kind: UNSPECIFIED,
    addresses: [],
  };
  const made = await twice(
    'key',
    ({ clients }) => clients.keys.createKey({ ...asked, actor: actors.li }),
    (first) => ({ ...first, text: '' }),
  );
  expect(made.text).toMatch(/^dx_live_/);
  const stored = await running.parts.database.collection('commands').find().toArray();
  for (const { answer } of stored) expect(answer.buffer.toString('latin1')).not.toContain(made.text);
  const rotated = await twice(
    'rotate',
    ({ clients }) =>
      clients.keys.rotateKey({
        id: made.key?.id ?? '',
        actor: actors.li,
        sha256: '',
        days: 0,
        overlapHours: 1,
      }),
    (first) => ({ ...first, text: '' }),
  );
  const id = rotated.key?.id ?? '';
  await twice('revoke', ({ clients }) => clients.keys.revokeKey({ id, actor: actors.li, reason: '遗失' }));
});
