import { Binary, ObjectId } from 'mongodb';

/** Values of every kind that services store, and neighbours in MongoDB's order. */
export const VALUES: readonly unknown[] = [
  null,
  ...[0, 5, -5, 5n, 0n, -5n, 5.5, -0.5, 2 ** 40, 2n ** 40n, 9_007_199_254_740_993n, Number.NaN],
  ...['', 'a', 'A', 'b', 'ab', '～', '𠮷', '郑州', '5'],
  ...[true, false, new Date(0), new Date(1_600_000_000_000)],
  ...[new ObjectId('650000000000000000000001'), new ObjectId('650000000000000000000002')],
  ...[new Binary(Buffer.from('ab')), new Binary(Buffer.from('b')), new Binary(Buffer.alloc(0))],
  ...[[], [null], [1, 5], [5n], ['a', 7], [[1, 5]], [[]], [true, null]],
  ...[{}, { b: 1 }, { b: 5n }, { b: null }, { c: 1 }, { b: 1, c: 2 }, { c: 2, b: 1 }, { b: { c: 1 } }],
  ...[{ b: [] }, { b: [1, 5] }, { b: ['a', { c: 5 }] }],
  ...[
    [{ b: 1 }],
    [{ b: 1 }, { c: 2 }],
    [{ c: 2 }, 5],
    [{ b: [5, 1] }, { b: 7 }],
    [[{ b: 1 }]],
    [{}],
    [5, 'a'],
  ],
];

/** One document for each value, and one without a value. */
export function documentsOfAll(): { _id: number; a?: unknown }[] {
  return [{ _id: -1 }, ...VALUES.map((a, _id) => ({ _id, a }))];
}
