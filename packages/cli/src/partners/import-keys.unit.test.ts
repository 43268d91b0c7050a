import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODES } from '@duixian/local/folder';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { answerForTests } from '../system/answer-for-tests.ts';
import { SystemClient } from '../system/system-client.ts';
import { importKeys } from './import-keys.ts';

// A file of keys before a gateway outside development, where only Chen is a person already.
const SHA256 = 'a'.repeat(64);
const requests: { path: string; body: Record<string, unknown> }[] = [];
let server: Server;
let client: SystemClient;
let [printed, printedBeside] = ['', ''];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      requests.push({ path: request.url ?? '', body });
      const [status, answer] = answerTo(request.url ?? '', body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new SystemClient({ url: `http://127.0.0.1:${port}`, key: 'k' });
  jest.spyOn(console, 'log').mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
  jest.spyOn(console, 'error').mockImplementation((text: string) => {
    printedBeside += text.replaceAll(/\n */g, ' ');
  });
});

beforeEach(() => {
  requests.length = 0;
  [printed, printedBeside] = ['', ''];
});

afterAll(() => {
  jest.restoreAllMocks();
  server.close();
});

function answerTo(path: string, { person }: { person?: string }): [number, object] {
  if (path !== '/v1/keys') return [200, { id: path.split('/').at(-2), standing: null, waiting: null }];
  if (person !== 'chen') return [404, { detail: `not-known: nobody stands under ${person}` }];
  const key = { id: 'K7xY', name: 'chen', person, scopes: ['read'], expiresAt: null, text: null };
  return [200, answerForTests('POST', path, { ...key, status: 'waiting' }) as object];
}

async function imported(...keys: object[]): Promise<number> {
  const file = join(mkdtempSync(join(tmpdir(), 'duixian-keys-')), 'keys.json');
  writeFileSync(file, JSON.stringify({ keys }));
  return importKeys(client, file, { document: '升级' });
}

const key = (name: string, scopes: string[], more: object = {}) => ({
  name,
  sha256: SHA256,
  scopes,
  ...more,
});

it('a key of somebody who is there already waits, and is printed as waiting', async () => {
  expect(await imported(key('chen', ['read']))).toBe(EXIT_CODES.done);
  expect(printed.replaceAll(/\n */g, ' ')).toMatch(
    /^chen: waits for another person, or for chen where they have keys: keys confirm K7xY/,
  );
  expect(printed).not.toContain('made');
});

it.each([
  ['treasury', ['treasury'], {}, 'machine'],
  ['city', ['read'], {}, 'machine'],
  ['li', ['treasury', 'prepare'], {}, 'person'],
  ['wang', ['approve'], {}, 'person'],
  ['zhao', ['officer'], {}, 'person'],
  ['fu', ['treasury'], { kind: 'person' }, 'person'],
  ['bot', ['prepare'], { kind: 'machine' }, 'machine'],
])(
  '%s is of the kind that the file names, or else of one by a rule that is printed',
  async (name, scopes, more, kind) => {
    await imported(key(name, scopes, more));
    expect(requests.map(({ path, body }) => [path, body['kind']])).toEqual([
      ['/v1/keys', kind],
      [`/v1/persons/${name}/propose`, kind],
    ]);
    expect(printed).toBe(`${name}: proposed\n`);
    const isRuled = !('kind' in more);
    expect(printedBeside.includes(`${name} ${kind} (without a "kind"`)).toBe(isRuled);
  },
);

it('what is neither a person nor a machine is not sent', async () => {
  await expect(imported(key('x', [], { kind: 'robot' }))).rejects.toThrow(/keys\.0\.kind: person or machine/);
  expect(requests).toEqual([]);
});
