import { expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { castOf, type Item, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';
import { runPage } from './run-page.ts';

const { contract, PARTY, USCC } = castOf(14);
const SOURCE = 'urn:duixian:exchange:example';
const QUERY = `?source=${SOURCE}`;

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

export function imports(stage: () => Stage): void {
  let killedAt = 0;

  it('the commands of the page lead from a table to what is wrong with it, and to its contracts', async () => {
    await runPage(stage(), 'imports.md', 5, ({ stdout, made }) => {
      expect(stdout).toContain('1 would be recorded, 0 duplicate, 0 stale, 0 waiting for a unit, 1 refused');
      expect(stdout).toContain('technologyAmountFen must be at most totalAmountFen, 1234560000');
      expect(stdout).toContain('2 recorded, 0 duplicate, 0 stale, 0 waiting for a unit, 0 refused');
      expect(stdout).toContain('0 recorded, 2 duplicate, 0 stale, 0 waiting for a unit, 0 refused');
      expect(made('receipt.xlsx').slice(0, 2)).toBe('PK');
      stage().remember(JSON.parse(made('facts.ndjson')) as Item);
    });
    for (const subject of ['2019410198000001', '2019410198000002']) {
      const { type, current } = await stage().get(`/v1/contracts/${subject}`);
      const { id, source, time, data } = current;
      stage().remember({ specversion: '1.0', id, source, type, subject, time, data });
    }
  });

  it('a gateway that is killed in the midst loses and doubles nothing', async () => {
    const amounts = { technologyAmountFen: yuan(10), totalAmountFen: yuan(10) };
    const facts = Array.from({ length: 8_000 }, (_, index) =>
      contract(index + 1, { ...amounts, buyer: PARTY.optics, intermediary: null }),
    );
    const text = facts.map((fact) => `${JSON.stringify(fact)}\n`).join('');
    await ask('POST', '', JSON.stringify({ id: 'killed', kind: 'facts' }));
    const half = Buffer.byteLength(text.slice(0, text.length >> 1));
    await ask('PATCH', '/killed', text.slice(0, text.length >> 1), 0);
    await ask('PATCH', '/killed', text.slice(text.length >> 1), half);
    await ask('POST', '/killed/start');
    const progress = async (): Promise<Answer> => stage().get(`/v1/imports/killed${QUERY}`);
    await stage().until(async () => (await progress()).line > 0, 'the first lines to be recorded');
    killedAt = (await progress()).line;
    process.kill(stage().pidOf('gateway'), 'SIGKILL');
    await stage().until(async () => {
      await endLeases();
      return (await progress()).state === 'finished';
    }, 'the import to be finished');
    const { counts } = await progress();
    expect(counts).toMatchObject({ read: 8_000, refused: 0, waiting: 0, stale: 0 });
    expect(counts.recorded + counts.duplicate).toBe(8_000);
    stage().remember(...facts);
    await stage().settled();
    // 8,000 × 20% of 10 yuan.
    expect((await stage().account(USCC.optics, 2019, 'import-technology')).account.claimedFen).toBe(
      1_600_000,
    );
  }, 120_000);

  /** Who was killed has it for half a minute more; this does not wait for that. */
  async function endLeases(): Promise<void> {
    const client = await MongoClient.connect(stage().mongoUrl());
    const ofAnother = { state: 'running', line: killedAt };
    const partners = client.db('duixian_partners').collection('imports');
    await partners.updateMany(ofAnother, { $set: { leaseUntil: new Date(0) } });
    await client.close();
  }

  async function ask(method: string, path: string, body = '', offset?: number): Promise<Answer> {
    const type = offset === undefined ? 'application/json' : 'application/offset+octet-stream';
    const headers = {
      ...(body !== '' && { 'content-type': type }),
      ...(offset !== undefined && { 'upload-offset': String(offset) }),
    };
    const request = { method, headers, ...(body !== '' && { body }) };
    const response = await stage().request(`/v1/imports${path}${QUERY}`, request);
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }
}
