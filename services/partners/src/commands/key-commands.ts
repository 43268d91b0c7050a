import type { Actor, Authorization, PersonKind } from '@duixian/values';
import { apiKeyText, LIMITS, sha256Hex } from '@duixian/values';
import {
  confirmKey,
  createKey,
  type Key,
  type KeyRequest,
  type KeySurroundings,
  revokeKey,
  rotateKey,
} from '../domain/key.ts';
import { newPerson, notAllowed, type PersonTerms, personIdMistake } from '../domain/person.ts';
import { isRefused, type Refused, refused } from '../domain/refusal.ts';
import { isActing, sourcesIn } from '../domain/scopes.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { newKeyId, newKeySecret } from './new-key-id.ts';
import type { Registry } from './registry.ts';

type By = { readonly person: string; readonly key: string } | undefined;
type Asked = {
  readonly by: By;
  /** Empty: the key is made here, and answered once. */
  readonly sha256: string;
  readonly days: number;
};

/** `text`: the key itself, only this once; empty if its hash was given. */
export type KeyMade = { readonly key: Key; readonly text: string; readonly isNew: boolean };

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export function makeKey(
  registry: Registry,
  asked: Asked & {
    readonly person: string;
    readonly name: string;
    readonly scopes: readonly string[] | null;
    readonly addresses: readonly string[];
    /** For a person that is made with it, in development; undefined: derived from the scopes. */
    readonly kind: PersonKind | undefined;
  },
): Promise<KeyMade> {
  return registry.change(asked.by, async (unit, actor) => {
    const act = { actor, at: unit.at, because: '' };
    const again = await madeBefore(unit, asked);
    if (again) return again;
    const person = await personOf(registry, unit, asked, act);
    if (isRefused(person)) return person;
    const { text, ...made } = await newText(registry, unit, asked);
    const { name, person: whose, scopes, addresses } = asked;
    const request = { ...made, name, person: whose, scopes, addresses };
    const outcome = createKey(request, await around(registry, unit, request, person), act);
    if ('refusal' in outcome) return outcome;
    await keep(unit, outcome.key, 'create', act);
    const { key } = outcome;
    return (key.isWaiting && (await unit.beyondShare(actor.person))) || { key, text, isNew: true };
  });
}

export function renewKey(
  registry: Registry,
  asked: Asked & { readonly id: string; readonly overlapHours: number },
): Promise<KeyMade> {
  return registry.change(asked.by, async (unit, actor) => {
    const act = { actor, at: unit.at, because: '' };
    const before = await unit.key(asked.id);
    const { standing } = await unit.person(before?.person ?? '');
    if (!before || !standing) return unknownKey(asked.id);
    const { text, ...made } = await newText(registry, unit, asked);
    const request = { ...made, overlapMs: asked.overlapHours * HOUR_MS };
    const surroundings = await around(registry, unit, { ...made, person: before.person }, standing);
    const outcome = rotateKey(before, request, surroundings, act);
    if ('refusal' in outcome) return outcome;
    await keep(unit, outcome.key, 'create', act);
    if (outcome.before) await keep(unit, outcome.before, 'rotate', act);
    const { key } = outcome;
    return (key.isWaiting && (await unit.beyondShare(actor.person))) || { key, text, isNew: true };
  });
}

export function agreeToKey(registry: Registry, { by, id }: { readonly by: By; readonly id: string }) {
  return registry.change(by, async (unit, actor) => {
    const act = { actor, at: unit.at, because: '' };
    const key = await unit.key(id);
    if (!key) return unknownKey(id);
    const before = await unit.key(key.replaces?.id ?? '');
    const { isDevelopment } = registry;
    const outcome = confirmKey(key, before, { isDevelopment, others: await unit.keysOf(key.person) }, act);
    if ('refusal' in outcome || !outcome.isNew) return outcome;
    await keep(unit, outcome.key, 'confirm', act);
    if (outcome.before) await keep(unit, outcome.before, 'rotate', act);
    return outcome;
  });
}

