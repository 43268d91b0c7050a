import type { Session } from '@duixian/runtime';
import { compareCodePoints, type Uscc } from '@duixian/values';
import { usccOf } from '../domain/reference-key.ts';
import type { PartyState } from '../domain/reference-state.ts';
import type { Collections } from './collections.ts';

/**
 * A USCC that belongs to the entity of another, with the version under which its own state was published
 * last.
 */
export type Member = { readonly uscc: Uscc; readonly entityVersion: bigint };

type Found = {
  readonly _id: string;
  readonly state: Pick<PartyState, 'entity' | 'entityVersion'>;
};

/** Written exactly as in the index, or the index is not used. */
function below(entities: readonly Uscc[]) {
  return { 'state.parent': { $type: 'string' }, 'state.entity': { $in: [...entities] } } as const;
}

/** How many members each entity has. */
export async function countMembers(
  { referenceData }: Pick<Collections, 'referenceData'>,
  entities: readonly Uscc[],
): Promise<Map<Uscc, number>> {
  const found = referenceData.aggregate<{ _id: Uscc; count: number }>([
    { $match: below(entities) },
    { $group: { _id: '$state.entity', count: { $sum: 1 } } },
  ]);
  return new Map((await found.toArray()).map(({ _id, count }) => [_id, count]));
}

/**
 * Every other USCC that belongs to each of these entities, in the order of their codes. An entity without
 * members is absent.
 */
export async function membersOf(
  { referenceData }: Pick<Collections, 'referenceData'>,
  entities: readonly Uscc[],
  session?: Session,
): Promise<Map<Uscc, Member[]>> {
  const members = new Map<Uscc, Member[]>();
  if (entities.length === 0) return members;
  const found = referenceData.find<Found>(below(entities), {
    projection: { 'state.entity': 1, 'state.entityVersion': 1 },
    ...(session && { session }),
  });
  for (const { _id, state } of await found.toArray()) {
    const uscc = usccOf(_id);
    if (uscc === state.entity) continue;
    const own = members.get(state.entity) ?? [];
    members.set(state.entity, own);
    own.push({ uscc, entityVersion: state.entityVersion });
  }
  for (const own of members.values()) own.sort((one, other) => compareCodePoints(one.uscc, other.uscc));
  return members;
}
