import { expect, it } from '@jest/globals';
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
    await stage().until(async () => (await types(firm)).includes('order.paid'), 'the feed');
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

  it('who reads the stream sees the same, and goes on from what was received last', async () => {
    const { adminKey } = stage().system.keys;
    const { cursor } = await asked(adminKey, '/v1/feed?after=now');
    await stage().send(contract(2, {}));
    await stage().settledOrders(USCC.optics, 2);
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
}
