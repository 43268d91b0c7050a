import { describe, expect, it } from '@jest/globals';
import { type OrderFacts, orderChangeOf } from './order-change.ts';

const ORDER: OrderFacts = { state: 'issued', contradiction: null, release: null, returns: [] };
const RELEASE = { by: 'li' };

describe('what happened to an order', () => {
  it.each<[string, Partial<OrderFacts>, string | undefined]>([
    ['it was issued', {}, 'issued'],
    ['it was only sent', { state: 'sent' }, undefined],
    ['the treasury accepted it', { state: 'accepted' }, 'accepted'],
    ['it was paid', { state: 'paid' }, 'paid'],
    ['it was rejected', { state: 'rejected' }, 'rejected'],
    ['an officer released it then', { state: 'rejected', release: RELEASE }, 'released'],
    ['all of it came back', { state: 'returned', returns: [{ release: null }] }, 'returned'],
    ['a part came back', { state: 'paid', returns: [{ release: null }] }, 'returned'],
    ['that part was released', { state: 'paid', returns: [{ release: RELEASE }] }, 'released'],
    ['one of two was', { state: 'paid', returns: [{ release: RELEASE }, { release: null }] }, 'returned'],
    ['statuses contradict each other', { state: 'paid', contradiction: 'rejected' }, 'contradicted'],
    ['the treasury refused it for good', { state: 'refused-by-treasury' }, 'refused_by_treasury'],
  ])('%s', (_, changed, expected) => {
    expect(orderChangeOf({ ...ORDER, ...changed })).toBe(expected);
  });
});
