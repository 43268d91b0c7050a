import type { Session } from '@duixian/runtime';
import { NO_STEPS } from '@duixian/values';
import type { Collections, SettingsActDocument, SettingsDocument } from '../unit-of-work/collections.ts';
import type { KnownSettings } from './payment-settings.ts';

export async function readSettings(
  { settings }: Collections,
  session?: Session,
): Promise<SettingsDocument | null> {
  return settings.findOne({ _id: 'settings' }, session ? { session } : {});
}

/** Reads to change: two concurrent changes conflict here. */
export async function takeSettings(
  { settings }: Collections,
  session: Session,
): Promise<SettingsDocument | null> {
  const raised = { $inc: { guard: 1n } };
  return settings.findOneAndUpdate({ _id: 'settings' }, raised, { session, returnDocument: 'after' });
}

export async function saveSettings(
  { settings, settingsActs, clock }: Collections,
  document: SettingsDocument,
  act: Omit<SettingsActDocument, '_id' | 'at'>,
  session: Session,
): Promise<void> {
  await settings.replaceOne({ _id: 'settings' }, document, { session, upsert: true });
  const [last] = await settingsActs.find({}, { session }).sort({ _id: -1 }).limit(1).toArray();
  await settingsActs.insertOne({ _id: (last?._id ?? 0) + 1, at: clock.now(), ...act }, { session });
}

/**
 * Orders are made only by a process that knows the settings in force: their digest is stored where positions
 * are taken. `isAgreed`: two persons put them in force, so an empty system no longer waits for that.
 */
export async function markInForce(
  { sequences }: Collections,
  settings: string,
  isAgreed: boolean,
  session: Session,
): Promise<void> {
  const update = { $set: { settings }, ...(isAgreed && { $unset: { awaitsSettings: '' as const } }) };
  await sequences.updateOne({ _id: 'orders' }, update, { session });
}

/** What an empty system takes; `isOffered`: two persons have to agree to it. */
export function firstSettings({ digest, json }: KnownSettings, isOffered: boolean): SettingsDocument {
  const offered = isOffered ? { digest, json } : null;
  return { _id: 'settings', digest, json, offered, steps: NO_STEPS, guard: 1n };
}
