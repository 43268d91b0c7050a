import type { OutboxBatch } from '@duixian/messaging';
import { type Database, transact, writeGuarded } from '@duixian/runtime';
import { ReferenceData } from '../domain/reference-data.ts';
import { usccOf } from '../domain/reference-key.ts';
import { accountsOf, type Collections } from '../store/collections.ts';
import type { EntitlementEvents } from './entitlement-events.ts';

/**
 * Publishes some of the held entities whole, without that hold. Those that belong to another entity now come
 * first: what an entity is due counts only with the ledgers of its members, so it names their versions.
 * Undefined while something moves.
 */
export async function releaseSome(
  { referenceData, invalidations, accounts }: Collections,
  events: EntitlementEvents,
  database: Database,
  epoch: bigint,
  limit: number,
): Promise<OutboxBatch | undefined> {
  return transact(database, async (session) => {
    if (await invalidations.findOne({ restates: true }, { session })) return undefined;
    const restating = { 'state.isRestating': true };
    const some = { session, limit };
    const branches = await referenceData
      .find({ ...restating, 'state.parent': { $type: 'string' } }, some)
      .toArray();
    const held = branches.length > 0 ? branches : await referenceData.find(restating, some).toArray();
    const usccs = held.map(({ _id }) => usccOf(_id));
    const released = new ReferenceData(
      new Map(held.map((context) => [context._id, context])),
      new Map(),
      epoch,
    );
    for (const uscc of usccs) released.retell(uscc, { isRestating: false });
    await writeGuarded(referenceData, released.writes(), 'guard', session);
    const all = await accounts.find(accountsOf(usccs), { session }).toArray();
    return events.publish(session, all, released, new Map());
  });
}