export function endKey(
  registry: Registry,
  { by, id, reason }: { readonly by: By; readonly id: string; readonly reason: string },
) {
  return registry.change(by, async (unit, actor) => {
    const act = { actor, at: unit.at, because: reason };
    const key = await unit.key(id);
    if (!key) return unknownKey(id);
    const outcome = revokeKey(key, act);
    if ('refusal' in outcome || !outcome.isNew) return outcome;
    await keep(unit, outcome.key, 'revoke', act);
    // It never was in force, and rejected keys must not use up the limit that all share.
    if (key.isWaiting) await unit.forgetKey(id);
    return outcome;
  });
}

async function keep(unit: UnitOfWork, key: Key, event: string, act: Authorization): Promise<void> {
  const { id, name, person, scopes, addresses, expiresAt } = key;
  await unit.saveKey(key);
  const content = { name, person, scopes, addresses, expiresAt: expiresAt?.toISOString() ?? null };
  await unit.record(`key/${id}`, event, act, content);
  await unit.changesAccess();
}

/** The same hash for the same person and name again has no effect. */
async function madeBefore(
  unit: UnitOfWork,
  { sha256, person, name }: { sha256: string; person: string; name: string },
): Promise<KeyMade | undefined> {
  if (sha256 === '') return undefined;
  const held = (await unit.keysOf(person)).find((key) => key.sha256 === sha256 && key.name === name);
  return held && { key: held, text: '', isNew: false };
}

/** In development a missing person is made, with exactly the requested scopes. */
async function personOf(
  registry: Registry,
  unit: UnitOfWork,
  { person: id, scopes, kind: asked }: Pick<Parameters<typeof makeKey>[1], 'person' | 'scopes' | 'kind'>,
  act: Authorization,
): Promise<PersonTerms | Refused> {
  const person = await unit.person(id);
  if (person.standing) return person.standing;
  if (!registry.isDevelopment)
    return refused(
      'not-known',
      `nobody stands under ${id}: propose the person first, for another to confirm`,
    );
  const mistake = personIdMistake(id);
  if (mistake !== undefined) return refused('not-allowed', mistake);
  const kind = asked ?? (isActing(scopes ?? []) ? 'person' : 'machine');
  const terms = { name: id, kind, scopes: scopes ?? [] } as const;
  const refusal = mayNotMake(act.actor) ?? notAllowed(terms, await allowed(registry, unit, terms.scopes));
  if (refusal) return refusal;
  const taken = await unit.nameTakenBy(id, id);
  if (taken !== undefined) return refused('taken', `${taken} is called ${id} already`);
  await unit.savePerson({ ...newPerson(id), steps: person.steps, standing: terms });
  await unit.record(`person/${id}`, 'create', act, terms);
  return terms;
}

function mayNotMake({ person, scopes }: Actor): Refused | undefined {
  return scopes.includes('prepare')
    ? undefined
    : refused('lacks-role', `${person} may not do this: it needs the scope prepare`);
}

async function allowed({ isDevelopment }: Registry, unit: UnitOfWork, scopes: readonly string[]) {
  return { isDevelopment, sources: await unit.sourcesInSight(sourcesIn(scopes)) };
}

async function newText(
  { isDevelopment }: Registry,
  unit: UnitOfWork,
  { sha256, days }: Pick<Asked, 'sha256' | 'days'>,
): Promise<Pick<KeyRequest, 'id' | 'sha256' | 'isHashGiven' | 'lastsMs'> & { text: string }> {
  const id = await newKeyId(unit);
  const lastsMs = days === 0 ? LIMITS.keyMs.most : days * DAY_MS;
  if (sha256 !== '') return { id, sha256, isHashGiven: true, lastsMs, text: '' };
  const text = apiKeyText(isDevelopment ? 'test' : 'live', id, newKeySecret());
  return { id, sha256: sha256Hex(text), isHashGiven: false, lastsMs, text };
}

async function around(
  { isDevelopment }: Registry,
  unit: UnitOfWork,
  { person: id, sha256 }: Pick<KeyRequest, 'person' | 'sha256'>,
  person: PersonTerms,
): Promise<KeySurroundings> {
  return {
    ...{ isDevelopment, person, others: await unit.keysOf(id), count: await unit.countKeysOf(id) },
    isHashTaken: (await unit.hashesTaken([sha256])).size > 0,
  };
}

function unknownKey(id: string): Refused {
  return refused('not-known', `there is no key ${id}, or it was revoked before anybody confirmed it`);
}
