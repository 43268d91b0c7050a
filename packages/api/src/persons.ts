import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { historySchema } from './history.ts';
import { document, name, next, page, proposalNumber, requestBody, text, title } from './parameters.ts';
import { route } from './route.ts';

export const PERSON_KINDS = ['person', 'machine'] as const;

const termsShape = {
  name: z.string(),
  kind: z.enum(PERSON_KINDS),
  scopes: z.array(z.string()).describe('Its roles, which are the scopes of the API.'),
};

/** A person, or a machine of a partner. */
export const personSchema = z
  .strictObject({
    id: z.string(),
    standing: z.strictObject(termsShape).nullable().describe('The state that two persons set last.'),
    waiting: z
      .strictObject({
        number: z.int().describe('Identifies the proposal in a confirmation or rejection.'),
        by: z.string(),
        at: z.string(),
        document: z.string(),
        ...termsShape,
        keys: z.array(
          z.strictObject({
            name: z.string(),
            sha256: z
              .string()
              .describe('Of the key that its holder has: the person who confirms compares it.'),
            scopes: z.array(z.string()).nullable().describe('Null: all of its person.'),
          }),
        ),
      })
      .nullable()
      .describe('Waits for another person to confirm it.'),
  })
  .meta({ id: 'Person' });

const ofPerson = z.strictObject({ id: name });

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const shared = { method: 'POST', tag: 'Partners', params: ofPerson, answer: personSchema, problems } as const;

const SCOPES = `a list of at most ${LIMITS.scopesOfPerson.most} scopes`;

export const scopes = z
  .array(z.string({ error: 'a scope' }).max(LIMITS.textCodePoints.most), { error: SCOPES })
  .max(LIMITS.scopesOfPerson.most, { error: SCOPES })
  .describe(
    'source:<uri>, nrii:<uscc>:<source>, read, read:entity:<uscc>, officer, prepare, approve, treasury',
  );

const HASH = 'the SHA-256 of the key, 64 lower-case hex digits';

export const sha256 = z
  .string({ error: HASH })
  .regex(/^[0-9a-f]{64}$/, { error: HASH })
  .describe('Of a key that its holder made, so that nobody else knows it.');

const KEYS = `a list of at most ${LIMITS.keysWithPerson.most} keys`;

const keys = z
  .array(z.strictObject({ name: title, sha256, scopes: scopes.optional().describe('Not given: all.') }), {
    error: KEYS,
  })
  .max(LIMITS.keysWithPerson.most, { error: KEYS })
  .optional()
  .describe('Keys that are in force with the confirmation, for a person who has none that can be used.');

export const listPersons = route({
  method: 'GET',
  path: '/v1/persons',
  access: ['prepare', 'approve'],
  tag: 'Partners',
  summary: 'Persons and machines with their roles, and what waits for a second person, by page',
  summaryZh: '人员及其权限一览',
  query: z.strictObject(page),
  answer: z.strictObject({ persons: z.array(personSchema), next }),
  problems: ['unavailable'],
});

export const getPerson = route({
  method: 'GET',
  path: '/v1/persons/:id',
  access: ['prepare', 'approve'],
  tag: 'Partners',
  summary: 'A person or machine, and its history, by page',
  summaryZh: '某人员及其变更记录',
  params: ofPerson,
  query: z.strictObject(page),
  answer: z.strictObject({ person: personSchema, history: historySchema }),
  problems: ['not-found', 'unavailable'],
});

export const proposePerson = route({
  ...shared,
  path: '/v1/persons/:id/propose',
  access: ['prepare'],
  summary: 'Propose a person or machine, or a change of roles, for another person to confirm',
  summaryZh: '经办人提出人员及其权限，待他人复核',
  description:
    'The id is lower-case ASCII. A name is of one script (Chinese with Latin may mix), and differs from all others by ' +
    'more than case. A machine has no scope approve. Without scopes it may do nothing any more. The same again has no effect.',
  body: requestBody({
    name: title,
    kind: z.enum(PERSON_KINDS, { error: 'person or machine' }),
    scopes,
    keys,
    document,
  }),
});

export const confirmPerson = route({
  ...shared,
  path: '/v1/persons/:id/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed',
  summaryZh: '复核人确认',
  description: 'Refused: the person who proposed it, another proposal than the one that waits.',
  body: requestBody({ number: proposalNumber }),
});

export const rejectPerson = route({
  ...shared,
  path: '/v1/persons/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject the waiting proposal; the person who made it withdraws it',
  summaryZh: '复核不通过，或撤回',
  body: requestBody({ number: proposalNumber, reason: text.describe('Why.') }),
});
