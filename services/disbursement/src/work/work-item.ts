import type { workV1 } from '@duixian/proto';
import type { Terms } from '../orders/domain/order.ts';
import type { Collections } from '../unit-of-work/collections.ts';

export type WorkItem = workV1.WorkItem;
export type WorkTerms = Pick<Terms, 'needsPayee'>;

/** A list of what waits for a person. */
export interface WorkSource {
  /** A page of it; its position for the next page is empty if there is none. */
  page(collections: Collections, after: string, limit: number, terms: WorkTerms): Promise<WorkPage>;
  /** Reads no more than LIMITS.workCounted. */
  sum(collections: Collections, terms: WorkTerms): Promise<WorkSum>;
}

export interface WorkPage {
  readonly items: WorkItem[];
  readonly next: string;
}

export interface WorkSum {
  readonly count: number;
  readonly isAtLeast: boolean;
  readonly oldest: WorkItem | undefined;
}

/** For items that were read one by one. */
export function sumOfItems(items: readonly WorkItem[], isAtLeast: boolean): WorkSum {
  const [oldest] = [...items].sort((one, other) => (one.since < other.since ? -1 : 1));
  return { count: items.length, isAtLeast, oldest };
}
