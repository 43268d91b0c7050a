import type { OutboxMessage } from '@duixian/runtime';
import type { Uscc } from '@duixian/values';
import type { AccountState } from '../domain/account-state.ts';
import { contextKey } from '../domain/context-key.ts';
import { absentParty, type PartyState } from '../domain/context-state.ts';
import type { Collections } from '../store/collections.ts';
import { entitlementsMessage, entityState } from './entitlement-events.ts';

const BATCH = 200;

type Publish = (messages: readonly OutboxMessage[]) => Promise<void>;

/** Says again, under their versions, what stands in every entity's way and every account there ever was. */
export async function republishEntitlements(collections: Collections, publish: Publish): Promise<bigint> {
  const { contexts, accounts } = collections;
  let published = 0n;
  const tell = async (entities: ReadonlyMap<Uscc, readonly AccountState[]>): Promise<void> => {
    const parties = await partiesOf(collections, [...entities.keys()]);
    const messages = [...entities].map(([uscc, own]) =>
      entitlementsMessage([entityState(uscc, parties.get(uscc) ?? absentParty(uscc), own)], undefined),
    );
    await publish(messages);
    published += BigInt(messages.length);
  };
  let waiting = new Map<Uscc, AccountState[]>();
  const add = async (uscc: Uscc, own: AccountState | undefined): Promise<void> => {
    if (waiting.size >= BATCH && !waiting.has(uscc)) {
      await tell(waiting);
      waiting = new Map();
    }
    const known = waiting.get(uscc) ?? [];
    if (own) known.push(own);
    waiting.set(uscc, known);
  };
  // What stands in the way is said before the sums that it holds back.
  for await (const { _id } of contexts.find(
    { 'state.entityVersion': { $gt: 0n } },
    { projection: { _id: 1 } },
  ))
    await add(_id.slice(contextKey.party('').length), undefined);
  for await (const account of accounts.find().sort({ _id: 1 })) await add(account.entity, account);
  await tell(waiting);
  return published;
}

async function partiesOf({ contexts }: Collections, usccs: readonly Uscc[]): Promise<Map<Uscc, PartyState>> {
  const found = await contexts.find({ _id: { $in: usccs.map(contextKey.party) } }).toArray();
  return new Map(
    found.flatMap(({ _id, state }) =>
      state.kind === 'party' ? [[_id.slice(contextKey.party('').length), state] as const] : [],
    ),
  );
}
