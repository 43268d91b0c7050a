import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { networksOf } from '@duixian/values';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newWebhookSecret } from '../secret-box.ts';
import { headersOf, WebhookSender } from './send-webhook.ts';

const AT = new Date(1_614_265_330_000);
const RULES = { allowed: networksOf([]), isDevelopment: true, resolve: async () => ['127.0.0.1'] };
const open = new Set<Server>();

afterEach(() => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
  open.clear();
});

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}/hooks?of=us`;
}

function send(url: string, timeoutMs = 500, rules = RULES) {
  const sender = new WebhookSender(rules, timeoutMs);
  const request = { url, id: 'evt_1', at: new Date(), body: '{"a":1}', secrets: [newWebhookSecret()] };
  return sender.send(request).finally(() => sender.stop());
}

describe('a signature', () => {
  it('is that of the vector of Standard Webhooks', () => {
    const headers = headersOf({
      ...{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: AT, body: '{"test": 2432232314}' },
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    expect(headers['webhook-timestamp']).toBe('1614265330');
  });

  it('of two secrets is right for who has either', () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()];
    const headers = headersOf({ id: 'evt_1', at: new Date(), body: '{}', secrets });
    for (const secret of secrets) expect(new Webhook(secret).verify('{}', headers)).toEqual({});
    expect(() => new Webhook(newWebhookSecret()).verify('{}', headers)).toThrow();
  });
});

describe('what is sent', () => {
  it('arrives as it is, under the name of the host', async () => {
    const seen: unknown[] = [];
    const url = await receiver((request, response) => {
      const { method, url: path, headers } = request;
      seen.push([method, path, headers.host, headers['content-type'], headers['webhook-id']]);
      response.end('thanks');
    });
    expect(await send(url)).toMatchObject({ status: 200, problem: '', answer: 'thanks' });
    const { host } = new URL(url);
    expect(seen).toEqual([['POST', '/hooks?of=us', host, 'application/cloudevents+json', 'evt_1']]);
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const url = await receiver((_, response) => {
      asked += 1;
      response.writeHead(302, { location: '/elsewhere', 'retry-after': '7' }).end();
    });
    expect(await send(url)).toMatchObject({ status: 302, retryAfter: '7' });
    expect(asked).toBe(1);
  });

  it('waits no longer than it may, whether nothing comes or a byte now and then', async () => {
    const silent = await receiver(() => {});
    const dripping = await receiver((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.once('close', () => clearInterval(timer));
    });
    const expected = { status: undefined, problem: 'no whole answer within 100 ms' };
    expect(await Promise.all([send(silent, 100), send(dripping, 100)])).toMatchObject([expected, expected]);
  });

  it('reads no more of an answer than it may, and keeps the beginning', async () => {
    let given = 0;
    const url = await receiver((_, response) => {
      const write = () => {
        while (given < 50_000_000 && response.write('x'.repeat(65_536))) given += 65_536;
      };
      response.on('drain', write);
      write();
    });
    const { status, answer } = await send(url, 5_000);
    expect([status, answer]).toEqual([200, 'x'.repeat(1_024)]);
    expect(given).toBeLessThan(40_000_000);
  });

  it('goes nowhere it may not go, whatever the name means now', async () => {
    let asked = 0;
    const url = await receiver((_, response) => {
      asked += 1;
      response.end();
    });
    const elsewhere = { ...RULES, isDevelopment: false };
    expect(await send(url, 500, elsewhere)).toMatchObject({
      status: undefined,
      problem: expect.stringContaining('is not on the internet'),
    });
    expect(asked).toBe(0);
  });

  it('goes to the address that was judged, and asks for a certificate of the name', async () => {
    const names: string[] = [];
    const server = createTlsServer({
      SNICallback: (name, done) => {
        names.push(name);
        done(new Error('there is no certificate'));
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const rules = { ...RULES, isDevelopment: false, allowed: networksOf(['127.0.0.0/8']) };
    expect(await send(`https://partner.example:${port}/`, 500, rules)).toMatchObject({ status: undefined });
    expect(names).toEqual(['partner.example']);
    server.close();
  });

  it('is refused where nobody listens', async () => {
    expect(await send('http://127.0.0.1:1/')).toMatchObject({
      status: undefined,
      problem: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
