import { compareRecognitions, rootOf } from '@duixian/policy';
import { compareCodePoints, type Uscc } from '@duixian/values';
import { contextKey } from './context-key.ts';
import type { PartyState } from './context-state.ts';
import type { Contexts } from './contexts.ts';

/** The USCCs whose trees a change of parent can touch. */
export type Move = { readonly uscc: Uscc; readonly parent: Uscc | null };

/**
 * After parents changed: who belongs to whom, and what each entity holds now. Whoever changed hands and both its former
 * and its new entity are raised and held (重述) until everything that leans on them was computed anew.
 */
export function regroup(contexts: Contexts, moves: readonly Move[]): void {
  if (moves.length === 0) return;
  const usccs = treesOf(contexts, moves);
  const before = new Map(usccs.map((uscc) => [uscc, contexts.party(uscc)]));
  const roots = new Map(usccs.map((uscc) => [uscc, rootOf(uscc, (each) => before.get(each)?.parent)]));
  const entityOf = (uscc: Uscc): Uscc => roots.get(uscc)?.entity ?? uscc;
  const holdings = [...before.values()];
  const ofEntity =
    (entity: Uscc) =>
    ({ uscc }: { readonly uscc: Uscc }): boolean =>
      entityOf(uscc) === entity;
  for (const [uscc, party] of before) {
    const isRoot = entityOf(uscc) === uscc;
    const members = isRoot ? usccs.filter((each) => each !== uscc && entityOf(each) === uscc) : [];
    const after: PartyState = {
      ...party,
      entity: entityOf(uscc),
      members,
      circle: isRoot ? (roots.get(uscc)?.circle ?? []) : [],
      recognitions: holdings
        .flatMap(({ recognitions }) => recognitions.filter((held) => isRoot && ofEntity(uscc)(held)))
        .sort(compareRecognitions),
      sanctions: holdings.flatMap(({ sanctions }) =>
        sanctions.filter((held) => isRoot && ofEntity(uscc)(held)),
      ),
      decisions: holdings.flatMap(({ decisions }) =>
        decisions.filter((held) => isRoot && ofEntity(uscc)(held)),
      ),
    };
    keep(contexts, uscc, party, after);
  }
}

function keep(contexts: Contexts, uscc: Uscc, before: PartyState, after: PartyState): void {
  const isMoved = before.entity !== after.entity || !isSame(before.members, after.members);
  if (!isMoved && isSame(before.circle, after.circle)) return;
  contexts.change(contextKey.party(uscc), after, isMoved);
  const isEntity = before.entity === uscc || after.entity === uscc;
  if (isEntity) contexts.retell(uscc, { isRestating: before.isRestating || isMoved });
}

/** All USCCs of all entities that lose or gain one, in the order of their codes. */
function treesOf(contexts: Contexts, moves: readonly Move[]): Uscc[] {
  const named = moves.flatMap(({ uscc, parent }) => (parent === null ? [uscc] : [uscc, parent]));
  const usccs = new Set<Uscc>();
  for (const uscc of named) {
    const { entity } = contexts.party(uscc);
    for (const member of [uscc, entity, ...contexts.party(entity).members]) usccs.add(member);
  }
  return [...usccs].sort(compareCodePoints);
}

function isSame(some: readonly Uscc[], others: readonly Uscc[]): boolean {
  return some.length === others.length && some.every((uscc, index) => uscc === others[index]);
}
