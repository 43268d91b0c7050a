import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { OFFICERS_SOURCE } from '@duixian/facts';
import { programOf } from '@duixian/local';
import { sha256Hex } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decision } from './items.ts';
import { Stage } from './stage.ts';

// Sources, persons and keys from the officers' side: by the command, on a whole system.
const CLI = await programOf('duixian');
const HENAN = 'urn:duixian:exchange:henan';
const FIRM = '91410100170051134L';
const PATIENCE_MS = 120_000;

type Person = 'adminKey' | 'preparerKey' | 'approverKey' | 'treasuryKey';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, PATIENCE_MS);
afterAll(() => stage.close(), PATIENCE_MS);

async function duixian(key: string, ...words: string[]) {
  const connection = ['--url', stage.system.url, '--key', key];
  const program = ['--disable-warning=ExperimentalWarning', CLI, ...words, ...connection];
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, program, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** Needs no system. */
async function generateKey(): Promise<{ stdout: string }> {
  const program = ['--disable-warning=ExperimentalWarning', CLI, 'keys', 'generate', '--test', '--json'];
  return promisify(execFile)(process.execPath, program);
}

const by = (person: Person, ...words: string[]) => duixian(stage.system.keys[person], ...words);

async function statusWith(key: string, path = '/v1/policy'): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${stage.system.url}${path}`, { headers });
  await response.body?.cancel();
  return response.status;
}

const PROPOSAL = [
  ...['--name', '河南技术产权交易所', '--kind', 'exchange', '--uscc', FIRM],
  ...['--type', 'contract', 'duixian.receipt.v1', '--document', '郑科〔2026〕1号'],
];

it('a source is proposed by one person and confirmed by another', async () => {
  const proposed = await by('adminKey', 'sources', 'propose', HENAN, ...PROPOSAL);
  expect(proposed).toMatchObject({ code: 0, stdout: expect.stringContaining('no. 1 by local-admin') });
  const own = await by('adminKey', 'sources', 'confirm', HENAN, '1');
  expect(own).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('needs a key with one of the scopes'),
  });
  const wrong = await by('approverKey', 'sources', 'confirm', HENAN, '2');
  expect(wrong).toMatchObject({ code: 4, stderr: expect.stringContaining('proposal 1 waits, not 2') });
  expect(await by('approverKey', 'sources', 'confirm', HENAN, '1')).toMatchObject({ code: 0 });
  const { stdout } = await by('approverKey', 'sources', 'list', '--json');
  expect(JSON.parse(stdout)).toMatchObject([
    {
      uri: HENAN,
      status: 'confirmed',
      version: expect.any(Number),
      standing: { kind: 'exchange' },
      waiting: null,
    },
  ]);
  const { source, history } = await stage.get(`/v1/sources/${encodeURIComponent(HENAN)}`);
  expect(source.status).toBe('confirmed');
  expect(history.acts.map(({ event, by: who }: { event: string; by: string }) => [event, who])).toEqual([
    ['confirm', 'local-approver'],
    ['propose', 'local-admin'],
  ]);
});

it('a source of the wrong kind is refused, and every mistake is told', async () => {
  const refused = await by(
    ...(['adminKey', 'sources', 'propose', 'urn:duixian:platform:x', '--name', 'H\u0435nan'] as const),
    ...['--kind', 'platform', '--uscc', FIRM, '--type', 'duixian.contract.v1', '--document', '来函'],
  );
  expect(refused.code).toBe(4);
  expect(refused.stderr).toMatch(/Name: it must be a name of one script.*U\+0435/s);
  expect(refused.stderr).toMatch(/types\.0: a source of kind platform may record duixian\.instrument/s);
});

it('a key makes its person in development, is printed once, and has no more than its person', async () => {
  const words = ['keys', 'create', 'main', '--person', 'henan', '--scope', `source:${HENAN}`];
  const made = await by('adminKey', ...words, '--json');
  const { id, text } = JSON.parse(made.stdout);
  expect(text).toMatch(/^dx_test_/);
  await stage.until(async () => (await statusWith(text, '/v1/keys')) === 200, 'the key to be known');
  const beyond = await by('adminKey', 'keys', 'create', 'more', '--person', 'henan', '--scope', 'read');
  expect(beyond).toMatchObject({ code: 4, stderr: expect.stringContaining('henan lacks read') });
  expect((await by('adminKey', 'keys', 'list')).stdout).not.toContain(text);
  const wider = await duixian(text, 'keys', 'create', 'own', '--person', 'henan', '--scope', 'officer');
  expect(wider).toMatchObject({ code: 4, stderr: expect.stringContaining('henan lacks officer') });
  const next = JSON.parse(
    (await duixian(text, 'keys', 'rotate', id, '--overlap-hours', '0', '--json')).stdout,
  );
  await stage.until(async () => (await statusWith(next.text, '/v1/keys')) === 200, 'the new key to be known');
  await stage.until(async () => (await statusWith(text)) === 401, 'the old key to end');
  expect(await by('approverKey', 'keys', 'revoke', next.id, '--reason', '泄露')).toMatchObject({ code: 0 });
  const since = performance.now();
  await stage.until(async () => (await statusWith(next.text)) === 401, 'the revoked key to end');
  expect(performance.now() - since).toBeLessThan(5_000);
});

it('nobody writes as what officers decided, though their key may write as every source', async () => {
  const fact = decision('D-1', {});
  const refused = await stage
    .post('/v1/events', { ...fact, source: OFFICERS_SOURCE }, 'application/cloudevents+json')
    .catch((error: Error) => error.message);
  expect(String(refused)).toMatch(/not-authorised.*is reserved for decisions of two officers/s);
});

it('a key whose holder made it is known by its hash alone, and makes a person of the kind that its scopes say', async () => {
  const { text, sha256 } = JSON.parse((await generateKey()).stdout);
  const words = ['keys', 'create', 'main', '--person', 'luo', '--scope', 'read', '--key-hash', sha256];
  const made = await by('adminKey', ...words);
  expect([made.code, made.stdout]).toEqual([0, '']);
  expect(made.stderr).toMatch(/^Key .* of luo: standing/);
  await stage.until(async () => (await statusWith(text)) === 200, 'the key to be known');
});

it('a source writes for itself alone, and has no say in what it may record', async () => {
  const made = await by('adminKey', 'keys', 'create', 'two', '--person', 'henan', '--json');
  const { text } = JSON.parse(made.stdout);
  await stage.until(async () => (await statusWith(text, '/v1/keys')) === 200, 'the key to be known');
  const headers = { authorization: `Bearer ${text}`, 'content-type': 'application/cloudevents+json' };
  const fact = { specversion: '1.0', id: '1', source: 'urn:duixian:exchange:other' };
  const request = { method: 'POST', headers, body: JSON.stringify(fact) };
  expect((await fetch(`${stage.system.url}/v1/events`, request)).status).toBe(403);
  expect(await duixian(text, 'sources', 'propose', HENAN, ...PROPOSAL)).toMatchObject({ code: 4 });
});

it('records are handed over by two persons, to a source that may record them', async () => {
  const other = 'urn:duixian:exchange:other';
  const words = ['records', 'hand-over', 'propose', 'H1', '--from', other, '--document', '合并批复'];
  const refused = await by('preparerKey', ...words, '--to', HENAN, '--type', 'duixian.usage.v1');
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('not duixian.usage.v1') });
  await by('preparerKey', ...words, '--to', HENAN, '--type', 'contract');
  expect(await by('approverKey', 'records', 'hand-over', 'confirm', 'H1')).toMatchObject({ code: 0 });
  const { stdout } = await by('approverKey', 'records', 'hand-over', 'list', '--json');
  const types = ['duixian.contract.v1'];
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'H1', status: 'confirmed', version: 1, types }]);
  const reserved = await by(
    'preparerKey',
    ...[...words.slice(0, 3), 'H2', ...words.slice(4)],
    ...['--to', OFFICERS_SOURCE, '--type', 'decision'],
  );
  expect(reserved).toMatchObject({ code: 4, stderr: expect.stringContaining('is reserved') });
});

it('a person gets roles by two persons, and comes with a key that nobody else knows', async () => {
  const generated = JSON.parse((await by('adminKey', 'keys', 'list', '--json')).stdout) as {
    person: string;
  }[];
  expect(generated.map(({ person }) => person)).toContain('local-treasury');
  const own = `duixian_${'s'.repeat(30)}`;
  const propose = [
    'persons',
    'propose',
    'sun',
    '--name',
    '孙复核',
    '--scope',
    'approve',
    '--document',
    '任命',
  ];
  const hash = `sun=${sha256Hex(own)}`;
  expect(await by('preparerKey', ...propose, '--key-hash', hash)).toMatchObject({ code: 0 });
  expect(await statusWith(own)).toBe(401);
  expect(await by('approverKey', 'persons', 'confirm', 'sun', '1')).toMatchObject({ code: 0 });
  await stage.until(async () => (await statusWith(own)) === 200, 'the key to be known');
  const machine = ['persons', 'propose', 'bot', '--name', 'bot', '--machine', '--scope', 'approve'];
  expect(await by('preparerKey', ...machine, '--document', 'x')).toMatchObject({
    ...{ code: 4, stderr: expect.stringContaining('a machine is never a second person') },
  });
});

it('keys of an earlier release are imported, once it is said what their sources are', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'duixian-keys-')), 'keys.json');
  const uri = 'urn:duixian:platform:songshan';
  const own = `duixian_${'p'.repeat(30)}`;
  const keys = [{ name: 'songshan', sha256: sha256Hex(own), scopes: [`source:${uri}`] }];
  const words = ['keys', 'import', file, '--document', '升级'];
  writeFileSync(file, JSON.stringify({ keys }));
  const asked = await by('adminKey', ...words);
  expect(asked).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/Nothing was imported: what is urn:/),
  });
  const described = {
    uri,
    name: '嵩山仪器平台',
    kind: 'platform',
    answerableUscc: FIRM,
    types: ['duixian.usage.v1'],
  };
  writeFileSync(file, JSON.stringify({ keys, sources: [described] }));
  expect(await by('adminKey', ...words)).toMatchObject({
    ...{ code: 0, stdout: `${uri}: proposed\nsongshan: made\n` },
    stderr: expect.stringMatching(/songshan\s+machine/),
  });
  const { person } = await stage.get('/v1/persons/songshan');
  expect(person.standing.kind).toBe('machine');
  await stage.until(async () => (await statusWith(own, '/v1/keys')) === 200, 'the key to be known');
  expect(await by('adminKey', ...words)).toMatchObject({ code: 0 });
});

it(
  'a gateway that starts again while services/partners is away lets in whom it knew',
  async () => {
    const { accessFile } = stage.system.folder;
    expect(statSync(accessFile).mode & 0o777).toBe(0o600);
    for (const key of Object.values(stage.system.keys))
      expect(readFileSync(accessFile, 'utf8')).not.toContain(key);
    const [gateway, partners] = [stage.pidOf('gateway'), stage.pidOf('partners')];
    process.kill(partners, 'SIGSTOP');
    try {
      process.kill(gateway, 'SIGKILL');
      await stage.until(
        async () => stage.pidOf('gateway') !== gateway && (await isServed()),
        'a new gateway',
      );
      expect(await statusWith(stage.system.keys.adminKey)).toBe(200);
      expect(await statusWith('nobody')).toBe(401);
      await sleep(100);
    } finally {
      process.kill(partners, 'SIGCONT');
    }
    expect((await stage.get('/v1/persons')).persons.length).toBeGreaterThan(4);
  },
  PATIENCE_MS,
);

async function isServed(): Promise<boolean> {
  return (await statusWith(stage.system.keys.adminKey)) === 200;
}
