import { type Session, transact, writeGuarded } from '@duixian/runtime';
import type { Collection, Filter } from 'mongodb';
import type { PartnersChanges } from './partners-changes.ts';
import type { RegisterCollections } from './record-document.ts';

/**
 * Stores what is newer than the held state, in one transaction with a counter by which the other processes of the
 * register notice it. Returns for each change, in order, whether anything in it was newer.
 */
export async function keepPartners(
  changes: readonly PartnersChanges[],
  collections: RegisterCollections,
): Promise<readonly boolean[]> {
  return transact(collections.database, (session) => keepIn(session, changes, collections));
}

async function keepIn(
  session: Session,
  changes: readonly PartnersChanges[],
  { sourceStates, handingsOver, partnersHeard }: RegisterCollections,
): Promise<readonly boolean[]> {
  const before = (await partnersHeard.findOne({ _id: 'partners' }, { session })) ?? undefined;
  const received = (before?.count ?? 0n) + 1n;
  const sources = newestOf(changes.flatMap((one) => one.sources));
  const handed = newestOf(changes.flatMap((one) => one.handingsOver));
  const written = new Set([
    ...(await writeNewer(sourceStates, sources, received, session)),
    ...(await writeNewer(handingsOver, handed, received, session)),
  ]);
  if (written.size > 0) {
    const after = { _id: 'partners' as const, count: received };
    await writeGuarded(partnersHeard, [{ before, after }], 'count', session);
  }
  return changes.map((one) => [...one.sources, ...one.handingsOver].some((state) => written.has(state)));
}

type State = { readonly _id: string; readonly version: bigint };

function newestOf<S extends State>(states: readonly S[]): S[] {
  const newest = new Map<string, S>();
  for (const state of states)
    if (state.version > (newest.get(state._id)?.version ?? 0n)) newest.set(state._id, state);
  return [...newest.values()];
}

/** Returns which states were newer than the held ones. */
async function writeNewer<D extends State & { heard: bigint }>(
  collection: Collection<D>,
  states: readonly Omit<D, 'heard'>[],
  received: bigint,
  session: Session,
): Promise<readonly Omit<D, 'heard'>[]> {
  if (states.length === 0) return [];
  const ids = { _id: { $in: states.map(({ _id }) => _id) } } as Filter<D>;
  const found = (await collection.find(ids, { session }).toArray()) as D[];
  const held = new Map(found.map((document) => [document._id, document]));
  const changes = states.filter(({ _id, version }) => version > (held.get(_id)?.version ?? 0n));
  const writes = changes.map((state) => ({
    before: held.get(state._id),
    after: { ...state, heard: received } as D,
  }));
  if (writes.length > 0) await writeGuarded(collection, writes, 'version', session);
  return changes;
}
