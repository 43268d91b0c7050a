import type { Session } from '@duixian/runtime';
import type { PastSuspension, Suspension } from '../domain/suspension.ts';
import type { Collections } from './collections.ts';

const PAST_KEPT = 100;

export interface Ordering {
  readonly suspended: Suspension | null;
  readonly past: readonly PastSuspension[];
}

export async function readOrdering({ sequences }: Collections, session?: Session): Promise<Ordering> {
  const found = await sequences.findOne({ _id: 'orders' }, session ? { session } : {});
  return { suspended: found?.suspended ?? null, past: found?.past ?? [] };
}

/**
 * Written into the document that every transaction with new orders writes: one that is under way commits before this, or
 * meets it and runs again. One that stands stays as it is.
 */
export async function suspendOrdering({ sequences }: Collections, suspended: Suspension): Promise<void> {
  await sequences.updateOne({ _id: 'orders', suspended: { $exists: false } }, { $set: { suspended } });
}

/** False where that suspension does not stand any more. What waited is settled by the next scan of what is due. */
export async function resumeOrdering(
  { sequences }: Collections,
  suspension: Suspension,
  resumption: PastSuspension['resumption'],
): Promise<boolean> {
  const past = { $each: [{ ...suspension, resumption }], $position: 0, $slice: PAST_KEPT };
  const { modifiedCount } = await sequences.updateOne(
    { _id: 'orders', 'suspended.at': suspension.at },
    { $unset: { suspended: '' }, $push: { past } },
  );
  return modifiedCount === 1;
}

type Doubted = Readonly<Record<string, string>>;

/** Subjects have points, which names of fields do not. */
export async function readDoubted({ sequences }: Collections): Promise<Doubted | undefined> {
  const found = await sequences.findOne({ _id: 'orders' }, { projection: { doubted: 1 } });
  return found?.doubted && renamed(found.doubted, '/', '.');
}

export async function writeDoubted({ sequences }: Collections, doubted: Doubted): Promise<void> {
  await sequences.updateOne({ _id: 'orders' }, { $set: { doubted: renamed(doubted, '.', '/') } });
}

function renamed(doubted: Doubted, from: string, to: string): Doubted {
  return Object.fromEntries(
    Object.entries(doubted).map(([subject, place]) => [subject.replaceAll(from, to), place]),
  );
}
