import { ConcurrentChange, type Session } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { DailyStraight, StraightOnDay } from '../programmes/domain/daily-straight.ts';
import type { Collections } from './collections.ts';

/** Nothing may be ordered: the decision has to be made again under that term. */
export class OrderingSuspended extends Error {
  override name = 'OrderingSuspended';
}

/** Other settings are in force than those the decision was made under. */
export class SettingsMoved extends Error {
  override name = 'SettingsMoved';
}

/**
 * Takes the next positions of the order feed, and answers the first. The counter is written inside the
 * transaction that makes the orders: of two such transactions the second meets a write conflict and runs
 * again after the first, so positions become visible in order, and a reader that saw one never misses a
 * smaller one. (An ObjectId or a clock would need a safe lag instead.) It costs nothing if orders are made in
 * one queue; the price is that two processes that both make orders take turns.
 *
 * The same document holds whether orders may be made, so that no order is made during a suspension; an order
 * that the treasury already has (`adopted`) is not a new one. It also holds what was paid straight through on
 * the day, so that the cap of a day holds for all processes, and what the orders add to the totals of their
 * programmes, because it is written anyway.
 */
export async function takePositions(
  { sequences }: Collections,
  { count, what = 'new', totals = {}, daily, settings }: Taken,
  session: Session,
): Promise<bigint> {
  const after = daily?.after;
  const taken = await sequences.findOneAndUpdate(
    {
      _id: 'orders',
      ...(what === 'new' && { ...MAY_ORDER, ...(settings !== undefined && { settings }) }),
      ...(after && asRead(daily)),
    },
    { $inc: { last: BigInt(count), ...totals }, ...(after && { $set: { straightThrough: after } }) },
    { session, returnDocument: 'after', projection: { last: 1 } },
  );
  if (!taken) await refuse(sequences, { what, settings }, session);
  return defined(taken, 'the counter of orders exists').last - BigInt(count) + 1n;
}

/** Neither suspended, nor waiting until two persons agree to policy and settings. */
const MAY_ORDER = {
  suspended: { $exists: false },
  awaitsPolicy: { $exists: false },
  awaitsSettings: { $exists: false },
};

interface Taken {
  readonly count: number;
  readonly what?: 'new' | 'adopted';
  readonly totals?: Record<string, bigint>;
  /** What was paid straight through today: written on condition that it is unchanged since it was read. */
  readonly daily?: DailyStraight;
  /** The settings under which the orders were decided; absent: no other process sets any. */
  readonly settings?: string | undefined;
}

/**
 * The whole field, as this code writes it, so it also differs if a day was begun meanwhile, or another
 * programme took something.
 */
function asRead({ read }: DailyStraight): object {
  return { straightThrough: read ?? { $exists: false } };
}

/**
 * Why nothing can be taken: ordering is suspended, other settings are in force, or others used the day's cap
 * meanwhile.
 */
async function refuse(
  sequences: Collections['sequences'],
  { what, settings }: { readonly what: 'new' | 'adopted'; readonly settings: string | undefined },
  session: Session,
): Promise<void> {
  const standing = await sequences.findOne({ _id: 'orders' }, { session });
  const isStopped = standing?.suspended || standing?.awaitsPolicy || standing?.awaitsSettings;
  if (isStopped && what === 'new') throw new OrderingSuspended();
  if (what === 'new' && settings !== undefined && standing?.settings !== settings) throw new SettingsMoved();
  if (standing)
    throw new ConcurrentChange("another transaction used a part of today's straight-through limit");
}

/** What was paid straight through on the newest day. */
export async function readStraightOnDay(
  { sequences }: Collections,
  session: Session,
): Promise<StraightOnDay | null> {
  const found = await sequences.findOne({ _id: 'orders' }, { session, projection: { straightThrough: 1 } });
  return found?.straightThrough ?? null;
}
