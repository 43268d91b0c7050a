import { type Actor, type Authorization, LIMITS, lacksScope, notSecond } from '@duixian/values';
import type { PersonTerms } from './person.ts';
import { type Refused, refused } from './refusal.ts';
import { isForItsHolder, scopesLacking } from './scopes.ts';

/**
 * A key of the API, known by its hash. It has only scopes that its person has too, whatever is stored here.
 */
export interface Key {
  /** Part of the key itself, and not secret. */
  readonly id: string;
  readonly name: string;
  readonly person: string;
  /** Null: all scopes of its person. */
  readonly scopes: readonly string[] | null;
  readonly sha256: string;
  /** Networks (CIDR) from which it may be used; empty: from everywhere. */
  readonly addresses: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Null: never, which is possible only in development. */
  readonly expiresAt: Date | null;
  readonly isWaiting: boolean;
  readonly confirmedBy: string | null;
  readonly revoked: { readonly by: string; readonly at: Date } | null;
  /** The key that it replaces, and for how long that one can still be used from then on. */
  readonly replaces: { readonly id: string; readonly overlapMs: number } | null;
}

export type KeyStatus = 'waiting' | 'standing' | 'expired' | 'revoked';
export type KeyOutcome = { readonly key: Key; readonly isNew: boolean } | Refused;
/** `before`: the key that it replaces, if that one now gets an end. */
export type KeyInForce =
  | { readonly key: Key; readonly before: Key | undefined; readonly isNew: boolean }
  | Refused;

export type KeyRequest = Pick<Key, 'id' | 'name' | 'person' | 'scopes' | 'sha256' | 'addresses'> & {
  /** Whether the person who requests it has not seen its text. */
  readonly isHashGiven: boolean;
  readonly lastsMs: number;
};

export interface KeySurroundings {
  readonly isDevelopment: boolean;
  readonly person: PersonTerms;
  /** The same person's keys. */
  readonly others: readonly Key[];
  /** How many the person has and had: nobody can use up the keys of all by renewing one. */
  readonly count: number;
  readonly isHashTaken: boolean;
}

export function statusOf({ revoked, isWaiting, expiresAt }: Key, now: Date): KeyStatus {
  if (revoked) return 'revoked';
  if (isWaiting) return 'waiting';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'standing';
}

/** What a key lets its holder do now: nothing that its person is no longer allowed to do. */
export function effectiveScopes({ scopes }: Pick<Key, 'scopes'>, person: PersonTerms): string[] {
  return scopes === null ? [...person.scopes] : scopes.filter((scope) => person.scopes.includes(scope));
}

/**
 * A person who requests a key of their own gets no more than the key in use has. A key of somebody else waits
 * for a second person: anyone who makes a key can act with it, and so would be two persons. If such a key
 * takes part in what two persons decide, or records facts, its text is not made for the person who requests
 * it: its holder makes it, and gives its hash.
 */
export function createKey(
  request: KeyRequest,
  surroundings: KeySurroundings,
  act: Authorization,
): KeyOutcome {
  const { isDevelopment } = surroundings;
  const refusal = mayNotHave(request, surroundings) ?? mayNotCreate(request, surroundings, act.actor);
  if (refusal) return refusal;
  const isOwn = act.actor.person === request.person;
  const { id, name, sha256, addresses, lastsMs } = request;
  const key = {
    ...{
      id,
      name,
      sha256,
      addresses,
      person: request.person,
      scopes: isOwn ? ownScopes(request, act.actor) : request.scopes,
    },
    ...{ createdBy: act.actor.person, createdAt: act.at, expiresAt: new Date(act.at.getTime() + lastsMs) },
    ...{ isWaiting: !isOwn && !isDevelopment, confirmedBy: null, revoked: null, replaces: null },
  };
  return { key, isNew: true };
}

/** Another key of the same person, name and scopes that replaces one in force. */
export function rotateKey(
  before: Key,
  request: Omit<KeyRequest, 'name' | 'person' | 'scopes' | 'addresses'> & { readonly overlapMs: number },
  surroundings: KeySurroundings,
  act: Authorization,
): KeyInForce {
  if (statusOf(before, act.at) !== 'standing')
    return refused('nothing-waits', `${before.id} is ${statusOf(before, act.at)}: make another key`);
  const { name, person, addresses } = before;
  const isWhole = before.scopes === null;
  if (isWhole && act.actor.person === person && !act.actor.isWhole)
    return refused(
      'lacks-role',
      `${before.id} has all scopes of ${person}, also those to come, and the key that you came with has not: rotate it with one that has`,
    );
  // What it lets its holder do now: a request with a lesser key gains nothing.
  const scopes = isWhole ? null : effectiveScopes(before, surroundings.person);
  const outcome = createKey({ ...request, name, person, scopes, addresses }, surroundings, act);
  if ('refusal' in outcome) return outcome;
  const key = { ...outcome.key, replaces: { id: before.id, overlapMs: request.overlapMs } };
  return inForce(key, before, act.at);
}

