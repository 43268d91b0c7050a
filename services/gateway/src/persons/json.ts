import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { personsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
export type PersonKind = (typeof api.PERSON_KINDS)[number];
const KIND = 'PERSON_KIND_';

export function personJson({ id, standing, waiting }: personsV1.Person): z.output<typeof api.personSchema> {
  return {
    id,
    standing: standing ? termsJson(standing) : null,
    waiting: waiting ? waitingJson(waiting) : null,
  };
}

function waitingJson({ number, by, at, document, terms }: personsV1.Person_Waiting) {
  const proposed = defined(terms, 'a proposal has content');
  const keys = proposed.keys.map(({ name, sha256, scopes }) => ({
    ...{ name, sha256, scopes: scopes.length > 0 ? scopes : null },
  }));
  return { number, by, at, document, ...termsJson(proposed), keys };
}

export function wirePersonKind(kind: PersonKind): personsV1.PersonKind {
  return `${KIND}${kind.toUpperCase()}` as personsV1.PersonKind;
}

function termsJson({ name, kind, scopes }: personsV1.PersonTerms) {
  return { name, kind: wireWord(KIND, kind) as PersonKind, scopes };
}
