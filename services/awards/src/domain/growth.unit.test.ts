import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growthInWords, growthOf } from './growth.ts';

const orders = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.bigInt({ min: 1n, max: 100n })), {
    selector: ([account]) => account,
  })
  .map((all) => all.map(([account, fen]) => ({ account, fen })));

describe('by how much what is ordered at once has grown', () => {
  it('what one account would get less makes up for nothing', () => {
    const shown = [
      { account: 'a', fen: 100n },
      { account: 'b', fen: 100n },
    ];
    const now = [
      { account: 'a', fen: 1n },
      { account: 'b', fen: 150n },
      { account: 'c', fen: 25n },
    ];
    const { fen, accounts } = growthOf(shown, now);
    expect(fen).toBe(75n);
    expect(growthInWords(accounts)).toBe('b: 1.00 → 1.50 yuan; c: 0.00 → 0.25 yuan');
  });

  it('it is nothing where nothing moved, and never less than the sum grew', () => {
    fc.assert(
      fc.property(orders, orders, (shown, now) => {
        const sum = (all: readonly { fen: bigint }[]) => all.reduce((total, { fen }) => total + fen, 0n);
        expect(growthOf(shown, shown).fen).toBe(0n);
        const { fen } = growthOf(shown, now);
        expect(fen >= 0n && fen >= sum(now) - sum(shown)).toBe(true);
      }),
    );
  });

  it('of many accounts the first ten are named', () => {
    const now = Array.from({ length: 12 }, (_, at) => ({ account: `x${at}`, fen: 1n }));
    expect(growthInWords(growthOf([], now).accounts)).toMatch(/; and 2 more$/);
  });
});
