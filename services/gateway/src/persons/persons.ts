import * as api from '@duixian/api';
import type { personsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';
import { historyJson } from './history-json.ts';
import { personJson, wirePersonKind } from './json.ts';

const listPersons = endpoint(api.listPersons, async ({ query }, { persons }) => {
  const answer = await persons.listPersons({ after: query.after ?? '', limit: query.limit });
  return { persons: answer.persons.map(personJson), next: nextOf(answer.next) };
});

const getPerson = endpoint(api.getPerson, async ({ params, query }, { persons, history }) => {
  const { person } = await persons.getPerson(params);
  const asked = { of: `person/${params.id}`, after: query.after ?? '', limit: query.limit };
  return {
    person: personJson(defined(person, 'a person is answered')),
    history: historyJson(await history.listActs(asked)),
  };
});

const proposePerson = endpoint(api.proposePerson, ({ key, params, body }, services) => {
  const { document: because, kind, keys: given = [], ...rest } = body;
  const hashed = given.map((one) => ({ ...one, scopes: one.scopes ?? [] }));
  const value = { ...rest, kind: wirePersonKind(kind), keys: hashed };
  return change(services, key, { id: params.id, because, act: { $case: 'propose', value } });
});

const confirmPerson = endpoint(api.confirmPerson, ({ key, params, body }, services) => {
  const act = { $case: 'confirm', value: body.number } as const;
  return change(services, key, { id: params.id, because: '', act });
});

const rejectPerson = endpoint(api.rejectPerson, ({ key, params, body }, services) => {
  const act = { $case: 'reject', value: body.number } as const;
  return change(services, key, { id: params.id, because: body.reason, act });
});

async function change(
  { persons }: Services,
  key: Key,
  request: Omit<personsV1.ChangePersonRequest, 'actor'>,
): Promise<z.output<typeof api.personSchema>> {
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
