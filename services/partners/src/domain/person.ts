import {
  type Authorization,
  confirmNumber,
  LIMITS,
  lacksScope,
  NO_STEPS,
  type PersonKind,
  proposeContent,
  rejectNumber,
  type TwoSteps,
} from '@duixian/values';
import { HASH, type HashedKey, hashedKeyMistakes } from './hashed-key.ts';
import { nameMistake } from './name.ts';
import { type Refused, refused } from './refusal.ts';
import { ANY_SOURCE, scopeMistakes, sourcesIn } from './scopes.ts';

/** The actor: a person (经办人、复核人), or a machine of a partner. */
export interface PersonTerms {
  readonly name: string;
  readonly kind: PersonKind;
  /** Roles are the scopes of the API; none: may no longer do anything. */
  readonly scopes: readonly string[];
}

/**
 * What is proposed, with keys that take effect together with it, for somebody who has no key yet to request
 * one with. A person who has one is the only one who knows which other key is theirs: it is requested
 * separately (`key.ts`).
 */
export interface PersonChange extends PersonTerms {
  readonly keys: readonly HashedKey[];
}

export interface Person {
  /** Lower-case ASCII. */
  readonly id: string;
  readonly steps: TwoSteps<PersonChange>;
  readonly standing: PersonTerms | null;
}

export type PersonOutcome = { readonly person: Person; readonly isNew: boolean } | Refused;
export type PersonConfirmed =
  | { readonly person: Person; readonly keys: readonly HashedKey[]; readonly isNew: boolean }
  | Refused;

/** What is known of others when somebody is proposed or confirmed. */
export interface Surroundings {
  readonly isDevelopment: boolean;
  /** Id of another person whose name folds to the same text, in force or waiting. */
  readonly nameTakenBy: string | undefined;
  /** Sources that are in force or proposed. */
  readonly sources: ReadonlySet<string>;
  /** Hashes that are a key already. */
  readonly hashes: ReadonlySet<string>;
  readonly keys: KeysHeld;
}

/** What is known of the keys of the person concerned. */
export interface KeysHeld {
  /** Whether any can be used now. */
  readonly canBeUsed: boolean;
  /** Names of those that can be used or wait. */
  readonly names: readonly string[];
  /** How many there are and were. */
  readonly count: number;
}

const ID = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const ID_WORDS = `1 to ${LIMITS.personIdCharacters.most} lower-case letters (a to z) and digits, with single dots, hyphens or underscores between them`;

export function newPerson(id: string): Person {
  return { id, steps: NO_STEPS, standing: null };
}

export function personIdMistake(id: string): string | undefined {
  return id.length <= LIMITS.personIdCharacters.most && ID.test(id)
    ? undefined
    : `id: it must be ${ID_WORDS}`;
}

/** Everything wrong with the proposal, by field. */
export function personMistakes(id: string, { name, kind, scopes, keys }: PersonChange): string[] {
  const mistakes = [personIdMistake(id)];
  const mistake = nameMistake(name);
  if (mistake !== undefined) mistakes.push(`name: it must be ${mistake}`);
  if (kind !== 'person' && kind !== 'machine') mistakes.push('kind: it must be person or machine');
  return [
    ...mistakes.filter((one) => one !== undefined),
    ...scopeMistakes(scopes),
    ...keys.flatMap((key, index) => hashedKeyMistakes(key, scopes, `keys.${index}.`)),
    ...keys.flatMap(({ sha256 }, index) =>
      keys.findIndex((other) => other.sha256 === sha256) < index && HASH.test(sha256)
        ? [`keys.${index}.sha256: this key occurs twice`]
        : [],
    ),
  ];
}

