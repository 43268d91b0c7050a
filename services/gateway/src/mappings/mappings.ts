import { isUtf8 } from 'node:buffer';
import * as api from '@duixian/api';
import type { mappingsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { sourcesToRead } from '../access/source-to-read.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { historyJson } from '../persons/history-json.ts';
import type { Services } from '../services.ts';
import { mappingJson } from './json.ts';

const listMappings = endpoint(api.listMappings, async ({ key, query }, { mappings }) => {
  const { after = '', limit, waiting } = query;
  const sources = sourcesToRead(key, query.source);
  const answer = await mappings.listMappings({ after, limit, sources, onlyProposed: waiting === 'true' });
  return { mappings: answer.mappings.map(mappingJson), next: nextOf(answer.next) };
});

const getMapping = endpoint(api.getMapping, async ({ key, params, query }, services) => {
  const { mapping, text } = await services.mappings.getMapping(params);
  const answered = mappingJson(mapping);
  sourcesToRead(key, answered.source);
  const asked = { of: `mapping/${params.id}`, after: query.after ?? '', limit: query.limit };
  return { mapping: answered, text, history: historyJson(await services.history.listActs(asked)) };
});

const putMapping = endpoint(api.putMapping, ({ key, params, query, body }, services) => {
  if (!Buffer.isBuffer(body))
    throw new Problem('bad-request', 'The body must be the mapping; there is none.');
  if (!isUtf8(body)) throw new Problem('bad-request', 'The mapping must be UTF-8.');
  const act = { $case: 'propose', value: { text: body.toString('utf8') } } as const;
  return change(services, key, { id: params.id, because: query.document, act });
});

const confirmMapping = endpoint(api.confirmMapping, ({ key, params }, services) =>
  change(services, key, { id: params.id, because: '', act: { $case: 'confirm', value: {} } }),
);

const rejectMapping = endpoint(api.rejectMapping, ({ key, params, body }, services) =>
  change(services, key, { id: params.id, because: body.reason, act: { $case: 'reject', value: {} } }),
);

async function change(
  { mappings }: Services,
  key: Key,
  request: Omit<mappingsV1.ChangeMappingRequest, 'actor'>,
): Promise<z.output<typeof api.mappingSchema>> {
  return mappingJson((await mappings.changeMapping({ ...request, actor: holderOf(key) })).mapping);
}

export const mappingEndpoints: readonly Endpoint[] = [
  listMappings,
  getMapping,
  putMapping,
  confirmMapping,
  rejectMapping,
];
