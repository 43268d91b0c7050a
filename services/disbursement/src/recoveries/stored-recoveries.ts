import { type Session, writeGuarded } from '@duixian/runtime';
import type { Collections, RecoveryDocument } from '../unit-of-work/collections.ts';
import type { Recovery } from './domain/recovery.ts';

export async function readRecovery(
  { recoveries }: Collections,
  id: string,
  session?: Session,
): Promise<Recovery | undefined> {
  const found = await recoveries.findOne({ _id: id }, session ? { session } : {});
  return found ? recoveryFrom(found) : undefined;
}

/** The demands of an entity, in the order of their numbers: a range of the primary key. */
export async function recoveriesOf(
  { recoveries }: Collections,
  entity: string,
  session?: Session,
): Promise<Recovery[]> {
  const range = { _id: { $gte: `${entity}-D`, $lt: `${entity}-E` } };
  const found = await recoveries.find(range, session ? { session } : {}).toArray();
  return found.map(recoveryFrom);
}

export function recoveryFrom({ _id, ...rest }: RecoveryDocument): Recovery {
  return { id: _id, ...rest };
}

export async function saveRecoveries(
  { recoveries }: Collections,
  changed: readonly Recovery[],
  session: Session,
): Promise<void> {
  const writes = changed.map(({ id, version, ...rest }) => {
    const after = { _id: id, ...rest, version: version + 1 };
    return { before: version === 0 ? undefined : { ...after, version }, after };
  });
  await writeGuarded(recoveries, writes, 'version', session);
}
