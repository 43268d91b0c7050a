import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, it } from '@jest/globals';
import { castOf } from '../items.ts';
import type { Stage } from '../stage.ts';

const DUIXIAN = join(import.meta.dirname, '../../../duixian.mjs');
const PATIENCE_MS = 120_000;
const { contract, USCC } = castOf(9);

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

export function repeatedCommands(stage: () => Stage): void {
  let order: string;

  beforeAll(async () => {
    await stage().treasuryDoes({ rules: [{ payeeUscc: USCC.optics, plan: { does: 'reject' } }] });
    await stage().send(contract(1, {}));
    const [rejected] = await stage().settledOrders(USCC.optics, 1);
    order = rejected?.id ?? '';
  }, PATIENCE_MS);

  async function release(
    key: string,
    reason: string,
  ): Promise<{ status: number; answer: Answer; bytes: string }> {
    const response = await stage().request(`/v1/orders/${order}/release`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ reason }),
    });
    const bytes = await response.text();
    return { status: response.status, answer: JSON.parse(bytes), bytes };
  }

  async function duixian(...words: string[]): Promise<{ code: number | null; printed: string }> {
    const { url, keys } = stage().system;
    const child = spawn(process.execPath, [DUIXIAN, ...words, '--url', url, '--key', keys.treasuryKey]);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const printed = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, printed: printed.join('') };
  }

  it(
    'who lost an answer sends the command again and gets it, also from processes that have started since',
    async () => {
      await stage().treasuryDoes({ rules: [] });
      const first = await release('answer-lost', '账户已更正');
      expect(first).toMatchObject({ status: 200, answer: { id: order } });
      for (const service of ['disbursement', 'gateway']) process.kill(stage().pidOf(service), 'SIGKILL');
      await stage().until(
        async () => (await release('answer-lost', '账户已更正').catch(() => ({ status: 0 }))).status === 200,
        'both to be there again',
      );
      expect((await release('answer-lost', '账户已更正')).bytes).toBe(first.bytes);
      const other = await release('answer-lost', '另一理由');
      expect(other.status).toBe(409);
      expect(other.answer.type).toBe('urn:duixian:problem:idempotency-conflict');
      expect(other.answer.detail).toMatch(/"answer-lost".*[0-9a-f]{64}.*[0-9a-f]{64}/);
      // Under another key it is another command, and the order was released.
      expect((await release('another', '账户已更正')).answer.detail).toContain('it was released before');
      expect(await stage().settledOrders(USCC.optics, 2)).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it(
    'a script that calls the command line again under its key does nothing twice',
    async () => {
      const budget = ['budget', 'set', '2031', 'awards', '100'];
      const words = [...budget, '--document', '预算字1号', '--idempotency-key', 'budget-of-monday'];
      const first = await duixian(...words);
      expect(first).toEqual({ code: 0, printed: expect.any(String) });
      expect(await duixian(...words)).toEqual(first);
      const other = await duixian(...words.map((word) => (word === '100' ? '101' : word)));
      expect(other.code).not.toBe(0);
      expect(other.printed).toContain('budget-of-monday');
    },
    PATIENCE_MS,
  );
}
