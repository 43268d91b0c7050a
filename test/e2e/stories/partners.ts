import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { castOf, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const { contract, USCC } = castOf(10);

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

export function partners(stage: () => Stage): void {
  async function asked(key: string, path: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${stage().system.url}${path}`, { headers });
    return { status: response.status, ...((await response.json()) as object) };
  }

  async function act(key: string, path: string, body?: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
    const request = { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${stage().system.url}${path}`, request);
    return { status: response.status, ...((await response.json()) as object) };
  }

  /** What somebody reads of the firm after a cursor, without a word for what is about others. */
  async function feedOf(key: string, after: string): Promise<Answer[]> {
    const { events } = await asked(key, `/v1/feed?limit=1000&after=${after}`);
    return events.filter(({ data }: Answer) => data.entity === USCC.optics);
  }

  it('a contract becomes events, for the treasury with a whole account number, for a firm what is its own', async () => {
    const keys = await stage().giveKeys({
      'feed of the firm': [`read:entity:${USCC.optics}`],
      'feed of another': [`read:entity:${USCC.lab}`],
    });
    const { adminKey, treasuryKey } = stage().system.keys;
    const firm = keys.get('feed of the firm') ?? '';
    const { cursor } = await asked(adminKey, '/v1/feed?after=now');
    await stage().send(contract(1, {}));
    await stage().settledOrders(USCC.optics, 1);
    const types = async (key: string) =>
      (await feedOf(key, cursor)).map(({ type }) => type.slice('duixian.'.length, -'.v1'.length));
    // Orders and entitlements come to the feed apart from each other.
    await stage().until(async () => (await types(firm)).length >= 3, 'the feed');
    expect((await types(firm)).sort()).toEqual(['entitlement.changed', 'order.issued', 'order.paid']);
    expect((await types(treasuryKey)).sort()).toEqual(['order.issued', 'order.paid']);
    expect(await types(keys.get('feed of another') ?? '')).toEqual([]);
    const paid = (await feedOf(firm, cursor)).find(({ type }) => type === 'duixian.order.paid.v1');
    expect(paid).toMatchObject({
      source: 'urn:duixian:disbursement',
      data: { version: expect.any(Number), state: 'paid', amountFen: yuan(200_000) },
    });
    expect(await asked(adminKey, '/v1/feed?after=nothing')).toMatchObject({ status: 400 });
  });

  it('a contract becomes a webhook that its receiver can verify, and that the feed has too', async () => {
    const received: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.once('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const keys = await stage().giveKeys({ 'hooks of the firm': [`read:entity:${USCC.optics}`] });
      const key = keys.get('hooks of the firm') ?? '';
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/duixian`;
      const made = await act(key, '/v1/endpoints', { url });
      expect(made).toMatchObject({
        status: 200,
        state: 'unverified',
        secret: expect.stringMatching(/^whsec_/),
      });
      expect(await act(key, `/v1/endpoints/${made.id}/test`)).toMatchObject({ events: 1 });
      const stateOf = async () => (await asked(key, `/v1/endpoints/${made.id}`)).endpoint.state;
      await stage().until(async () => (await stateOf()) === 'enabled', 'the test to be answered');
      const before = (await stage().orders(USCC.optics)).length;
      await stage().send(contract(3, {}));
      await stage().settledOrders(USCC.optics, before + 1);
      const webhooks = () =>
        received.map(({ body, headers }) =>
          new Webhook(made.secret).verify(body, headers as Record<string, string>),
        ) as Answer[];
      const isPaid = ({ type }: Answer) => type === 'duixian.order.paid.v1';
      await stage().until(async () => webhooks().some(isPaid), 'the webhook');
      const paid = webhooks().find(isPaid);
      expect(paid).toMatchObject({ data: { state: 'paid', entity: USCC.optics, amountFen: yuan(200_000) } });
      const { events } = await asked(key, '/v1/feed?limit=1000&types=duixian.order.paid.v1');
      expect(events).toContainEqual(paid);
      const { attempts } = await asked(key, `/v1/endpoints/${made.id}/attempts`);
      expect(attempts).toContainEqual(expect.objectContaining({ event: paid.id, status: 204 }));
      const { history } = await asked(key, `/v1/endpoints/${made.id}`);
      expect(history.acts.map(({ event }: Answer) => event)).toEqual(['test', 'create']);
      expect(await act(key, `/v1/endpoints/${made.id}/delete`)).toMatchObject({ status: 200 });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('who reads the stream sees the same, and goes on from what was received last', async () => {
    const { adminKey } = stage().system.keys;
    const { cursor } = await asked(adminKey, '/v1/feed?after=now');
    const before = (await stage().orders(USCC.optics)).length;
    await stage().send(contract(2, {}));
    await stage().settledOrders(USCC.optics, before + 1);
    const headers = { authorization: `Bearer ${adminKey}`, 'last-event-id': cursor };
    const response = await fetch(`${stage().system.url}/v1/feed/stream`, { headers });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('duixian.order.paid.v1')) break;
    }
    const ids = [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
    expect(ids[0]).toBe(cursor);
    const { events } = await asked(adminKey, `/v1/feed?after=${ids.at(-2)}&limit=1`);
    expect(text).toContain(JSON.stringify(events[0]));
  });

  it('a stream ends when its key is revoked', async () => {
    const key = (await stage().giveKeys({ 'stream of a leaver': ['read'] })).get('stream of a leaver') ?? '';
    const { keys } = await stage().get('/v1/keys?person=stream-of-a-leaver');
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${stage().system.url}/v1/feed/stream`, { headers });
    const ended = response.text();
    await stage().post(`/v1/keys/${keys[0].id}/revoke`, { reason: '离任' });
    // It would go on for an hour.
    expect(await ended).toMatch(/^: duixian/);
    expect((await asked(key, '/v1/feed')).status).toBe(401);
  });
}
