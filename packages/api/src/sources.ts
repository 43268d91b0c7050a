import { FACT_TYPE_NAMES, SOURCE_KINDS } from '@duixian/facts';
import { z } from 'zod';
import { historySchema } from './history.ts';
import { document, name, next, page, proposalNumber, requestBody, text, title, uscc } from './parameters.ts';
import { route } from './route.ts';

const kindWords = `one of ${SOURCE_KINDS.join(', ')}`;

const sourceKind = z
  .enum(SOURCE_KINDS, { error: kindWords })
  .describe('bureau 主管部门, exchange 技术交易机构, platform 仪器共享平台');

export const sourceTermsSchema = z
  .strictObject({
    name: z.string(),
    kind: sourceKind,
    answerableUscc: z.string().describe('统一社会信用代码 of the legal entity that answers for it.'),
    types: z.array(z.string()).describe('The types of facts that it may record.'),
  })
  .meta({ id: 'SourceTerms' });

/** A system that records facts (数据来源). */
export const sourceSchema = z
  .strictObject({
    uri: z.string(),
    status: z.enum(['proposed', 'confirmed', 'withdrawn']).describe('Proposed: nothing was confirmed yet.'),
    standing: sourceTermsSchema.nullable().describe('The state that two persons set last.'),
    version: z.int().describe('Counts the states that were confirmed.'),
    waiting: z
      .strictObject({
        number: z.int().describe('Identifies the proposal in a confirmation or rejection.'),
        by: z.string(),
        at: z.string(),
        document: z.string(),
        terms: sourceTermsSchema.nullable().describe('Null: that it is withdrawn.'),
      })
      .nullable()
      .describe('Waits for another person to confirm it.'),
  })
  .meta({ id: 'Source' });

const ofSource = z.strictObject({
  uri: name.describe(
    'The source of its facts, with %3A for colons and %2F for slashes where a client writes them so.',
  ),
});

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const shared = { method: 'POST', tag: 'Partners', params: ofSource, answer: sourceSchema, problems } as const;

const SAME =
  'The same again has no effect. Refused: a person without the role, and one who may record as this source.';

const types = z
  .array(z.enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` }))
  .min(1, { error: 'a list with at least one type' })
  .max(FACT_TYPE_NAMES.length)
  .describe('What it may record; at most the types of its kind.');

export const listSources = route({
  method: 'GET',
  path: '/v1/sources',
  access: ['read'],
  tag: 'Partners',
  summary: 'The systems that may record facts, and what waits for a second person, by page',
  summaryZh: '数据来源一览',
  query: z.strictObject(page),
  answer: z.strictObject({ sources: z.array(sourceSchema), next }),
  problems: ['unavailable'],
});

export const getSource = route({
  method: 'GET',
  path: '/v1/sources/:uri',
  access: ['read'],
  tag: 'Partners',
  summary: 'A source, and its history, by page',
  summaryZh: '某数据来源及其变更记录',
  params: ofSource,
  query: z.strictObject(page),
  answer: z.strictObject({ source: sourceSchema, history: historySchema }),
  problems: ['not-found', 'unavailable'],
});

export const proposeSource = route({
  ...shared,
  path: '/v1/sources/:uri/propose',
  access: ['prepare'],
  summary: 'Propose a source or a change of it, for another person to confirm',
  summaryZh: '经办人提出数据来源及其可报送的类型，待他人复核',
  description: `${SAME} A later proposal replaces the one that waits.`,
  body: requestBody({
    name: title,
    kind: sourceKind,
    answerableUscc: uscc.describe('统一社会信用代码 of the legal entity that answers for it.'),
    types,
    document,
  }),
});

export const withdrawSource = route({
  ...shared,
  path: '/v1/sources/:uri/withdraw',
  access: ['prepare'],
  summary: 'Propose the withdrawal of a source: it may record nothing any more. Another person confirms it',
  summaryZh: '经办人提出停用数据来源，待他人复核',
  description: `${SAME} Its records stay.`,
  body: requestBody({ document }),
});

export const confirmSource = route({
  ...shared,
  path: '/v1/sources/:uri/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed; registers follow it within seconds',
  summaryZh: '复核人确认',
  description: `${SAME} Refused too: the person who proposed it, another proposal than the one that waits.`,
  body: requestBody({ number: proposalNumber }),
});

export const rejectSource = route({
  ...shared,
  path: '/v1/sources/:uri/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject the waiting proposal; the person who made it withdraws it',
  summaryZh: '复核不通过，或撤回',
  body: requestBody({ number: proposalNumber, reason: text.describe('Why.') }),
});
