import { FACT_TYPE_NAMES } from '@duixian/facts';
import type { sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { document, givenId, name, next, nextOf, page, requestBody, text } from '../http/parameters.ts';
import type { Services } from '../services.ts';
import { handOverJson, handOverSchema } from './json.ts';

const ofHandOver = z.strictObject({ id: name });
const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;
const shared = { method: 'POST', tag: 'Partners', answer: handOverSchema, problems } as const;

const listHandOvers = endpoint({
  method: 'GET',
  path: '/v1/records/hand-overs',
  access: ['read'],
  tag: 'Partners',
  summary: 'What went, or is to go, from one source to another, by page',
  summaryZh: '记录移交一览',
  query: z.strictObject(page),
  answer: z.strictObject({ handOvers: z.array(handOverSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { handingsOver }) {
    const answer = await handingsOver.listHandingsOver({ after: query.after ?? '', limit: query.limit });
    return { handOvers: answer.handingsOver.map(handOverJson), next: nextOf(answer.next) };
  },
});

const proposeHandOver = endpoint({
  ...shared,
  path: '/v1/records/hand-overs',
  access: ['prepare'],
  summary: 'Propose that things go from the source that owns them to another, for another person to confirm',
  summaryZh: '经办人提出将记录移交给另一数据来源，待他人复核',
  description:
    'One thing (type and subject), all things of a type, or all things of the source. The same again has no effect. ' +
    'Refused: a receiving source that may not record the type, an id that names another handing over.',
  body: requestBody({
    id: givenId.describe("The caller's own id of it."),
    from: name.describe('The source that owns the things.'),
    to: name.describe('The source that owns them from then on.'),
    type: z
      .enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` })
      .optional()
      .describe(
        'Not given: of all types that `from` may record now; what it may record later does not go along.',
      ),
    subject: givenId.optional().describe('Not given: all things of that type.'),
    document,
  }),
  handle({ key, body }, services) {
    const { id, from, to, type = '', subject = '', document: because } = body;
    const act = { $case: 'propose', value: { fromSource: from, toSource: to, type, subject } } as const;
    return change(services, key, { id, because, act });
  },
});

const confirmHandOver = endpoint({
  ...shared,
  path: '/v1/records/hand-overs/:id/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed: from now on the next revision of the new source stands',
  summaryZh: '复核人确认移交',
  description: 'Refused: who proposed it, a receiving source that may not record the type now.',
  params: ofHandOver,
  handle({ key, params }, services) {
    return change(services, key, { id: params.id, because: '', act: { $case: 'confirm', value: {} } });
  },
});

const rejectHandOver = endpoint({
  ...shared,
  path: '/v1/records/hand-overs/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Do not confirm it; whoever proposed it takes it back',
  summaryZh: '复核不通过，或撤回',
  params: ofHandOver,
  body: requestBody({ reason: text.describe('Why.') }),
  handle({ key, params, body }, services) {
    const act = { $case: 'reject', value: {} } as const;
    return change(services, key, { id: params.id, because: body.reason, act });
  },
});

async function change(
  { handingsOver }: Services,
  key: Key,
  request: Omit<sourcesV1.ChangeHandingOverRequest, 'actor'>,
): Promise<z.output<typeof handOverSchema>> {
  const answer = await handingsOver.changeHandingOver({ ...request, actor: holderOf(key) });
  return handOverJson(defined(answer.handingOver, 'a handing over is answered'));
}

export const handOverEndpoints: readonly Endpoint[] = [
  listHandOvers,
  proposeHandOver,
  confirmHandOver,
  rejectHandOver,
];
