import { ConcurrentChange, type Session } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { DailyStraight, StraightOnDay } from '../programmes/domain/daily-straight.ts';
import type { Collections } from './collections.ts';

/** Nothing may be ordered: the decision has to be made again under that term. */
export class OrderingSuspended extends Error {
  override name = 'OrderingSuspended';
}

/** Other settings were put in force than the decision was made by. */
export class SettingsMoved extends Error {
  override name = 'SettingsMoved';
}

/**
 * Takes the next positions of the pull list, and answers the first. The counter is written inside the transaction that
 * makes the orders: of two such transactions the second meets a write conflict and runs again after the first, so positions
 * become visible in their order, and a reader that saw one never misses a smaller one. (An ObjectId or a clock would need
 * a safe lag instead.) It costs nothing where orders are made in one lane; the price is that two processes that both
 * make orders take turns. Whether orders may be made stands in the same document, so that nobody makes one beside a
 * suspension; what the treasury has already (`adopted`) is no new order. What went straight through on the day stands there
 * too, so that the cap of a day holds for all processes. What the orders add to the
 * totals of their programmes goes with it, because this document is written anyway.
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
  /** What went straight through today: written on condition that it stands as it was read. */
  readonly daily?: DailyStraight;
  /** The settings that the orders were decided by; absent: nobody else sets any. */
  readonly settings?: string | undefined;
}

/** The whole of it, as this code writes it: also where a day was begun meanwhile, or another programme took something. */
function asRead({ read }: DailyStraight): object {
  return { straightThrough: read ?? { $exists: false } };
}

/** Why nothing can be taken: ordering is suspended, or others took of the day's cap meanwhile. */
async function refuse(
  sequences: Collections['sequences'],
  { what, settings }: { readonly what: 'new' | 'adopted'; readonly settings: string | undefined },
  session: Session,
): Promise<void> {
  const standing = await sequences.findOne({ _id: 'orders' }, { session });
  const isStopped = standing?.suspended || standing?.awaitsPolicy || standing?.awaitsSettings;
  if (isStopped && what === 'new') throw new OrderingSuspended();
  if (what === 'new' && settings !== undefined && standing?.settings !== settings) throw new SettingsMoved();
  if (standing) throw new ConcurrentChange('somebody else took of what may go straight through today');
}

/** What went straight through on the newest day. */
export async function readStraightOnDay(
  { sequences }: Collections,
  session: Session,
): Promise<StraightOnDay | null> {
  const found = await sequences.findOne({ _id: 'orders' }, { session, projection: { straightThrough: 1 } });
  return found?.straightThrough ?? null;
}
