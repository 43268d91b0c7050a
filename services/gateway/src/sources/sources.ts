import { FACT_TYPE_NAMES } from '@duixian/facts';
import type { sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
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
  uscc,
} from '../http/parameters.ts';
import { historyJson, historySchema } from '../persons/history-json.ts';
import type { Services } from '../services.ts';
import { sourceJson, sourceKind, sourceSchema, wireKind } from './json.ts';

const ofSource = z.strictObject({
  uri: name.describe(
    'The source of its facts, with %3A for colons and %2F for slashes where a client writes them so.',
  ),
});
const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;
const shared = { method: 'POST', tag: 'Partners', params: ofSource, answer: sourceSchema, problems } as const;
const SAME = 'The same again has no effect. Refused: who has no such role, and who writes as this source.';

const types = z
  .array(z.enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` }))
  .min(1, { error: 'a list with at least one type' })
  .max(FACT_TYPE_NAMES.length)
  .describe('What it may record; at most the types of its kind.');

const listSources = endpoint({
  method: 'GET',
  path: '/v1/sources',
  access: ['read'],
  tag: 'Partners',
  summary: 'The systems that may record facts, and what waits for a second person, by page',
  summaryZh: '数据来源一览',
  query: z.strictObject(page),
  answer: z.strictObject({ sources: z.array(sourceSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { sources }) {
    const answer = await sources.listSources({ after: query.after ?? '', limit: query.limit });
    return { sources: answer.sources.map(sourceJson), next: nextOf(answer.next) };
  },
});

const getSource = endpoint({
  method: 'GET',
  path: '/v1/sources/:uri',
  access: ['read'],
  tag: 'Partners',
  summary: 'A source, and all that was done to it, by page',
  summaryZh: '某数据来源及其变更记录',
  params: ofSource,
  query: z.strictObject(page),
  answer: z.strictObject({ source: sourceSchema, history: historySchema }),
  problems: ['not-found', 'unavailable'],
  async handle({ params, query }, { sources, history }) {
    const { source } = await sources.getSource(params);
    const asked = { of: `source/${params.uri}`, after: query.after ?? '', limit: query.limit };
    return {
      source: sourceJson(defined(source, 'a source is answered')),
      history: historyJson(await history.listActs(asked)),
    };
  },
});

const proposeSource = endpoint({
  ...shared,
  path: '/v1/sources/:uri/propose',
  access: ['prepare'],
  summary: 'Put a source or a change of it forward, for another person to confirm',
  summaryZh: '经办人提出数据来源及其可报送的类型，待他人复核',
  description: `${SAME} A later proposal takes the place of the one that waits.`,
  body: requestBody({
    name: title,
    kind: sourceKind,
    answerableUscc: uscc.describe('统一社会信用代码 of the legal entity that answers for it.'),
    types,
    document,
  }),
  handle({ key, params, body }, services) {
    const { document: because, kind, ...rest } = body;
    const act = { $case: 'propose', value: { ...rest, kind: wireKind(kind) } } as const;
    return change(services, key, { uri: params.uri, because, act });
  },
});

const withdrawSource = endpoint({
  ...shared,
  path: '/v1/sources/:uri/withdraw',
  access: ['prepare'],
  summary: 'Propose that a source records nothing any more, for another person to confirm',
  summaryZh: '经办人提出停用数据来源，待他人复核',
  description: `${SAME} What it recorded stays.`,
  body: requestBody({ document }),
  handle({ key, params, body }, services) {
    const act = { $case: 'withdraw', value: {} } as const;
    return change(services, key, { uri: params.uri, because: body.document, act });
  },
});

const confirmSource = endpoint({
  ...shared,
  path: '/v1/sources/:uri/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed; registers go by it within seconds',
  summaryZh: '复核人确认',
  description: `${SAME} Refused too: who proposed it, another proposal than the one that waits.`,
  body: requestBody({ number: proposalNumber }),
  handle({ key, params, body }, services) {
    const act = { $case: 'confirm', value: body.number } as const;
    return change(services, key, { uri: params.uri, because: '', act });
  },
});

const rejectSource = endpoint({
  ...shared,
  path: '/v1/sources/:uri/reject',
  access: ['prepare', 'approve'],
  summary: 'Do not confirm the proposal that waits; whoever made it takes it back',
  summaryZh: '复核不通过，或撤回',
  body: requestBody({ number: proposalNumber, reason: text.describe('Why.') }),
  handle({ key, params, body }, services) {
    const act = { $case: 'reject', value: body.number } as const;
    return change(services, key, { uri: params.uri, because: body.reason, act });
  },
});

async function change(
  { sources }: Services,
  key: Key,
  request: Omit<sourcesV1.ChangeSourceRequest, 'actor'>,
): Promise<z.output<typeof sourceSchema>> {
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