/** What nobody may have, whoever agrees to it. */
export function notAllowed(
  { kind, scopes }: PersonTerms,
  { isDevelopment, sources }: Pick<Surroundings, 'isDevelopment' | 'sources'>,
): Refused | undefined {
  if (scopes.includes(ANY_SOURCE) && !isDevelopment)
    return refused('not-allowed', `${ANY_SOURCE} exists in development only (ENVIRONMENT=development)`);
  if (kind === 'machine' && scopes.includes('approve'))
    return refused('not-allowed', 'a machine is never a second person, so it has no scope approve');
  const unknown = sourcesIn(scopes).find((uri) => !sources.has(uri));
  return unknown === undefined
    ? undefined
    : refused('not-known', `no source ${unknown} stands or is proposed: propose it first`);
}

/** Whether only its acts remain: it was rejected before anything of it was confirmed. */
export function isPersonForgotten({ steps, standing }: Person): boolean {
  return standing === null && steps.waiting === null;
}

/** Proposes name and roles, for another person to confirm. */
export function proposePerson(
  person: Person,
  change: PersonChange,
  surroundings: Surroundings,
  act: Authorization,
): PersonOutcome {
  const refusal = lacksScope(act.actor, 'prepare') ?? cannotBe(person, change, surroundings);
  if (refusal) return refusal;
  const scopes = change.scopes.toSorted();
  const { steps, isNew } = proposeContent(person.steps, { ...change, scopes }, act);
  return { person: { ...person, steps }, isNew };
}

/** By a person other than the one who proposed it. Checked again: what was free then may be taken now. */
export function confirmPerson(
  person: Person,
  number: number,
  surroundings: Surroundings,
  act: Authorization,
): PersonConfirmed {
  const outcome = confirmNumber(person.steps, number, act);
  if ('refusal' in outcome) return outcome;
  if (!outcome.isNew) return { person, keys: [], isNew: false };
  const refusal = cannotBe(person, outcome.content, surroundings);
  if (refusal) return refusal;
  const { keys, ...standing } = outcome.content;
  return { person: { ...person, steps: outcome.steps, standing }, keys, isNew: true };
}

export function rejectPerson(person: Person, number: number, act: Authorization): PersonOutcome {
  const outcome = rejectNumber(person.steps, number, act);
  return 'refusal' in outcome ? outcome : { person: { ...person, steps: outcome.steps }, isNew: true };
}

function cannotBe(
  { id, standing }: Person,
  change: PersonChange,
  surroundings: Surroundings,
): Refused | undefined {
  const { nameTakenBy, hashes } = surroundings;
  if (nameTakenBy !== undefined && nameTakenBy !== id)
    return refused('taken', `the name is that of ${nameTakenBy}: names differ by more than case`);
  if (standing && standing.kind !== change.kind)
    return refused('not-allowed', `${id} is a ${standing.kind} and stays one: propose another id`);
  const twice = change.keys.findIndex(({ sha256 }) => hashes.has(sha256));
  if (twice >= 0) return refused('taken', `keys.${twice}: this key stands already: make another`);
  return mayNotBring(id, change.keys, surroundings) ?? notAllowed(change, surroundings);
}

function mayNotBring(
  id: string,
  keys: readonly HashedKey[],
  { isDevelopment, keys: held }: Surroundings,
): Refused | undefined {
  if (keys.length === 0) return undefined;
  if (held.canBeUsed && !isDevelopment)
    return refused(
      'not-allowed',
      `${id} has keys that can be used, so only ${id} knows whether a further one is theirs: propose the roles without keys, and ask for the key by itself (keys create --key-hash), for ${id} to confirm`,
    );
  if (held.count + keys.length > LIMITS.keysOfPerson.most)
    return refused(
      'over-limit',
      `${id} has had ${held.count} keys, and no more than ${LIMITS.keysOfPerson.most} are made: propose another person for what is needed`,
    );
  const names = [...held.names, ...keys.map(({ name }) => name)];
  const tooMany = names.find(
    (name) => names.filter((other) => other === name).length > LIMITS.keysOfName.most,
  );
  return tooMany === undefined
    ? undefined
    : refused(
        'over-limit',
        `${id} would have more than ${LIMITS.keysOfName.most} keys called ${tooMany}: choose another name`,
      );
}
