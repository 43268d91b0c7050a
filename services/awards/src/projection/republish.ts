import { type OutboxMessage, packed as parted } from '@duixian/messaging';
import { LIMITS, type Uscc } from '@duixian/values';
import type { AccountState } from '../domain/account-state.ts';
import { referenceKey, usccOf } from '../domain/reference-key.ts';
import { absentParty, type PartyState } from '../domain/reference-state.ts';
import type { Collections } from '../store/collections.ts';
import { countMembers, membersOf } from '../store/members-of.ts';
import { accountsOnly, entitlementsMessage, packed, wholeState } from './entity-states.ts';
import { stateOf } from './policy-in-force.ts';

const BATCH = 200;

type Publish = (messages: readonly OutboxMessage[]) => Promise<void>;

/** Publishes again, under their versions, the holds of every entity and every account that ever existed. */
export async function republishEntitlements(collections: Collections, publish: Publish): Promise<bigint> {
  // Holds come before the sums that they hold back.
  const published =
    (await republishEntities(collections, publish)) + (await republishAccounts(collections, publish));
  const { digest = '', awaitsAgreement } = await stateOf(collections);
  if (awaitsAgreement) return published;
  await publish([entitlementsMessage([], undefined, digest)]);
  return published + 1n;
}

async function republishEntities(collections: Collections, publish: Publish): Promise<bigint> {
  const versioned = { 'state.entityVersion': { $gt: 0n } };
  const found = collections.referenceData.find(versioned, { projection: { _id: 1 } });
  let published = 0n;
  for await (const batch of batched(found, BATCH)) {
    const all = batch.map(({ _id }) => usccOf(_id));
    const counts = await countMembers(collections, all);
    for (const usccs of parted(all, (uscc) => 1 + (counts.get(uscc) ?? 0), LIMITS.entityMembers.most)) {
      const parties = await partiesOf(collections, usccs);
      const members = await membersOf(collections, usccs);
      const messages = [...parties].flatMap(([uscc, party]) =>
        packed(wholeState(uscc, party, members.get(uscc) ?? [], [])),
      );
      await publish(messages.map((states) => entitlementsMessage(states, undefined)));
      published += BigInt(messages.length);
    }
  }
  return published;
}

async function republishAccounts(collections: Collections, publish: Publish): Promise<bigint> {
  let published = 0n;
  const publishAll = async (entities: ReadonlyMap<Uscc, readonly AccountState[]>): Promise<void> => {
    const parties = await partiesOf(collections, [...entities.keys()]);
    const states = [...entities].flatMap(([uscc, own]) =>
      accountsOnly(uscc, parties.get(uscc) ?? absentParty(uscc), own),
    );
    await publish(states.map((state) => entitlementsMessage([state], undefined)));
    published += BigInt(states.length);
  };
  let waiting = new Map<Uscc, AccountState[]>();
  for await (const account of collections.accounts.find().sort({ _id: 1 })) {
    if (waiting.size >= BATCH && !waiting.has(account.entity)) {
      await publishAll(waiting);
      waiting = new Map();
    }
    const known = waiting.get(account.entity) ?? [];
    waiting.set(account.entity, known);
    known.push(account);
  }
  await publishAll(waiting);
  return published;
}

async function* batched<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function partiesOf(
  { referenceData }: Collections,
  usccs: readonly Uscc[],
): Promise<Map<Uscc, PartyState>> {
  const found = await referenceData.find({ _id: { $in: usccs.map(referenceKey.party) } }).toArray();
  return new Map(
    found.flatMap(({ _id, state }) => (state.kind === 'party' ? [[usccOf(_id), state] as const] : [])),
  );
}
