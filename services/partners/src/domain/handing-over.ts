import { type FactTypeName, isFactTypeName, isOfficersSource, isSourceUri, SOURCE_URI } from '@duixian/facts';
import { type Authorization, ID, lacksScope, mayNotReject, notSecond, textMistake } from '@duixian/values';
import { type Refused, refused } from './refusal.ts';
import type { RegistryAct, RegistryActor } from './registry-act.ts';
import { sourcesIn } from './scopes.ts';
import type { Source } from './source.ts';

/** What is handed over from one source to another: one record, all records of a type, or all. */
export interface HandingOverTerms {
  readonly from: string;
  readonly to: string;
  /** Empty: all types. */
  readonly type: FactTypeName | '';
  /** Empty: all records of that type. */
  readonly subject: string;
}

export interface HandingOver {
  readonly id: string;
  readonly terms: HandingOverTerms;
  /**
   * The types that are handed over, whatever either source may record later: those that both persons looked
   * at.
   */
  readonly types: readonly FactTypeName[];
  readonly status: 'proposed' | 'confirmed' | 'rejected';
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly document: string;
  /** When it was confirmed: it does not cover what `from` comes to own later. */
  readonly at: Date | null;
  /** Its number among all that were confirmed, from 1; 0 until then. */
  readonly version: number;
}

/** What is known of the two sources when something is decided. */
export type Ends = { readonly from: Source; readonly to: Source };
export type HandingOverOutcome = { readonly handingOver: HandingOver; readonly isNew: boolean } | Refused;

/** Everything wrong with the proposal, by field. */
export function handingOverMistakes(id: string, { from, to, type, subject }: HandingOverTerms): string[] {
  const found: string[] = [];
  const idMistake = textMistake(id, ID);
  if (idMistake !== undefined) found.push(`id: it must be ${idMistake}`);
  if (!isSourceUri(from)) found.push(`from: it must be ${SOURCE_URI}`);
  if (!isSourceUri(to)) found.push(`to: it must be ${SOURCE_URI}`);
  if (isOfficersSource(to)) found.push(`to: ${to} is reserved for decisions of two officers`);
  if (isSourceUri(to) && from === to) found.push('to: it must be another source than from');
  if (type !== '' && !isFactTypeName(type))
    found.push('type: it must be a type of facts, such as duixian.contract.v1, or empty for all');
  if (subject !== '' && type === '') found.push('type: a thing is named by type and subject together');
  const subjectMistake = subject === '' ? undefined : textMistake(subject, ID);
  if (subjectMistake !== undefined) found.push(`subject: it must be ${subjectMistake}`);
  return found;
}

/** `held`: what is already stored under this id. */
export function proposeHandingOver(
  held: HandingOver | undefined,
  { id, terms }: Pick<HandingOver, 'id' | 'terms'>,
  ends: Ends,
  { actor, at, because }: RegistryAct,
): HandingOverOutcome {
  const refusal = mayNotSpeak(actor, terms) ?? lacksScope(actor, 'prepare');
  if (refusal) return refusal;
  if (held)
    return isSame(held.terms, terms)
      ? { handingOver: held, isNew: false }
      : refused('taken', `${id} names another handing over already: choose another id`);
  if (terms.type === '' && ends.from.standing === null)
    return refused(
      'not-allowed',
      `what ${terms.from} may record was never confirmed: name the type that goes over`,
    );
  const types = terms.type === '' ? (ends.from.standing?.types ?? []) : [terms.type];
  const wrong = cannotReceive(types, ends.to);
  if (wrong) return wrong;
  const proposal = {
    id,
    terms,
    types,
    status: 'proposed',
    proposedBy: actor.person,
    proposedAt: at,
  } as const;
  return { handingOver: { ...proposal, document: because, at: null, version: 0 }, isNew: true };
}

/**
 * By a person other than the one who proposed it, for the types that were proposed; `to` has to be able to
 * record them now.
 */
export function confirmHandingOver(
  held: HandingOver,
  version: number,
  { to }: Pick<Ends, 'to'>,
  { actor, at }: RegistryAct,
): HandingOverOutcome {
  const refusal = mayNotSpeak(actor, held.terms);
  if (refusal) return refusal;
  if (held.status === 'confirmed') return { handingOver: held, isNew: false };
  if (held.status === 'rejected')
    return refused('nothing-waits', `${held.id} was rejected: propose it again`);
  const wrong = notSecond(actor, held.proposedBy) ?? cannotReceive(held.types, to);
  return wrong ?? { handingOver: { ...held, status: 'confirmed', at, version }, isNew: true };
}

export function rejectHandingOver(held: HandingOver, { actor }: Authorization): HandingOverOutcome {
  if (held.status === 'rejected') return { handingOver: held, isNew: false };
  if (held.status === 'confirmed')
    return refused('nothing-waits', `${held.id} was confirmed: what went over goes back by another one`);
  const refusal = mayNotReject(actor, held.proposedBy);
  return refusal ?? { handingOver: { ...held, status: 'rejected' }, isNew: true };
}

function cannotReceive(
  going: readonly FactTypeName[],
  { uri, standing, isWithdrawn }: Source,
): Refused | undefined {
  if (standing === null || isWithdrawn)
    return refused('not-allowed', `${uri} is not a confirmed source, so nothing can go to it`);
  const { types } = standing;
  const lacking = going.filter((one) => !types.includes(one));
  return lacking.length === 0
    ? undefined
    : refused('not-allowed', `${uri} may record ${types.join(', ')}, not ${lacking.join(', ')}`);
}

/** Neither of the two sources decides who owns what, whichever key its person uses. */
function mayNotSpeak(
  { person, personScopes }: RegistryActor,
  { from, to }: HandingOverTerms,
): Refused | undefined {
  const own = sourcesIn(personScopes).find((uri) => uri === from || uri === to);
  return own === undefined
    ? undefined
    : refused('own-source', `${person} writes as ${own}: others propose and confirm this`);
}

function isSame(one: HandingOverTerms, other: HandingOverTerms): boolean {
  return (
    one.from === other.from && one.to === other.to && one.type === other.type && one.subject === other.subject
  );
}
