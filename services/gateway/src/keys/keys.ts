import * as api from '@duixian/api';
import type { personsV1 } from '@duixian/proto';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { wirePersonKind } from '../persons/json.ts';
import { keyJson } from './json.ts';

const listKeys = endpoint(api.listKeys, async ({ key, query }, { keys }) => {
  const { after = '', limit } = query;
  const answer = await keys.listKeys({ after, limit, person: whoseKeys(key, query.person) });
  return { keys: answer.keys.map(keyJson), next: nextOf(answer.next) };
});

const createKey = endpoint(api.createKey, async ({ key, body }, { keys }) => {
  const {
    person,
    name: called,
    scopes: given = [],
    sha256: hash = '',
    days: lasts = 0,
    addresses = [],
  } = body;
  const kind: personsV1.PersonKind = body.kind ? wirePersonKind(body.kind) : 'PERSON_KIND_UNSPECIFIED';
  const request = { person, name: called, scopes: given, sha256: hash, days: lasts, addresses, kind };
  const answer = await keys.createKey({ ...request, actor: holderOf(key) });
  return { ...keyJson(answer.key), text: answer.text || null };
});

const rotateKey = endpoint(api.rotateKey, async ({ key, params, body }, { keys }) => {
  const { sha256: hash = '', days: lasts = 0, overlapHours = 24 } = body;
  const request = { id: params.id, sha256: hash, days: lasts, overlapHours };
  const answer = await keys.rotateKey({ ...request, actor: holderOf(key) });
  return { ...keyJson(answer.key), text: answer.text || null };
});

const confirmKey = endpoint(api.confirmKey, async ({ key, params }, { keys }) => {
  return keyJson((await keys.confirmKey({ id: params.id, actor: holderOf(key) })).key);
});

const revokeKey = endpoint(api.revokeKey, async ({ key, params, body }, { keys }) => {
  const answer = await keys.revokeKey({ id: params.id, reason: body.reason, actor: holderOf(key) });
  return keyJson(answer.key);
});

function whoseKeys({ person, prepare, approve }: Key, asked: string | undefined): string {
  if (prepare || approve) return asked ?? '';
  if (asked === undefined || asked === person) return person;
  throw new Problem('out-of-scope', `This key reads the keys of ${person} only.`);
}

export const keyEndpoints: readonly Endpoint[] = [listKeys, createKey, rotateKey, confirmKey, revokeKey];
