import { readFileSync } from 'node:fs';
import { loadGroupNames } from '@duixian/policy';
import { disbursementV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import { newOrder } from '../orders/domain/order.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { contentOf } from '../treasury/order-content.ts';
import type { OrderDocument } from './collections.ts';
import { orderEvent } from './order-events.ts';
import { orderMessage } from './order-message.ts';

const ENTITY = '91410100170051134L';
const AT = new Date('2026-03-02T01:02:03.004Z');
const LATER = new Date('2026-03-03T05:06:07.008Z');
const BANK = { bankName: '示例银行郑州分行', bankCode: '102491002010' };
const ORDER = newOrder(
  {
    id: `DEMO-1-${ENTITY}`,
    fiscalYear: 2026,
    uscc: ENTITY,
    name: '示例公司',
    payee: { accountName: '示例公司', accountNo: '6222021702000001234', ...BANK, confirmedBy: 'chen' },
    lines: [
      { year: 2018, group: 'facilitation', fen: 1n },
      { year: 2019, group: 'sharing', fen: 9_007_199_254_740_990n },
    ],
    remark: '批次 DEMO-1',
    run: 'DEMO-1',
    replaces: `${ENTITY}-2019-sharing-1`,
  },
  DEFAULT_PROGRAMME,
  { now: AT, groupNames: loadGroupNames() },
);
const { id, ...CONTENT } = ORDER;
const ISSUED: OrderDocument = {
  _id: id,
  ...CONTENT,
  version: 1,
  shape: 2,
  sequence: 12_345_678_901n,
  attempts: 0,
  nextAttemptAt: AT,
};

const CASES: [subject: string, document: OrderDocument, isNew: boolean][] = [
  ['issued', ISSUED, true],
  ['settled', { ...ISSUED, version: 3, state: 'paid', updatedAt: LATER }, false],
  ['returned', { ...ISSUED, version: 4, state: 'returned', treasuryReason: '退款', updatedAt: LATER }, false],
  [
    'returned-in-part',
    {
      ...ISSUED,
      version: 5,
      state: 'paid',
      treasuryReason: '账户已销户',
      updatedAt: LATER,
      returns: [
        {
          reference: 'TK00000001-1',
          fen: 40n,
          lines: [
            { year: 2018, group: 'facilitation', fen: 1n },
            { year: 2019, group: 'sharing', fen: 39n },
          ],
          reason: '账户已销户',
          at: LATER,
          release: { by: 'ann', reason: '已更正账户', at: LATER },
        },
        {
          reference: 'TK00000001-2',
          fen: 2n,
          lines: [{ year: 2019, group: 'sharing', fen: 2n }],
          reason: '',
          at: LATER,
          release: null,
        },
      ],
    },
    false,
  ],
  [
    'changed',
    {
      ...ISSUED,
      version: 5,
      state: 'refused-by-treasury',
      treasuryReason: '422 户名不符',
      updatedAt: LATER,
      contradiction: 'the treasury says "paid" of an order that is refused-by-treasury and released',
      release: { by: 'ann', reason: '已更正账户', at: LATER },
    },
    false,
  ],
];

it.each(CASES)('duixian.orders.%s is read and written as it once was', (what, document, isNew) => {
  const { subject, base64 } = golden(what);
  const event = orderEvent(document, isNew);
  expect(event.subject).toBe(subject);
  expect(Buffer.from(event.payload).toString('base64')).toBe(base64);
  const { order } = disbursementV1.OrderChanged.decode(Buffer.from(base64, 'base64'));
  expect(order).toEqual({ ...orderMessage(document) });
});

it('what was said before orders had a revision is understood', () => {
  const { base64 } = golden('issued-without-revision');
  const { order } = disbursementV1.OrderChanged.decode(Buffer.from(base64, 'base64'));
  expect(order).toEqual({ ...orderMessage(ISSUED), revision: 0n, endToEndId: '' });
});

it('what was said before orders had a reference for banks is understood', () => {
  const { base64 } = golden('issued-without-reference');
  const { order } = disbursementV1.OrderChanged.decode(Buffer.from(base64, 'base64'));
  expect(order).toEqual({ ...orderMessage(ISSUED), endToEndId: '' });
});

it('an order of before is sent as it was', () => {
  const { json } = golden('issued-without-reference');
  expect(contentOf({ ...ISSUED, shape: 1 })).toEqual(json);
});

it('a treasury is sent the shape that it can pull', () => {
  expect(contentOf(ISSUED)).toEqual(golden('issued').json);
});

it('what is sent of an order is the same whenever it is sent', () => {
  const again = { ...ISSUED, version: 2, updatedAt: LATER, attempts: 3, nextAttemptAt: LATER };
  expect(contentOf(again)).toEqual(contentOf(ISSUED));
});

function golden(what: string): { subject: string; base64: string; json?: unknown } {
  const file = new URL(`../../../../proto/golden/order-${what}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
