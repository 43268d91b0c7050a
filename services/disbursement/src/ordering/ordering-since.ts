import { shanghaiDay } from '@duixian/values';

import type { Collections } from '../unit-of-work/collections.ts';

/** Orders imported from a statement do not show how old the database is. */
const NOT_TAKEN_IN = { remark: { $not: /^按国库对账单补记/ } };

/**
 * The first day on which the treasury may have orders that are missing here: the day of the newest order
 * held, which in a database from a backup is about the day of the backup. Without any order it is the day of
 * the newest entry; without any entry it is `today`. What a fast clock dated later than that proves nothing
 * about the days before. All orders are scanned, but ordering is seldom suspended.
 */
export async function dayOfNewestOrder({ orders, entries }: Collections, today: Date): Promise<string> {
  const newest = async (): Promise<Date | undefined> => {
    const held = { ...NOT_TAKEN_IN, issuedAt: { $lte: today } };
    const [order] = await orders.find(held).sort({ sequence: -1 }).limit(1).toArray();
    if (order) return order.issuedAt;
    const [entry] = await entries
      .find({ at: { $lte: today } })
      .sort({ at: -1 })
      .limit(1)
      .toArray();
    return entry?.at;
  };
  return shanghaiDay((await newest()) ?? today);
}