/**
 * By a person other than the one who requested it. The requester may have given a hash of their own, and only
 * the key's person knows that: so if such a key would make one person two, and its person has keys, that
 * person confirms it, with one of them.
 */
export function confirmKey(
  key: Key,
  before: Key | undefined,
  surroundings: Pick<KeySurroundings, 'isDevelopment' | 'others'>,
  act: Authorization,
): KeyInForce {
  const status = statusOf(key, act.at);
  if (status === 'standing') return { key, before: undefined, isNew: false };
  if (status !== 'waiting') return refused('nothing-waits', `${key.id} is ${status}`);
  const refusal = isForHolderToConfirm(key, surroundings, act.at)
    ? mayNotConfirmAsHolder(key, act.actor)
    : notSecond(act.actor, key.createdBy);
  return refusal ?? inForce({ ...key, isWaiting: false, confirmedBy: act.actor.person }, before, act.at);
}

function isForHolderToConfirm(
  { scopes }: Key,
  { isDevelopment, others }: Pick<KeySurroundings, 'isDevelopment' | 'others'>,
  at: Date,
): boolean {
  if (isDevelopment || !isForItsHolder(scopes)) return false;
  return others.some((other) => statusOf(other, at) === 'standing');
}

/** A machine confirms its own as well. A key with fewer scopes proves nothing: others may know it. */
function mayNotConfirmAsHolder({ id, person, scopes }: Key, actor: Actor): Refused | undefined {
  if (actor.person !== person)
    return refused(
      'not-allowed',
      `${person} has keys that can be used, so ${person} confirms ${id} with one of them, and nobody else; where ${person} has lost them, revoke them first`,
    );
  const beyond = scopesLacking(scopes ?? [], actor.scopes);
  if (scopes === null && !actor.isWhole) beyond.push('scopes that its person gets later');
  return beyond.length === 0 ? undefined : lesserKey(beyond);
}

/** At once and by one person: nobody gains anything by it. */
export function revokeKey(key: Key, { actor, at }: Authorization): KeyOutcome {
  const mayEnd = actor.scopes.includes('prepare') || actor.scopes.includes('approve');
  if (actor.person !== key.person && !mayEnd)
    return refused(
      'lacks-role',
      `${actor.person} may not revoke a key of ${key.person}: it needs the scope prepare`,
    );
  if (key.revoked) return { key, isNew: false };
  return { key: { ...key, revoked: { by: actor.person, at } }, isNew: true };
}

function inForce(key: Key, before: Key | undefined, at: Date): KeyInForce {
  if (key.isWaiting || !key.replaces || !before) return { key, before: undefined, isNew: true };
  const end = new Date(at.getTime() + key.replaces.overlapMs);
  const endsSooner = before.expiresAt !== null && before.expiresAt <= end;
  return { key, before: endsSooner ? undefined : { ...before, expiresAt: end }, isNew: true };
}

function mayNotHave(
  { name, person: id, scopes }: KeyRequest,
  { person, others, count, isHashTaken }: KeySurroundings,
): Refused | undefined {
  if (count >= LIMITS.keysOfPerson.most)
    return refused(
      'over-limit',
      `${id} has had ${count} keys, and no more are made: propose another person for what is needed`,
    );
  const lacking = scopesLacking(scopes ?? [], person.scopes);
  if (lacking.length > 0)
    return refused(
      'not-allowed',
      `${id} lacks ${lacking.slice(0, LIMITS.namesListed.most).join(', ')}: a key has scopes of its person only`,
    );
  if (isHashTaken) return refused('taken', 'this key stands already, or did: make another');
  const same = others.filter((other) => other.name === name);
  return same.length < LIMITS.keysOfName.most
    ? undefined
    : refused(
        'over-limit',
        `${id} has ${same.length} keys called ${name} (${same.map((one) => one.id).join(', ')}): revoke one`,
      );
}

/** All scopes of its person only if the key in use has all of them too. */
function ownScopes({ scopes }: Pick<KeyRequest, 'scopes'>, actor: Actor): readonly string[] | null {
  return scopes ?? (actor.isWhole ? null : actor.scopes);
}

function mayNotCreate(
  request: KeyRequest,
  { isDevelopment }: KeySurroundings,
  actor: Actor,
): Refused | undefined {
  if (actor.person === request.person) {
    const beyond = scopesLacking(ownScopes(request, actor) ?? [], actor.scopes);
    return beyond.length === 0 ? undefined : lesserKey(beyond);
  }
  const lacks = lacksScope(actor, 'prepare');
  if (lacks || isDevelopment || request.isHashGiven) return lacks;
  return isForItsHolder(request.scopes)
    ? refused(
        'not-allowed',
        `this key takes part in what two persons decide, records facts, or has all scopes of ${request.person}, so only ${request.person} may know it: let ${request.person} make it where they are ("./duixian keys generate", which asks no server), and give its SHA-256 here (--key-hash)`,
      )
    : undefined;
}

function lesserKey(lacking: readonly string[]): Refused {
  const named = lacking.slice(0, LIMITS.namesListed.most).join(', ');
  return refused('lacks-role', `the key that you came with lacks ${named}`);
}
