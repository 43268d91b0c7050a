import { decodeFact } from '@duixian/facts';
import type { Session } from '@duixian/runtime';
import { assert, type Uscc } from '@duixian/values';
import { contextKey, isContractKey } from '../domain/context-key.ts';
import type { StoredContext } from '../domain/context-state.ts';
import type { KnownContract } from '../domain/contexts.ts';
import type { Collections } from './collections.ts';

type Loaded = Map<string, StoredContext | undefined>;

/**
 * Reads contexts by key, with the entity that each USCC belongs to, and for those in `treesOf` every USCC of that
 * entity: one read, and a second or third only where a branch (分公司) is among them.
 */
export async function loadContexts(
  { contexts }: Collections,
  keys: readonly string[],
  treesOf: readonly Uscc[],
  session: Session | undefined,
): Promise<Loaded> {
  const loaded: Loaded = new Map();
  const load = async (wanted: readonly string[]): Promise<void> => {
    const missing = [...new Set(wanted)].filter((key) => !loaded.has(key) && !isContractKey(key));
    if (missing.length === 0) return;
    const found = await contexts.find({ _id: { $in: missing } }, session ? { session } : {}).toArray();
    for (const key of missing) loaded.set(key, undefined);
    for (const context of found) loaded.set(context._id, context);
  };
  await load([...keys, ...treesOf.map(contextKey.party)]);
  await load([...loaded.values()].flatMap(entityKeys));
  await load(treesOf.flatMap((uscc) => memberKeys(loaded, uscc)));
  return loaded;
}

function entityKeys(context: StoredContext | undefined): string[] {
  return context?.state.kind === 'party' ? [contextKey.party(context.state.entity)] : [];
}

function memberKeys(loaded: Loaded, uscc: Uscc): string[] {
  const state = loaded.get(contextKey.party(uscc))?.state;
  const root = state?.kind === 'party' ? loaded.get(contextKey.party(state.entity))?.state : undefined;
  return root?.kind === 'party' ? root.members.map(contextKey.party) : [];
}

/** Reads contracts by their registration numbers; undefined where none was heard of. */
export async function loadContracts(
  { facts }: Collections,
  registrationNos: readonly string[],
  session: Session | undefined,
): Promise<Map<string, KnownContract | undefined>> {
  const keys = [...new Set(registrationNos.map(contextKey.contract))];
  const contracts = new Map<string, KnownContract | undefined>(keys.map((key) => [key, undefined]));
  if (keys.length === 0) return contracts;
  const options = { projection: { state: 1 }, ...(session ? { session } : {}) };
  for (const { state } of await facts.find({ _id: { $in: keys } }, options).toArray()) {
    const contract = decodeFact(state.buffer);
    assert(contract.type === 'duixian.contract.v1', 'a contract stands under its own id');
    contracts.set(contextKey.contract(contract.subject), contract);
  }
  return contracts;
}
