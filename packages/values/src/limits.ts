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
} as const satisfies Record<string, Limit>;
