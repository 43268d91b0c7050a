import { describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import type { TreasuryStatus } from '../../orders/domain/order-status.ts';
import { standingOn } from './standing-order.ts';

const MARCH_2 = { from: new Date('2026-03-01T16:00:00Z'), until: new Date('2026-03-02T16:00:00Z') };

/** When each status came, and what our side has for 2 March. */
const CASES: [string, [string, TreasuryStatus][], string | null][] = [
  ['nothing was heard', [], null],
  ['it was only accepted', [['2026-03-02T01:00:00Z', 'accepted']], null],
  ['it was paid in the first instant', [['2026-03-01T16:00:00Z', 'paid']], 'paid'],
  ['it was paid the day before', [['2026-03-01T15:59:59.999Z', 'paid']], null],
  ['it was paid the day after', [['2026-03-02T16:00:00Z', 'paid']], null],
  [
    'it was paid before and returned then',
    [
      ['2026-03-01T01:00:00Z', 'paid'],
      ['2026-03-02T01:00:00Z', 'returned'],
    ],
    'returned',
  ],
  [
    'it was paid then and returned later',
    [
      ['2026-03-02T01:00:00Z', 'paid'],
      ['2026-03-03T01:00:00Z', 'returned'],
    ],
    'paid',
  ],
  [
    'it was rejected, and a "paid" after it has no effect',
    [
      ['2026-03-02T01:00:00Z', 'rejected'],
      ['2026-03-02T02:00:00Z', 'paid'],
    ],
    null,
  ],
  [
    'it is held, so that "paid" has no effect',
    [
      ['2026-03-02T01:00:00Z', 'conflict'],
      ['2026-03-02T02:00:00Z', 'paid'],
    ],
    null,
  ],
];

describe('what we say of an order on a day', () => {
  it.each(CASES)('where %s', (_, statuses, expected) => {
    const history = new LedgerHistory();
    const [issued] = history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
    const id = issued?.id ?? '';
    for (const [at, status] of statuses) {
      history.terms = { ...history.terms, now: new Date(at) };
      history.status(id, status);
    }
    expect(standingOn(history.order(id), MARCH_2).reported?.state ?? null).toBe(expected);
  });
});

it('a part that came back that day is said, and the order stays paid', () => {
  const history = new LedgerHistory();
  const [issued] = history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
  const id = issued?.id ?? '';
  const day = (number: number) => new Date(Date.UTC(2026, 2, number, 1));
  const at = (
    number: number,
    ...reported: Parameters<LedgerHistory['status']> extends [string, ...infer Rest] ? Rest : never
  ) => {
    history.terms = { ...history.terms, now: day(number) };
    history.status(id, ...reported);
  };
  at(1, 'paid');
  at(2, 'returned', '', { fen: 40n, reference: 'B-1' });
  at(3, 'returned', '', { fen: 60n, reference: 'B-2' });
  expect(standingOn(history.order(id), MARCH_2)).toMatchObject({
    state: 'returned',
    returns: [
      { fen: 40n, isOfDay: true },
      { fen: 60n, isOfDay: false },
    ],
    reported: { state: 'paid', isPaid: false, at: day(2) },
  });
});
