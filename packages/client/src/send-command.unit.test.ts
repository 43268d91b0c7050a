import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { commandHeaders, hasKey, sendCommand } from './send-command.ts';

const WAITS_MS = [1, 1, 1];

let server: Server;
let url: string;
/** How many connections are cut before one is answered. */
let cuts: number;
let seen: { readonly key: string; readonly body: string }[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      seen.push({ key: String(request.headers['idempotency-key']), body });
      if (seen.length <= cuts) request.socket.destroy();
      else response.end('done');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function command(headers = commandHeaders()): Request {
  return new Request(url, { method: 'POST', headers, body: '{"reason":"示例"}' });
}

it('a lost connection is tried again with the same key and body', async () => {
  cuts = 2;
  const answer = await sendCommand(command(), fetch, WAITS_MS);
  expect(await answer.text()).toBe('done');
  expect(seen).toHaveLength(3);
  expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
});

it('after a few times it gives up', async () => {
  cuts = 100;
  await expect(sendCommand(command(), fetch, WAITS_MS)).rejects.toThrow();
  expect(seen).toHaveLength(4);
});

it('where nothing listens, nothing was sent, and it says so at once', async () => {
  const closed = url.replace(/\d+$/, '9');
  let tries = 0;
  const send = (request: Request) => {
    tries += 1;
    return fetch(request);
  };
  await expect(sendCommand(new Request(closed, { method: 'POST' }), send, WAITS_MS)).rejects.toThrow();
  expect(tries).toBe(1);
});

it('each command has a key of its own, or the one that it is given', () => {
  expect(hasKey(command())).toBe(true);
  expect(commandHeaders()).not.toEqual(commandHeaders());
  expect(commandHeaders('monday')).toEqual({ 'idempotency-key': 'monday' });
  expect(hasKey(new Request(url))).toBe(false);
});
