import type { Session } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import { type Receipt, receiptInNotes } from './domain/receipt.ts';
import type { Recovery } from './domain/recovery.ts';
import { recoveryFrom } from './stored-recoveries.ts';

/**
 * What is booked under a bank's reference, on whatever demand. What release 0.1.0 booked is only in the notes
 * of its demands, which an index finds, so it counts too, also while processes of that release still run.
 */
export async function readReceipt(
  { receipts, recoveries }: Collections,
  id: string,
  session?: Session,
): Promise<Receipt | undefined> {
  const options = session ? { session } : {};
  const found = await receipts.findOne({ _id: id }, options);
  if (found) {
    const { _id, ...rest } = found;
    return { id: _id, ...rest };
  }
  const noted = await recoveries.find({ 'notes.id': id }, options).sort({ _id: 1 }).toArray();
  return receiptInNotes(id, noted.map(recoveryFrom));
}

/** Of two processes that book one reference at once, the second collides on its key, and decides again. */
export async function saveReceipt(
  { receipts }: Collections,
  { id, ...rest }: Receipt,
  session: Session,
): Promise<void> {
  await receipts.insertOne({ _id: id, ...rest }, { session });
}

export async function readRecoveries(
  { recoveries }: Collections,
  ids: readonly string[],
  session: Session,
): Promise<Map<string, Recovery>> {
  const found = await recoveries.find({ _id: { $in: [...ids] } }, { session }).toArray();
  return new Map(found.map((document) => [document._id, recoveryFrom(document)]));
}
