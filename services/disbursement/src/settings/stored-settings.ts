import type { Session } from '@duixian/runtime';
import { NO_STEPS, type TwoSteps } from '@duixian/values';
import type { KnownSettings } from './payment-settings.ts';
import type { Collections } from '../decisions/collections.ts';

/** What is in force, what the latest start found beside it, and what waits for a second person. */
export interface SettingsDocument {
  readonly _id: 'settings';
  readonly digest: string;
  readonly json: string;
  /** Null where what was found is in force, and nobody has to agree to it any more. */
  readonly offered: { readonly digest: string; readonly json: string } | null;
  readonly steps: TwoSteps<{ readonly digest: string; readonly json: string }>;
  /** Raised at every write. */
  readonly guard: bigint;
}

/** What happened to the settings, counted from 1; never changed. */
export interface SettingsActDocument {
  readonly _id: number;
  readonly event: 'taken' | 'offered' | 'proposed' | 'rejected' | 'applied';
  readonly digest: string;
  readonly at: Date;
  /** A person and a key; empty where a start did it. */
  readonly by: string;
  readonly key: string;
  readonly because: string;
}

export async function readSettings(
  { settings }: Collections,
  session?: Session,
): Promise<SettingsDocument | null> {
  return settings.findOne({ _id: 'settings' }, session ? { session } : {});
}

/** Read to be changed: two at once meet here. */
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
 * Orders are made only by who knows what is in force: its digest stands where positions are taken. `isAgreed`: two persons
 * put it in force, so an empty system waits for that no more.
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
