import type { personsV1 } from '@duixian/proto';
import type { PersonKind } from '@duixian/values';
import { effectiveScopes, type Key, type KeyStatus, statusOf } from '../domain/key.ts';
import type { Person, PersonChange, PersonTerms } from '../domain/person.ts';

export const WIRE_PERSON_KIND = {
  person: 'PERSON_KIND_PERSON',
  machine: 'PERSON_KIND_MACHINE',
} as const satisfies Record<PersonKind, personsV1.PersonKind>;

const PERSON_KIND: Partial<Record<personsV1.PersonKind, PersonKind>> = {
  PERSON_KIND_PERSON: 'person',
  PERSON_KIND_MACHINE: 'machine',
};

const STATUS = {
  waiting: 'KEY_STATUS_WAITING',
  standing: 'KEY_STATUS_STANDING',
  expired: 'KEY_STATUS_EXPIRED',
  revoked: 'KEY_STATUS_REVOKED',
} as const satisfies Record<KeyStatus, personsV1.KeyStatus>;

export function personMessage({ id, standing, steps }: Person): personsV1.Person {
  const { waiting } = steps;
  return {
    id,
    standing: standing ? termsMessage({ ...standing, keys: [] }) : undefined,
    waiting: waiting
      ? {
          ...{ number: waiting.number, by: waiting.by, at: waiting.at.toISOString() },
          ...{ document: waiting.document, terms: termsMessage(waiting.content) },
        }
      : undefined,
  };
}

/** Undefined: neither of the two. */
export function kindFrom(kind: personsV1.PersonKind): PersonKind | undefined {
  return PERSON_KIND[kind];
}

/** The domain checks their content; an unknown kind becomes none of its two kinds. */
export function changeFrom({ name, kind, scopes, keys }: personsV1.PersonTerms): PersonChange {
  return {
    ...{ name, scopes },
    kind: kindFrom(kind) ?? ('' as PersonKind),
    keys: keys.map((key) => ({ ...key, scopes: key.scopes.length > 0 ? key.scopes : null })),
  };
}

/** `person`: the person whose key it is, as two persons set it last. */
export function keyMessage(
  key: Key,
  person: PersonTerms | null,
  now: Date,
): Omit<personsV1.Key, 'usedAt' | 'usedFrom'> {
  const { id, name, createdBy, createdAt, expiresAt, confirmedBy, revoked } = key;
  return {
    ...{ id, name, person: key.person, createdBy, createdAt: createdAt.toISOString() },
    scopes: person ? effectiveScopes(key, person) : [],
    status: STATUS[statusOf(key, now)],
    expiresAt: expiresAt?.toISOString() ?? '',
    confirmedBy: confirmedBy ?? '',
    revokedBy: revoked?.by ?? '',
    revokedAt: revoked?.at.toISOString() ?? '',
    addresses: [...key.addresses],
  };
}

function termsMessage({ name, kind, scopes, keys }: PersonChange): personsV1.PersonTerms {
  return {
    ...{ name, kind: WIRE_PERSON_KIND[kind], scopes: [...scopes] },
    keys: keys.map((key) => ({ name: key.name, sha256: key.sha256, scopes: [...(key.scopes ?? [])] })),
  };
}
