import type { personsV1 } from '@duixian/proto';
import { defined, LIMITS } from '@duixian/values';
import { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import {
  document,
  name,
  next,
  nextOf,
  page,
  proposalNumber,
  requestBody,
  text,
  title,
} from '../http/parameters.ts';
import type { Services } from '../services.ts';
import { historyJson, historySchema } from './history-json.ts';
import { PERSON_KINDS, personJson, personSchema, wirePersonKind } from './json.ts';

const ofPerson = z.strictObject({ id: name });
const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;
const shared = { method: 'POST', tag: 'Partners', params: ofPerson, answer: personSchema, problems } as const;

const SCOPES = `a list of at most ${LIMITS.scopesOfPerson.most} scopes`;
export const scopes = z
  .array(z.string({ error: 'a scope' }).max(LIMITS.textCodePoints.most), { error: SCOPES })
  .max(LIMITS.scopesOfPerson.most, { error: SCOPES })
  .describe('source:<uri>, read, read:entity:<uscc>, officer, prepare, approve, treasury');

const HASH = 'the SHA-256 of the key, 64 lower-case hex digits';
export const sha256 = z
  .string({ error: HASH })
  .regex(/^[0-9a-f]{64}$/, { error: HASH })
  .describe('Of a key that its holder made: so nobody else knows it.');

const KEYS = `a list of at most ${LIMITS.keysWithPerson.most} keys`;
const keys = z
  .array(z.strictObject({ name: title, sha256, scopes: scopes.optional().describe('Not given: all.') }), {
    error: KEYS,
  })
  .max(LIMITS.keysWithPerson.most, { error: KEYS })
  .optional()
  .describe('Keys that are in force with the confirmation, of who has none that can be used.');

const listPersons = endpoint({
  method: 'GET',
  path: '/v1/persons',
  access: ['prepare', 'approve'],
  tag: 'Partners',
  summary: 'Persons and machines with their roles, and what waits for a second person, by page',
  summaryZh: '人员及其权限一览',
  query: z.strictObject(page),
  answer: z.strictObject({ persons: z.array(personSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { persons }) {
    const answer = await persons.listPersons({ after: query.after ?? '', limit: query.limit });
    return { persons: answer.persons.map(personJson), next: nextOf(answer.next) };
  },
});

const getPerson = endpoint({
  method: 'GET',
  path: '/v1/persons/:id',
  access: ['prepare', 'approve'],
  tag: 'Partners',
  summary: 'A person or machine, and all that was done to it, by page',
  summaryZh: '某人员及其变更记录',
  params: ofPerson,
  query: z.strictObject(page),
  answer: z.strictObject({ person: personSchema, history: historySchema }),
  problems: ['not-found', 'unavailable'],
  async handle({ params, query }, { persons, history }) {
    const { person } = await persons.getPerson(params);
    const asked = { of: `person/${params.id}`, after: query.after ?? '', limit: query.limit };
    return {
      person: personJson(defined(person, 'a person is answered')),
      history: historyJson(await history.listActs(asked)),
    };
  },
});

const proposePerson = endpoint({
  ...shared,
  path: '/v1/persons/:id/propose',
  access: ['prepare'],
  summary: 'Put a person or machine, or a change of roles, forward, for another person to confirm',
  summaryZh: '经办人提出人员及其权限，待他人复核',
  description:
    'The id is lower-case ASCII. A name is of one script (Chinese with Latin may mix), and differs from all others by ' +
    'more than case. A machine has no scope approve. No scopes: may do nothing any more. The same again has no effect.',
  body: requestBody({
    name: title,
    kind: z.enum(PERSON_KINDS, { error: 'person or machine' }),
    scopes,
    keys,
    document,
  }),
  handle({ key, params, body }, services) {
    const { document: because, kind, keys: given = [], ...rest } = body;
    const hashed = given.map((one) => ({ ...one, scopes: one.scopes ?? [] }));
    const value = { ...rest, kind: wirePersonKind(kind), keys: hashed };
    return change(services, key, { id: params.id, because, act: { $case: 'propose', value } });
  },
});

const confirmPerson = endpoint({
  ...shared,
  path: '/v1/persons/:id/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed',
  summaryZh: '复核人确认',
  description: 'Refused: who proposed it, another proposal than the one that waits.',
  body: requestBody({ number: proposalNumber }),
  handle({ key, params, body }, services) {
    const act = { $case: 'confirm', value: body.number } as const;
    return change(services, key, { id: params.id, because: '', act });
  },
});

const rejectPerson = endpoint({
  ...shared,
  path: '/v1/persons/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Do not confirm the proposal that waits; whoever made it takes it back',
  summaryZh: '复核不通过，或撤回',
  body: requestBody({ number: proposalNumber, reason: text.describe('Why.') }),
  handle({ key, params, body }, services) {
    const act = { $case: 'reject', value: body.number } as const;
    return change(services, key, { id: params.id, because: body.reason, act });
  },
});

async function change(
  { persons }: Services,
  key: Key,
  request: Omit<personsV1.ChangePersonRequest, 'actor'>,
): Promise<z.output<typeof personSchema>> {
  const { person } = await persons.changePerson({ ...request, actor: holderOf(key) });
  return personJson(defined(person, 'a person is answered'));
}

export const personEndpoints: readonly Endpoint[] = [
  listPersons,
  getPerson,
  proposePerson,
  confirmPerson,
  rejectPerson,
];
