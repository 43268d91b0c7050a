import type { Session } from '@duixian/runtime';
import { assert, LIMITS } from '@duixian/values';
import type { Filter } from 'mongodb';
import type { Move } from '../domain/reassign-branches.ts';
import type { KnownContract } from '../domain/reference-data.ts';
import { isContractKey, referenceKey, usccOf } from '../domain/reference-key.ts';
import { absentParty, type PartyState, type StoredReference } from '../domain/reference-state.ts';
import type { Collections } from './collections.ts';
import { heldFact } from './held-fact.ts';

type Loaded = Map<string, StoredReference | undefined>;
type Options = { readonly session?: Session };

/**
 * Deeper than this, the whole entity is read at once; otherwise a long chain of branches would cost one read
 * per branch.
 */
const LEVELS_READ_ONE_BY_ONE = 3;

/**
 * Reads reference data by key, with the entity that each USCC belongs to: one read, and a second only if a
 * branch (分公司) is among them. For USCCs in `parents` whose parent differs from the stored one, also everybody
 * below them.
 */
export async function loadReferenceData(
  { referenceData }: Collections,
  keys: readonly string[],
  parents: readonly Move[],
  session: Session | undefined,
): Promise<Loaded> {
  const loaded: Loaded = new Map();
  const options = session ? { session } : {};
  const load = async (wanted: readonly string[]): Promise<void> => {
    const missing = [...new Set(wanted)].filter((key) => !loaded.has(key) && !isContractKey(key));
    if (missing.length === 0) return;
    const found = await referenceData.find({ _id: { $in: missing } }, options).toArray();
    for (const key of missing) loaded.set(key, undefined);
    for (const context of found) loaded.set(context._id, context);
  };
  await load([...keys, ...parents.map(({ uscc }) => referenceKey.party(uscc))]);
  await load([...loaded.values()].flatMap(entityKeys));
  const moved = parents.filter(({ uscc, parent }) => partyIn(loaded, uscc).parent !== parent);
  if (moved.length > 0) await loadBelow({ referenceData }, loaded, moved, options);
  return loaded;
}

async function loadBelow(
  { referenceData }: Pick<Collections, 'referenceData'>,
  loaded: Loaded,
  moved: readonly Move[],
  options: Options,
): Promise<void> {
  const read = async (filter: Filter<StoredReference>): Promise<string[]> => {
    const limit = LIMITS.movedTogether.most + 1;
    const found = await referenceData.find(filter, { ...options, limit }).toArray();
    mustBeFew(found.length, moved);
    for (const context of found) if (!loaded.get(context._id)) loaded.set(context._id, context);
    return found.map(({ _id }) => usccOf(_id));
  };
  const seen = new Set(moved.map(({ uscc }) => uscc));
  let level = [...seen];
  for (let depth = 0; level.length > 0 && depth < LEVELS_READ_ONE_BY_ONE; depth++) {
    level = (await read({ 'state.parent': { $in: level } })).filter((uscc) => !seen.has(uscc));
    for (const uscc of level) seen.add(uscc);
  }
  if (level.length === 0) return;
  const entities = new Set(moved.map(({ uscc }) => partyIn(loaded, uscc).entity));
  await read({ 'state.parent': { $type: 'string' }, 'state.entity': { $in: [...entities] } });
}

/** A transaction that cannot end in its time would be retried endlessly. */
function mustBeFew(found: number, moved: readonly Move[]): void {
  const { most } = LIMITS.movedTogether;
  const named = moved.slice(0, 3).map(({ uscc }) => uscc);
  assert(
    found <= most,
    `more than ${most} USCCs below ${named.join(', ')} would move with it: give them their parent one by one`,
  );
}

function partyIn(loaded: Loaded, uscc: string): PartyState {
  const state = loaded.get(referenceKey.party(uscc))?.state;
  return state?.kind === 'party' ? state : absentParty(uscc);
}

function entityKeys(context: StoredReference | undefined): string[] {
  return context?.state.kind === 'party' ? [referenceKey.party(context.state.entity)] : [];
}

/** Reads contracts by their registration numbers; undefined if none was received. */
export async function loadContracts(
  { facts }: Collections,
  registrationNos: readonly string[],
  session: Session | undefined,
): Promise<Map<string, KnownContract | undefined>> {
  const keys = [...new Set(registrationNos.map(referenceKey.contract))];
  const contracts = new Map<string, KnownContract | undefined>(keys.map((key) => [key, undefined]));
  if (keys.length === 0) return contracts;
  const options = { projection: { state: 1 }, ...(session ? { session } : {}) };
  for (const document of await facts.find({ _id: { $in: keys } }, options).toArray()) {
    const contract = heldFact(document);
    assert(contract.type === 'duixian.contract.v1', 'a contract stands under its own id');
    contracts.set(referenceKey.contract(contract.subject), contract);
  }
  return contracts;
}
