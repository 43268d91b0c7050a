import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SystemClient } from './system-client.ts';

const SETTINGS = 'a'.repeat(64);

let server: Server;
let url: string;
let keys: (string | undefined)[];
/** How many connections are cut before one is answered. */
let cuts: number;

beforeEach(async () => {
  [keys, cuts] = [[], 0];
  server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'] as string | undefined);
    if (keys.length <= cuts) return request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"isNew":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
});

function apply(client: SystemClient) {
  return client.post('/v1/policy/settings/apply', { body: { settings: SETTINGS } });
}

it('a command whose connection is lost is sent again under the same key', async () => {
  cuts = 1;
  expect(await apply(new SystemClient({ url, key: 'k' }))).toEqual({ isNew: true });
  expect(keys).toEqual([keys[0], keys[0]]);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
});

it('each command has a fresh key, or that of the script with its number', async () => {
  const [fresh, named] = [
    new SystemClient({ url, key: 'k' }),
    new SystemClient({ url, key: 'k', idempotencyKey: 'm' }),
  ];
  for (const client of [fresh, fresh, named, named]) await apply(client);
  expect(new Set(keys).size).toBe(4);
  expect(keys.slice(2)).toEqual(['m', 'm.2']);
});

it('what only reads has no key, and is not sent again', async () => {
  cuts = 1;
  await expect(new SystemClient({ url, key: 'k' }).get('/v1/pending')).rejects.toThrow('does not answer');
  expect(keys).toEqual([undefined]);
});
