import type { Session } from '@duixian/runtime';
import type { PastSuspension, Suspension } from '../ordering/domain/suspension.ts';
import type { Collections } from './collections.ts';

const PAST_KEPT = 100;

export interface Ordering {
  readonly suspended: Suspension | null;
  /** How many statements were reconciled by now. */
  readonly reconciliations: bigint;
  readonly past: readonly PastSuspension[];
}

export async function readOrdering({ sequences }: Collections, session?: Session): Promise<Ordering> {
  const found = await sequences.findOne({ _id: 'orders' }, session ? { session } : {});
  return {
    suspended: found?.suspended ?? awaited(found) ?? null,
    reconciliations: found?.reconciliations ?? 0n,
    past: found?.past ?? [],
  };
}

function awaited(
  found: { readonly awaitsPolicy?: Date; readonly awaitsSettings?: Date } | null,
): Suspension | undefined {
  const { awaitsPolicy, awaitsSettings } = found ?? {};
  const at = awaitsPolicy ?? awaitsSettings;
  if (!at) return undefined;
  const what = [awaitsPolicy && 'the policy', awaitsSettings && 'the settings of payments'].filter(Boolean);
  return {
    by: 'disbursement',
    at,
    because: `two persons have not agreed yet to ${what.join(' and ')} that an empty system took`,
    ...(awaitsPolicy && { awaitsPolicy: true as const }),
    ...(awaitsSettings && { awaitsSettings: true as const }),
  };
}

/**
 * Nobody has decided yet on what an empty system finds at its first start: nothing is ordered under it until
 * two persons agree to it. If any ledger is stored, it is not a first start.
 */
export async function awaitAgreementWhereEmpty({ sequences, ledgers, clock }: Collections): Promise<boolean> {
  if (await ledgers.findOne({}, { projection: { _id: 1 } })) return false;
  const first = {
    _id: 'orders',
    last: 0n,
    awaitsPolicy: { $exists: false },
    agreedPolicy: { $exists: false },
  };
  const since = clock.now();
  const { modifiedCount } = await sequences.updateOne(first, {
    $set: { awaitsPolicy: since, awaitsSettings: since },
  });
  return modifiedCount === 1;
}

export async function doSettingsAwaitAgreement(
  { sequences }: Collections,
  session: Session,
): Promise<boolean> {
  const awaiting = { _id: 'orders', awaitsSettings: { $exists: true } };
  return (await sequences.findOne(awaiting, { session, projection: { _id: 1 } })) !== null;
}

/** What waited is settled by the next scan of what is due. */
export async function policyIsAgreed({ sequences }: Collections, agreedPolicy: string): Promise<void> {
  const done = { $set: { agreedPolicy }, $unset: { awaitsPolicy: '' } } as const;
  await sequences.updateOne({ _id: 'orders', agreedPolicy: { $exists: false } }, done);
}

/**
 * Written into the document that every transaction with new orders writes: a transaction in progress commits
 * before this, or conflicts with it and runs again. An existing suspension stays, but statements are required from
 * the earlier of both days on.
 */
export async function suspendOrdering(
  { sequences }: Collections,
  suspended: Suspension,
  session?: Session,
): Promise<void> {
  const within = session ? { session } : {};
  const { modifiedCount } = await sequences.updateOne(
    { _id: 'orders', suspended: { $exists: false } },
    { $set: { suspended } },
    within,
  );
  const { since } = suspended;
  if (modifiedCount > 0 || since === undefined) return;
  await sequences.updateOne(
    { _id: 'orders', 'suspended.since': { $gt: since } },
    { $set: { 'suspended.since': since } },
    within,
  );
}

/**
 * Suspends for another reason than before, from now on: statements that were reconciled earlier do not count any
 * more, and are required from the earlier of both days on.
 */
export async function suspendOrderingAgain(
  { sequences }: Collections,
  before: Suspension,
  suspended: Suspension,
): Promise<void> {
  const since = [before.since, suspended.since].flatMap((day) => day ?? []).toSorted()[0];
  await sequences.updateOne(
    { _id: 'orders', 'suspended.at': before.at },
    { $set: { suspended: { ...suspended, ...(since !== undefined && { since }) } } },
  );
}

/**
 * False if that suspension is over, or another statement was reconciled since `reconciliations`. What waited
 * is settled by the next scan of what is due.
 */
export async function resumeOrdering(
  { sequences }: Collections,
  suspension: Suspension,
  reconciliations: bigint,
  resumption: PastSuspension['resumption'],
  session?: Session,
): Promise<boolean> {
  const past = { $each: [{ ...suspension, resumption }], $position: 0, $slice: PAST_KEPT };
  const { modifiedCount } = await sequences.updateOne(
    {
      _id: 'orders',
      'suspended.at': suspension.at,
      reconciliations: reconciliations === 0n ? { $exists: false } : reconciliations,
    },
    { $unset: { suspended: '' }, $push: { past } },
    session ? { session } : {},
  );
  return modifiedCount === 1;
}

export async function writeKeptPublished({ sequences }: Collections): Promise<void> {
  await sequences.updateOne(
    { _id: 'orders', keepsPublished: { $exists: false } },
    { $set: { keepsPublished: true } },
  );
}

export async function keepsPublished({ sequences }: Collections): Promise<boolean> {
  return (
    (await sequences.findOne({ _id: 'orders', keepsPublished: true }, { projection: { _id: 1 } })) !== null
  );
}

type Doubted = Readonly<Record<string, string>>;

/** Subjects contain dots, which field names must not. */
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
