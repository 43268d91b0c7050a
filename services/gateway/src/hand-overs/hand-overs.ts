import * as api from '@duixian/api';
import type { sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';
import { handOverJson } from './json.ts';

const listHandOvers = endpoint(api.listHandOvers, async ({ query }, { handingsOver }) => {
  const answer = await handingsOver.listHandingsOver({ after: query.after ?? '', limit: query.limit });
  return { handOvers: answer.handingsOver.map(handOverJson), next: nextOf(answer.next) };
});

const proposeHandOver = endpoint(api.proposeHandOver, ({ key, body }, services) => {
  const { id, from, to, type = '', subject = '', document: because } = body;
  const act = { $case: 'propose', value: { fromSource: from, toSource: to, type, subject } } as const;
  return change(services, key, { id, because, act });
});

const confirmHandOver = endpoint(api.confirmHandOver, ({ key, params }, services) => {
  return change(services, key, { id: params.id, because: '', act: { $case: 'confirm', value: {} } });
});

const rejectHandOver = endpoint(api.rejectHandOver, ({ key, params, body }, services) => {
  const act = { $case: 'reject', value: {} } as const;
  return change(services, key, { id: params.id, because: body.reason, act });
});

async function change(
  { handingsOver }: Services,
  key: Key,
  request: Omit<sourcesV1.ChangeHandingOverRequest, 'actor'>,
): Promise<z.output<typeof api.handOverSchema>> {
  const answer = await handingsOver.changeHandingOver({ ...request, actor: holderOf(key) });
  return handOverJson(defined(answer.handingOver, 'a handing over is answered'));
}

export const handOverEndpoints: readonly Endpoint[] = [
  listHandOvers,
  proposeHandOver,
  confirmHandOver,
  rejectHandOver,
];
