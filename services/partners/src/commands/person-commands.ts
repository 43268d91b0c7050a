import type { Authorization } from '@duixian/values';
import { LIMITS } from '@duixian/values';
import type { HashedKey } from '../domain/hashed-key.ts';
import { statusOf } from '../domain/key.ts';
import {
  confirmPerson,
  isPersonForgotten,
  type Person,
  type PersonChange,
  proposePerson,
  rejectPerson,
  type Surroundings,
} from '../domain/person.ts';
import { refused } from '../domain/refusal.ts';
import { sourcesIn } from '../domain/scopes.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { newKeyId } from './new-key-id.ts';
import type { Registry } from './registry.ts';

export type PersonAct =
  | { readonly propose: PersonChange }
  | { readonly confirm: number }
  | { readonly reject: number };

type Request = {
  readonly by: { readonly person: string; readonly key: string } | undefined;
  readonly id: string;
  readonly because: string;
  readonly what: PersonAct;
};

export function changePerson(registry: Registry, { by, id, because, what }: Request) {
  const { isDevelopment } = registry;
  return registry.change(by, async (unit, actor) => {
    const person = await unit.person(id);
    const act = { actor, at: unit.at, because };
    if (!('propose' in what) && person.steps.proposals === 0 && person.standing === null)
      return refused('not-known', `nobody proposed a person ${id}`);
    if ('confirm' in what) return confirm(unit, person, what.confirm, act, isDevelopment);
    const outcome =
      'propose' in what
        ? proposePerson(person, what.propose, await around(unit, id, what.propose, isDevelopment), act)
        : rejectPerson(person, what.reject, act);
    if ('refusal' in outcome || !outcome.isNew) return outcome;
    if (isPersonForgotten(outcome.person)) await unit.forgetPerson(id);
    else await unit.savePerson(outcome.person);
    if ('propose' in what) await unit.record(`person/${id}`, 'propose', act, withoutHashes(what.propose));
    else await unit.record(`person/${id}`, 'reject', act, { number: what.reject });
    return ('propose' in what && (await unit.beyondShare(actor.person))) || outcome;
  });
}

async function confirm(
  unit: UnitOfWork,
  person: Person,
  number: number,
  act: Authorization,
  isDevelopment: boolean,
) {
  const { id, steps } = person;
  const surroundings = await around(unit, id, steps.waiting?.content, isDevelopment);
  const outcome = confirmPerson(person, number, surroundings, act);
  if ('refusal' in outcome || !outcome.isNew) return outcome;
  await unit.savePerson(outcome.person);
  for (const key of outcome.keys) await keepKey(unit, id, key, act, LIMITS.keyMs.most);
  await unit.record(`person/${id}`, 'confirm', act, { number });
  await unit.changesAccess();
  return outcome;
}

/** Agreement to a person also covers a key that came with the person. `lastsMs` null: it never expires. */
export async function keepKey(
  unit: UnitOfWork,
  person: string,
  { name, sha256, scopes }: HashedKey,
  act: Authorization,
  lastsMs: number | null,
): Promise<void> {
  const id = await newKeyId(unit);
  const expiresAt = lastsMs === null ? null : new Date(act.at.getTime() + lastsMs);
  const by = act.actor.person;
  await unit.saveKey({
    ...{ id, name, person, scopes, sha256, createdBy: by, createdAt: act.at, expiresAt, isWaiting: false },
    ...{ addresses: [], confirmedBy: by, revoked: null, replaces: null },
  });
  await unit.record(`key/${id}`, 'create', act, { name, person, scopes });
}

async function around(
  unit: UnitOfWork,
  id: string,
  change: PersonChange | undefined,
  isDevelopment: boolean,
): Promise<Surroundings> {
  const { name = '', scopes = [], keys = [] } = change ?? {};
  const held = await unit.keysOf(id);
  return {
    isDevelopment,
    nameTakenBy: await unit.nameTakenBy(name, id),
    sources: await unit.sourcesInSight(sourcesIn(scopes)),
    hashes: await unit.hashesTaken(keys.map(({ sha256 }) => sha256)),
    keys: {
      canBeUsed: held.some((key) => statusOf(key, unit.at) === 'standing'),
      names: held.map((key) => key.name),
      count: await unit.countKeysOf(id),
    },
  };
}

function withoutHashes({ keys, ...rest }: PersonChange): object {
  return { ...rest, keys: keys.map(({ name, scopes }) => ({ name, scopes })) };
}
