import { compareCodePoints, type Uscc } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rootOf } from './entity.ts';

const letter = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H');
const parents = fc
  .array(fc.tuple(letter, letter), { maxLength: 8 })
  .map((pairs) => new Map<Uscc, Uscc>(pairs.filter(([child, parent]) => child !== parent)));

describe('The entity of a USCC', () => {
  it.each<[string, [Uscc, Uscc][], Uscc, Uscc]>([
    ['is itself without a parent', [], 'A', 'A'],
    ['is its parent, even one of whom nothing is known', [['A', 'B']], 'A', 'B'],
    ['is the end of the chain', [['A', 'B'], ['B', 'C']], 'A', 'C'], // biome-ignore format: one case a line
    ['is the smallest of a circle', [['C', 'B'], ['B', 'C']], 'C', 'B'], // biome-ignore format: one case a line
    ['is the smallest of the circle, not of what leads there', [['A', 'C'], ['C', 'B'], ['B', 'C']], 'A', 'B'], // biome-ignore format: one case a line
  ])('%s', (_, pairs, asked, entity) => {
    const known = new Map(pairs);
    expect(rootOf(asked, (uscc) => known.get(uscc)).entity).toBe(entity);
  });

  it('is the same for all of a chain, wherever one begins', () => {
    fc.assert(
      fc.property(parents, letter, (known, asked) => {
        const parentOf = (uscc: Uscc) => known.get(uscc) ?? null;
        const { entity, chain } = rootOf(asked, parentOf);
        expect(chain[0]).toBe(asked);
        expect(chain.map((uscc) => rootOf(uscc, parentOf).entity)).toEqual(chain.map(() => entity));
      }),
    );
  });

  it('has no parent, or is the smallest of a circle that its parents run through', () => {
    fc.assert(
      fc.property(parents, letter, (known, asked) => {
        const { entity, circle } = rootOf(asked, (uscc) => known.get(uscc));
        if (circle.length === 0) expect(known.has(entity)).toBe(false);
        else expect(circle.toSorted(compareCodePoints)[0]).toBe(entity);
        const next = circle.map((_, place) => circle[(place + 1) % circle.length]);
        expect(circle.map((uscc) => known.get(uscc))).toEqual(next);
      }),
    );
  });

  it('does not depend on the order in which parents became known', () => {
    const orders = parents.chain((known) =>
      fc.tuple(fc.constant(known), fc.shuffledSubarray([...known], { minLength: known.size }), letter),
    );
    fc.assert(
      fc.property(orders, ([known, shuffled, asked]) => {
        const other = new Map(shuffled);
        expect(rootOf(asked, (uscc) => other.get(uscc)).entity).toBe(
          rootOf(asked, (uscc) => known.get(uscc)).entity,
        );
      }),
    );
  });
});
