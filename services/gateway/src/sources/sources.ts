import * as api from '@duixian/api';
import type { sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import { historyJson } from '../persons/history-json.ts';
import type { Services } from '../services.ts';
import { sourceJson, wireKind } from './json.ts';

const listSources = endpoint(api.listSources, async ({ query }, { sources }) => {
  const answer = await sources.listSources({ after: query.after ?? '', limit: query.limit });
  return { sources: answer.sources.map(sourceJson), next: nextOf(answer.next) };
});

const getSource = endpoint(api.getSource, async ({ params, query }, { sources, history }) => {
  const { source } = await sources.getSource(params);
  const asked = { of: `source/${params.uri}`, after: query.after ?? '', limit: query.limit };
  return {
    source: sourceJson(defined(source, 'a source is answered')),
    history: historyJson(await history.listActs(asked)),
  };
});

const proposeSource = endpoint(api.proposeSource, ({ key, params, body }, services) => {
  const { document: because, kind, ...rest } = body;
  const act = { $case: 'propose', value: { ...rest, kind: wireKind(kind) } } as const;
  return change(services, key, { uri: params.uri, because, act });
});

const withdrawSource = endpoint(api.withdrawSource, ({ key, params, body }, services) => {
  const act = { $case: 'withdraw', value: {} } as const;
  return change(services, key, { uri: params.uri, because: body.document, act });
});

const confirmSource = endpoint(api.confirmSource, ({ key, params, body }, services) => {
  const act = { $case: 'confirm', value: body.number } as const;
  return change(services, key, { uri: params.uri, because: '', act });
});

const rejectSource = endpoint(api.rejectSource, ({ key, params, body }, services) => {
  const act = { $case: 'reject', value: body.number } as const;
  return change(services, key, { uri: params.uri, because: body.reason, act });
});

async function change(
  { sources }: Services,
  key: Key,
  request: Omit<sourcesV1.ChangeSourceRequest, 'actor'>,
): Promise<z.output<typeof api.sourceSchema>> {
  const { source } = await sources.changeSource({ ...request, actor: holderOf(key) });
  return sourceJson(defined(source, 'a source is answered'));
}

export const sourceEndpoints: readonly Endpoint[] = [
  listSources,
  getSource,
  proposeSource,
  withdrawSource,
  confirmSource,
  rejectSource,
];
