/**
 * Everything that grows, and where it ends. One file, so that whoever operates this can read all of it; docs/reliability.md
 * prints it as a table, and a test keeps the two equal. Sizes in bytes stand beside numbers of items, because a few large
 * items do the same harm as many small ones.
 */

export const KIB = 1024;
export const MIB = 1024 * KIB;

export type Limit = {
  readonly most: number;
  readonly unit: 'bytes' | 'items' | 'code points' | 'levels' | 'ms';
  /** What is limited. */
  readonly of: string;
  /** The answer beyond it. */
  readonly beyond: string;
};

export const LIMITS = {
  // Facts at the door (facts.md §1)
  itemBytes: {
    most: 128 * KIB,
    unit: 'bytes',
    of: 'one fact as it is sent',
    beyond: 'refused: too-large',
  },
  // Payment orders (payments.md)
  clockDifferenceMs: {
    most: 120_000,
    unit: 'ms',
    of: 'how far the clocks of two processes may differ before a date that one wrote keeps nothing waiting at the other',
    beyond: 'what waits until that date is done at once',
  },
  treasuryReason: {
    most: 1_000,
    unit: 'code points',
    of: 'the words that are kept of a treasury that refuses an order',
    beyond: 'cut',
  },
  treasuryTakesWithinMs: {
    most: 300_000,
    unit: 'ms',
    of: 'how long ago the treasury took something, for 403, 404 or 405 to speak of an order and not of its address',
    beyond: 'orders wait and are sent again',
  },
  ordersReadAPage: {
    most: 20_000,
    unit: 'items',
    of: 'payment orders that are read for one page of those in a state',
    beyond: 'the page is short and says that there is more',
  },
} as const satisfies Record<string, Limit>;
