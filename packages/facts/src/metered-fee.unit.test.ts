import { expect, it } from '@jest/globals';
import { meteredFee, type NumberedInvoice } from './metered-fee.ts';
import type { Party } from './party.ts';
import type { InvoiceData } from './types/invoice.ts';
import type { UsageData } from './types/usage.ts';

const OWNER: Party = { uscc: '91410100170051134L', name: '甲', kind: 'university', divisionCode: '410105' };
const USER: Party = { uscc: '91410100556930377C', name: '乙', kind: 'enterprise', divisionCode: '410105' };
const ABROAD: Party = { uscc: null, name: 'Lab', kind: 'other', divisionCode: null, country: 'DE' };

function usage(feeFen: bigint, change: Partial<UsageData> = {}): UsageData {
  return {
    revision: 1,
    instrumentId: 'm',
    owner: OWNER,
    user: USER,
    startedAt: '2019-01-01T00:00:00Z',
    endedAt: '2019-01-01T01:00:00Z',
    quantity: '1',
    unit: 'hour',
    feeFen,
    way: 'occupy',
    status: 'final',
    ...change,
  };
}

function invoice(number: string, usageIds: string[], change: Partial<InvoiceData> = {}): NumberedInvoice {
  const data: InvoiceData = {
    revision: 1,
    owner: OWNER,
    user: USER,
    instrumentIds: [],
    usageIds,
    issuedOn: '2019-02-01',
    amountFen: 1_000n,
    paidAmountFen: 1_000n,
    relatedParties: false,
    status: 'paid',
    ...change,
  };
  return { number, data };
}

function feeOf(asked: NumberedInvoice, records: Record<string, UsageData>, others: NumberedInvoice[] = []) {
  return meteredFee(
    asked,
    (id) => records[id],
    (id) => [asked, ...others].filter(({ data }) => data.usageIds.includes(id)),
  );
}

const A = { a: usage(100n) };

it.each<[string, bigint | undefined, bigint | undefined]>([
  ['names nothing', feeOf(invoice('1', []), A), undefined],
  ['names what is not known', feeOf(invoice('1', ['x']), A), 0n],
  ['names a record twice', feeOf(invoice('1', ['a', 'a']), A), 100n],
  ['names two', feeOf(invoice('1', ['a', 'b']), { ...A, b: usage(50n) }), 150n],
  ['names a draft', feeOf(invoice('1', ['a']), { a: usage(100n, { status: 'draft' }) }), 0n],
  ['names a voided record', feeOf(invoice('1', ['a']), { a: usage(100n, { status: 'voided' }) }), 0n],
  ["names another user's record", feeOf(invoice('1', ['a']), { a: usage(100n, { user: ABROAD }) }), 0n],
  ["names another owner's record", feeOf(invoice('1', ['a']), { a: usage(100n, { owner: ABROAD }) }), 0n],
  [
    'is of a foreign user, by country and name',
    feeOf(invoice('1', ['a'], { user: ABROAD }), {
      a: usage(100n, { user: { ...ABROAD, kind: 'enterprise' } }),
    }),
    100n,
  ],
  [
    'is of a foreign user of another country',
    feeOf(invoice('1', ['a'], { user: ABROAD }), { a: usage(100n, { user: { ...ABROAD, country: 'US' } }) }),
    0n,
  ],
  ['comes after a paid one', feeOf(invoice('2', ['a']), A, [invoice('1', ['a'])]), 0n],
  ['comes before a paid one', feeOf(invoice('1', ['a']), A, [invoice('2', ['a'])]), 100n],
  [
    'was issued after a paid one of a larger number',
    feeOf(invoice('1', ['a'], { issuedOn: '2019-03-01' }), A, [invoice('2', ['a'])]),
    0n,
  ],
  [
    'comes after an unpaid one',
    feeOf(invoice('2', ['a']), A, [invoice('1', ['a'], { status: 'issued' })]),
    100n,
  ],
  [
    'comes after a voided one',
    feeOf(invoice('2', ['a']), A, [invoice('1', ['a'], { status: 'voided' })]),
    100n,
  ],
  [
    'comes after a paid one of another user',
    feeOf(invoice('2', ['a']), A, [invoice('1', ['a'], { user: ABROAD })]),
    100n,
  ],
  ['is itself not paid yet', feeOf(invoice('1', ['a'], { status: 'issued' }), A), 100n],
])('the metered fee of an invoice that %s', (_, fee, expected) => {
  expect(fee).toBe(expected);
});
