import type { Session } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { Collections } from './collections.ts';

/** Nothing may be ordered: the decision has to be made again under that term. */
export class OrderingSuspended extends Error {
  override name = 'OrderingSuspended';
}

/**
 * Takes the next positions of the pull list, and answers the first. The counter is written inside the transaction that
 * makes the orders: of two such transactions the second meets a write conflict and runs again after the first, so positions
 * become visible in their order, and a reader that saw one never misses a smaller one. (An ObjectId or a clock would need
 * a safe lag instead.) It costs nothing where orders are made in one lane; the price is that two processes that both
 * make orders take turns. Whether orders may be made stands in the same document, so that nobody makes one beside a
 * suspension; what the treasury has already (`adopted`) is no new order. What the orders add to the
 * totals of their programmes goes with it, because this document is written anyway.
 */
export async function takePositions(
  { sequences }: Collections,
  count: number,
  session: Session,
  what: 'new' | 'adopted' = 'new',
  totals: Record<string, bigint> = {},
): Promise<bigint> {
  const taken = await sequences.findOneAndUpdate(
    { _id: 'orders', ...(what === 'new' && { suspended: { $exists: false } }) },
    { $inc: { last: BigInt(count), ...totals } },
    { session, returnDocument: 'after', projection: { last: 1 } },
  );
  if (!taken && (await sequences.countDocuments({ _id: 'orders' }, { session })) === 1)
    throw new OrderingSuspended();
  return defined(taken, 'the counter of orders exists').last - BigInt(count) + 1n;
}
