import { shanghaiDay } from '@duixian/values';

import type { Collections } from '../unit-of-work/collections.ts';

/** Orders that were taken in from a statement say nothing of how old the database is. */
const NOT_TAKEN_IN = { remark: { $not: /^按国库对账单补记/ } };

/**
 * From which day on the treasury may have orders that are missing here: that of the newest order held, which in a database
 * from a backup is about the day of the backup. Without any order it is the day of the newest entry; without any of those it
 * is `today`. What a clock that was ahead dated later says nothing of the days before. All orders are looked through, as seldom as ordering is suspended.
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
