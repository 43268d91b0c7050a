import type { personsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { wireWord } from '../json/wire-word.ts';

export const PERSON_KINDS = ['person', 'machine'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];
const KIND = 'PERSON_KIND_';

const termsShape = {
  name: z.string(),
  kind: z.enum(PERSON_KINDS),
  scopes: z.array(z.string()).describe('Its roles, which are the scopes of the API.'),
};

/** Who acts: a person, or a machine of a partner. */
export const personSchema = z
  .strictObject({
    id: z.string(),
    standing: z.strictObject(termsShape).nullable().describe('As two persons set it last.'),
    waiting: z
      .strictObject({
        number: z.int().describe('Names the proposal where it is confirmed or rejected.'),
        by: z.string(),
        at: z.string(),
        document: z.string(),
        ...termsShape,
        keys: z.array(
          z.strictObject({
            name: z.string(),
            sha256: z.string().describe('Of the key that its holder has: whoever confirms compares it.'),
            scopes: z.array(z.string()).nullable().describe('Null: all of its person.'),
          }),
        ),
      })
      .nullable()
      .describe('Waits for another person to confirm it.'),
  })
  .meta({ id: 'Person' });

export function personJson({ id, standing, waiting }: personsV1.Person): z.output<typeof personSchema> {
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
