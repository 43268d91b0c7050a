import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programOf } from '@duixian/local';
import { describe, expect, it } from '@jest/globals';
import { castOf, decision, type Item, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const BATCH = 'application/cloudevents-batch+json';
const DUIXIAN = await programOf('duixian');
const { contract, invoice, PARTY, party, USCC } = castOf(6);

function but(item: Item, change: Partial<Record<keyof Item, unknown>>): unknown {
  return { ...item, ...change };
}

function withoutField(item: Item, field: string): unknown {
  const { [field]: _, ...data } = item.data;
  return { ...item, data };
}

const WRONG_CHECK = `${USCC.optics.slice(0, 17)}${USCC.optics.endsWith('1') ? '2' : '1'}`;

/**
 * What is wrong, the item, the field and reason of its first fault, and a word that names what would be
 * right.
 */
const REFUSED: readonly (readonly [string, unknown, string, string, RegExp])[] = [
  [
    'a USCC with a wrong check character',
    contract(90, { buyer: { ...PARTY.optics, uscc: WRONG_CHECK } }),
    'data.buyer.uscc',
    'bad-field',
    new RegExp(`is ${USCC.optics.slice(17)}`),
  ],
  [
    'an unknown type',
    but(contract(90, {}), { type: 'duixian.loan.v1' }),
    'type',
    'unknown-type',
    /duixian\.contract\.v1/,
  ],
  ['an unknown field', contract(90, { price: 1 }), 'data.price', 'unknown-field', /take it out/],
  ['a missing field', withoutField(contract(90, {}), 'title'), 'data.title', 'missing-field', /missing/],
  [
    'a negative amount',
    contract(90, { totalAmountFen: -1 }),
    'data.totalAmountFen',
    'bad-field',
    /from 0 to/,
  ],
  [
    'a fraction of a fen',
    contract(90, { totalAmountFen: 0.5 }),
    'data.totalAmountFen',
    'bad-field',
    /whole number/,
  ],
  [
    'an amount too large',
    contract(90, { totalAmountFen: 1e13 }),
    'data.totalAmountFen',
    'bad-field',
    /9,999,999,999,999/,
  ],
  [
    'a technology amount above the total',
    contract(90, { technologyAmountFen: yuan(2_000_000) }),
    'data.technologyAmountFen',
    'bad-field',
    /totalAmountFen/,
  ],
  [
    'a day that does not exist',
    contract(90, { signedOn: '2019-02-29' }),
    'data.signedOn',
    'bad-field',
    /YYYY-MM-DD/,
  ],
  [
    'a fee paid above the invoice',
    invoice('bad', { paidAmountFen: yuan(20_000) }),
    'data.paidAmountFen',
    'bad-field',
    /amountFen/,
  ],
  ['a rate outside the article', decision('bad', { rate: '0.35' }), 'data.rate', 'bad-field', /0\.1 to 0\.3/],
  [
    'a decision where nothing is left to decide',
    decision('bad', { provision: 'facilitation' }),
    'data.provision',
    'bad-field',
    /article 10/,
  ],
  [
    'a party that is its own parent',
    party(USCC.lab, '示例检测', USCC.lab),
    'data.parentUscc',
    'bad-field',
    /itself|own/,
  ],
  ['an item above 128 KiB', contract(90, { title: '长'.repeat(50_000) }), '', 'too-large', /131,072/],
];

export function badInput(stage: () => Stage): void {
  describe('what is wrong is refused by name, and the rest of the batch is recorded', () => {
    it.each(REFUSED)('%s', async (_, item, field, reason, remedy) => {
      const good = contract(91, {});
      const { results } = await stage().post('/v1/events', [item, good], BATCH);
      expect(results[0]).toMatchObject({ index: 0, outcome: 'refused' });
      expect(results[0].faults[0]).toMatchObject({ field, reason });
      expect(results[0].faults[0].message).toMatch(remedy);
      await stage().send(good);
      expect(['recorded', 'duplicate']).toContain(results[1].outcome);
    });

    it('the same revision with other content, and another source', async () => {
      await stage().send(contract(92, {}));
      const { results } = await stage().post(
        '/v1/events',
        [contract(92, { title: '别的' }), but(contract(92, {}, 2), { source: 'urn:duixian:exchange:other' })],
        BATCH,
      );
      const reasons = results.map(({ faults }: { faults: { reason: string }[] }) => faults[0]?.reason);
      expect(reasons).toEqual(['revision-conflict', 'other-source']);
    });

    it.each([
      ['text that is no JSON', '{', 400],
      ['an empty batch', '[]', 400],
      ['a batch over the limit', JSON.stringify(Array.from({ length: 1_001 }, () => contract(93, {}))), 413],
    ])('%s', async (_, body, status) => {
      const request = { method: 'POST', headers: { 'content-type': BATCH }, body };
      const response = await stage().request('/v1/events', request);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ status, detail: expect.stringMatching(/./) });
    });
  });

  it('a file of 10,000 lines with 100 bad ones records 9,900, and keeps the bad ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'duixian-lines-'));
    const lines = Array.from({ length: 10_000 }, (_, index) => {
      const item = contract(1_000 + index, { technologyAmountFen: 100, totalAmountFen: 100 });
      return index % 100 === 7 ? but(item, { data: { ...item.data, totalAmountFen: -1 } }) : item;
    });
    const facts = join(folder, 'facts.ndjson');
    const refused = join(folder, 'refused.ndjson');
    await writeFile(facts, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const command = [
      DUIXIAN,
      'send',
      facts,
      '--url',
      stage().system.url,
      '--key',
      stage().system.keys.adminKey,
    ];
    const ended = await promisify(execFile)(process.execPath, [...command, '--refused', refused, '--json'], {
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    }).catch((error: { code: number; stdout: string }) => error);
    expect(ended).toMatchObject({ code: 1 });
    expect(JSON.parse(ended.stdout)).toMatchObject({ recorded: 9_900, refused: 100 });
    expect((await readFile(refused, 'utf8')).trim().split('\n')).toHaveLength(100);
    await rm(folder, { recursive: true });
    await stage().send(...(lines.filter((_, index) => index % 100 !== 7) as Item[]));
  });
}
