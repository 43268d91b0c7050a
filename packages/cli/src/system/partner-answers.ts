import { z } from 'zod';

/** What the gateway answers about sources, persons and keys, as far as the command reads it. */
const next = z.string().nullish();

const sourceTerms = z.object({
  name: z.string(),
  kind: z.string(),
  answerableUscc: z.string(),
  types: z.array(z.string()),
});

export const source = z.object({
  uri: z.string(),
  status: z.string(),
  standing: sourceTerms.nullable(),
  version: z.int(),
  waiting: z
    .object({ number: z.int(), by: z.string(), document: z.string(), terms: sourceTerms.nullable() })
    .nullable(),
});
export type Source = z.output<typeof source>;
export const sourcesPage = z.object({ sources: z.array(source), next });

export const handOver = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  type: z.string().nullable(),
  types: z.array(z.string()),
  subject: z.string().nullable(),
  status: z.string(),
  version: z.int(),
  proposedBy: z.string(),
  at: z.string().nullable(),
});
export type HandOver = z.output<typeof handOver>;
export const handOversPage = z.object({ handOvers: z.array(handOver), next });

const personTerms = { name: z.string(), kind: z.string(), scopes: z.array(z.string()) };
export const person = z.object({
  id: z.string(),
  standing: z.object(personTerms).nullable(),
  waiting: z
    .object({
      ...{ number: z.int(), by: z.string(), document: z.string(), ...personTerms },
      keys: z.array(z.object({ name: z.string(), sha256: z.string() })),
    })
    .nullable(),
});
export type Person = z.output<typeof person>;
export const personsPage = z.object({ persons: z.array(person), next });

const keyShape = {
  id: z.string(),
  name: z.string(),
  person: z.string(),
  scopes: z.array(z.string()),
  status: z.string(),
  expiresAt: z.string().nullable(),
};
export const key = z.object(keyShape);
export type Key = z.output<typeof key>;
export const newKey = z.object({ ...keyShape, text: z.string().nullable() });
export const keysPage = z.object({ keys: z.array(key), next });

/** Who has to agree to a key that somebody else asked for. */
export function waitsInWords(id: string, person: string): string {
  return `for another person, or for ${person} where they have keys: keys confirm ${id}`;
}
