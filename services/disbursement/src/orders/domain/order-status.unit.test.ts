import { describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import type { OrderState } from './order.ts';
import type { StatusEffect, TreasuryStatus } from './order-status.ts';

const STATUSES: TreasuryStatus[] = [
  ...(['sent', 'accepted', 'paid', 'rejected', 'returned', 'refused-by-treasury', 'conflict'] as const),
];
/** Statuses that bring a new order to a state. */
const ROADS: Record<string, TreasuryStatus[]> = {
  issued: [],
  sent: ['sent'],
  accepted: ['sent', 'accepted'],
  paid: ['sent', 'accepted', 'paid'],
  rejected: ['sent', 'rejected'],
  returned: ['paid', 'returned'],
  'refused-by-treasury': ['refused-by-treasury'],
};

/** + recorded, . no effect, ! contradiction; columns as in STATUSES. */
const TABLE: [state: string, effects: string][] = [
  ['issued', '+ + + + + + !'],
  ['sent', '. + + + + . !'],
  ['accepted', '. . + + + . !'],
  ['paid', '. . . ! + . !'],
  ['rejected', '. . ! . ! . !'],
  ['returned', '. . . ! . . !'],
  ['refused-by-treasury', '! ! ! . ! . !'],
  ['rejected, released', '. . ! . ! . !'],
  ['returned, released', '. . . ! . . !'],
  ['refused-by-treasury, released', '! ! ! . ! . !'],
];
const SIGNS: Record<string, StatusEffect> = { '+': 'recorded', '.': 'none', '!': 'contradiction' };

const cases = TABLE.flatMap(([state, effects]) =>
  effects
    .split(' ')
    .map((sign, index) => ({ state, status: STATUSES[index] as TreasuryStatus, effect: SIGNS[sign] })),
);

describe('a status of the treasury', () => {
  it.each(cases)('$status to an order that is $state: $effect', ({ state, status, effect }) => {
    const { history, id } = orderThatIs(state);
    const before = history.order(id);
    const entriesBefore = entryCount(history);
    expect(history.status(id, status, 'because')).toBe(effect);
    const after = history.order(id);
    expect(after.state).toBe(effect === 'recorded' ? status : before.state);
    expect(after.contradiction !== '').toBe(effect === 'contradiction');
    if (effect !== 'recorded') expect(entryCount(history)).toBe(entriesBefore);
  });

  it.each(cases)(
    '$status twice to an order that is $state: the second has no effect',
    ({ state, status }) => {
      const { history, id } = orderThatIs(state);
      history.status(id, status);
      const once = history.order(id);
      expect(history.status(id, status)).toBe('none');
      expect(history.order(id)).toBe(once);
    },
  );

  it('leaves an order as it is while a contradiction holds it', () => {
    const { history, id } = orderThatIs('rejected');
    history.status(id, 'paid');
    expect(history.status(id, 'returned')).toBe('contradiction');
    expect(history.order(id)).toMatchObject({
      state: 'rejected',
      contradiction: 'the treasury says "paid" of an order that is rejected',
    });
  });
});

describe('a release', () => {
  it.each(['rejected', 'returned'])('of a %s order makes a new one with the same amount', (state) => {
    const { history, id } = orderThatIs(state);
    const issued = history.release(id);
    expect(issued).toMatchObject([{ id: id.replace(/1$/, '2'), amountFen: 20_000n, state: 'issued' }]);
    expect(history.order(id).release).toMatchObject({ by: 'officer' });
  });

  it.each(['issued', 'sent', 'accepted', 'paid'])('of an order that is %s is refused', (state) => {
    const { history, id } = orderThatIs(state);
    expect(history.release(id)).toBe('not-rejected-or-returned');
  });

  it('of an order that the treasury refused makes a new one, and a late payment of the first is held', () => {
    const { history, id } = orderThatIs('refused-by-treasury');
    expect(history.release(id)).toMatchObject([{ amountFen: 20_000n, replaces: id }]);
    expect(history.status(id, 'paid')).toBe('contradiction');
    expect(history.orders.size).toBe(2);
  });

  it('is refused the second time', () => {
    const { history, id } = orderThatIs('rejected');
    history.release(id);
    expect(history.release(id)).toBe('already-released');
    expect(history.orders.size).toBe(2);
  });

  it('is refused while a contradiction stands', () => {
    const { history, id } = orderThatIs('rejected');
    history.status(id, 'paid');
    expect(history.release(id)).toBe('contradiction');
  });
});

function orderThatIs(description: string): { history: LedgerHistory; id: string } {
  const [state, released] = description.split(', ');
  const history = new LedgerHistory();
  const [order] = history.consume(entitled('A', 2019, 'sharing', 20_000n, 1n));
  const id = order?.id ?? '';
  for (const status of ROADS[state as OrderState] ?? []) history.status(id, status);
  if (released) history.release(id);
  return { history, id };
}

function entryCount(history: LedgerHistory): number {
  return [...history.entries.values()].reduce((sum, entries) => sum + entries.length, 0);
}
