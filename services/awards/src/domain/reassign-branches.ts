import { compareRecognitions, rootOf } from '@duixian/policy';
import { defined, type Uscc } from '@duixian/values';
import type { ReferenceData } from './reference-data.ts';
import { referenceKey } from './reference-key.ts';
import type { PartyState } from './reference-state.ts';

/** A USCC whose parent changed, with its parent as it is now. */
export type Move = { readonly uscc: Uscc; readonly parent: Uscc | null };

type Holdings = Pick<PartyState, 'recognitions' | 'sanctions' | 'decisions'>;

/**
 * After parents changed: who belongs to whom, and what each entity holds now. Only the moved USCCs and those
 * below them can belong to another entity, so only these are examined: a branch that joins a parent of 50,000
 * costs as much as one that joins a parent of one. An entity that gains or loses a USCC is held (重述) until
 * everything that depends on the move was recomputed; its version rises only if what it holds changed,
 * because facts that name a moved USCC depend on that USCC. If a USCC without accounts joins, only its new
 * entity has to be published.
 */
export function reassignBranches(
  referenceData: ReferenceData,
  moves: readonly Move[],
  withoutAccounts: ReadonlySet<Uscc> = new Set(),
): void {
  if (moves.length === 0) return;
  const { entities, circles } = newEntities(referenceData, below(referenceData, moves));
  const changed = new Map(
    [...entities].filter(([uscc, entity]) => referenceData.party(uscc).entity !== entity),
  );
  const touched = new Set(
    [...changed].flatMap(([uscc, entity]) => [referenceData.party(uscc).entity, entity]),
  );
  const former = new Map<Uscc, number>();
  for (const uscc of changed.keys()) {
    const { entity } = referenceData.party(uscc);
    former.set(entity, (former.get(entity) ?? 0) + 1);
  }
  const isQuiet = (uscc: Uscc) =>
    withoutAccounts.has(uscc) && entities.get(uscc) !== uscc && former.get(uscc) === 1;
  const holdings = movedHoldings(referenceData, changed, touched);
  for (const uscc of new Set([...entities.keys(), ...touched])) {
    const before = referenceData.party(uscc);
    const entity = entities.get(uscc) ?? before.entity;
    const circle = entities.has(uscc) ? (circles.get(uscc) ?? []) : before.circle;
    const held = holdings.get(uscc);
    const isCircleSame = isSame(circle, before.circle);
    if (!touched.has(uscc) && !changed.has(uscc) && isCircleSame) continue;
    const after = { ...before, ...held, entity, circle };
    // Written even if only the members changed: two moves into one tree conflict at its root.
    referenceData.change(referenceKey.party(uscc), after, changed.has(uscc) || held !== undefined);
    const isHeld = touched.has(uscc) && !isQuiet(uscc);
    const isPublished = (isHeld && !before.isRestating) || !isCircleSame;
    if (isPublished) referenceData.retell(uscc, { isRestating: before.isRestating || isHeld });
  }
}

/** The moved USCCs and all below them, among those loaded. */
function below(referenceData: ReferenceData, moves: readonly Move[]): ReadonlySet<Uscc> {
  const children = new Map<Uscc, Uscc[]>();
  for (const { uscc, parent } of referenceData.branches()) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(uscc);
    else children.set(parent, [uscc]);
  }
  const found = new Set<Uscc>();
  const waiting = moves.map(({ uscc }) => uscc);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const child of children.get(next) ?? []) waiting.push(child);
  }
  return found;
}

/** Each chain of parents is followed once: until it is known already, or leaves what can have changed. */
function newEntities(
  referenceData: ReferenceData,
  usccs: ReadonlySet<Uscc>,
): { entities: Map<Uscc, Uscc>; circles: Map<Uscc, readonly Uscc[]> } {
  const entities = new Map<Uscc, Uscc>();
  const circles = new Map<Uscc, readonly Uscc[]>();
  const isOpen = (uscc: Uscc) => usccs.has(uscc) && !entities.has(uscc);
  for (const uscc of usccs) {
    if (entities.has(uscc)) continue;
    const {
      entity: end,
      chain,
      circle,
    } = rootOf(uscc, (each) => (isOpen(each) ? referenceData.party(each).parent : undefined));
    const entity = entities.get(end) ?? (usccs.has(end) ? end : referenceData.party(end).entity);
    if (circle.length > 0) circles.set(entity, startingAt(circle, entity));
    for (const each of chain) if (usccs.has(each)) entities.set(each, entity);
  }
  return { entities, circles };
}

function startingAt(circle: readonly Uscc[], first: Uscc): Uscc[] {
  const at = circle.indexOf(first);
  return [...circle.slice(at), ...circle.slice(0, at)];
}

/** What each entity holds afterwards; only for entities for which that changed. */
function movedHoldings(
  referenceData: ReferenceData,
  changed: ReadonlyMap<Uscc, Uscc>,
  touched: ReadonlySet<Uscc>,
): Map<Uscc, Holdings> {
  const arriving = new Map<Uscc, { [Kind in keyof Holdings]: Holdings[Kind][number][] }>();
  const leaves = ({ uscc }: { readonly uscc: Uscc }) => changed.has(uscc);
  const isGiving = new Set<Uscc>();
  for (const root of touched) {
    const { recognitions, sanctions, decisions } = referenceData.party(root);
    const into = ({ uscc }: { readonly uscc: Uscc }) => {
      isGiving.add(root);
      const entity = defined(changed.get(uscc), 'what moves has another entity');
      const known = arriving.get(entity) ?? { recognitions: [], sanctions: [], decisions: [] };
      arriving.set(entity, known);
      return known;
    };
    for (const held of recognitions.filter(leaves)) into(held).recognitions.push(held);
    for (const held of sanctions.filter(leaves)) into(held).sanctions.push(held);
    for (const held of decisions.filter(leaves)) into(held).decisions.push(held);
  }
  const after = new Map<Uscc, Holdings>();
  for (const root of new Set([...isGiving, ...arriving.keys()])) {
    const { recognitions, sanctions, decisions } = referenceData.party(root);
    const gained = arriving.get(root);
    const stays = (held: { readonly uscc: Uscc }) => !leaves(held);
    after.set(root, {
      recognitions: [...recognitions.filter(stays), ...(gained?.recognitions ?? [])].sort(
        compareRecognitions,
      ),
      sanctions: [...sanctions.filter(stays), ...(gained?.sanctions ?? [])],
      decisions: [...decisions.filter(stays), ...(gained?.decisions ?? [])],
    });
  }
  return after;
}

function isSame(some: readonly Uscc[], others: readonly Uscc[]): boolean {
  return some.length === others.length && some.every((uscc, index) => uscc === others[index]);
}
