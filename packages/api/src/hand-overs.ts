import { FACT_TYPE_NAMES } from '@duixian/facts';
import { z } from 'zod';
import { document, givenId, name, next, page, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

/** A handing over of records from one source to another. */
export const handOverSchema = z
  .strictObject({
    id: z.string(),
    from: z.string(),
    to: z.string(),
    type: z.string().nullable().describe('Null: of all types.'),
    types: z
      .array(z.string())
      .describe(
        'The types that are handed over: those that were proposed, whatever either source may record later.',
      ),
    subject: z.string().nullable().describe('Null: all records of that type.'),
    status: z.enum(['proposed', 'confirmed', 'rejected']),
    proposedBy: z.string(),
    proposedAt: z.string(),
    document: z.string(),
    at: z
      .string()
      .nullable()
      .describe('When it was confirmed: records that the first source owns only later are not included.'),
    version: z.int().describe('Counts the handings over in the order of their confirmation; 0 until then.'),
  })
  .meta({ id: 'HandOver' });

const ofHandOver = z.strictObject({ id: name });

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const shared = { method: 'POST', tag: 'Partners', answer: handOverSchema, problems } as const;

export const listHandOvers = route({
  method: 'GET',
  path: '/v1/records/hand-overs',
  access: ['read'],
  tag: 'Partners',
  summary: 'Handings over of records from one source to another, done and proposed, by page',
  summaryZh: '记录移交一览',
  query: z.strictObject(page),
  answer: z.strictObject({ handOvers: z.array(handOverSchema), next }),
  problems: ['unavailable'],
});

export const proposeHandOver = route({
  ...shared,
  path: '/v1/records/hand-overs',
  access: ['prepare'],
  summary:
    'Propose to hand over records from the source that owns them to another, for another person to confirm',
  summaryZh: '经办人提出将记录移交给另一数据来源，待他人复核',
  description:
    'One record (type and subject), all records of a type, or all records of the source. The same again has no effect. ' +
    'Refused: a receiving source that may not record the type, an id of another handing over.',
  body: requestBody({
    id: givenId.describe('An id that the caller chooses.'),
    from: name.describe('The source that owns the records.'),
    to: name.describe('The source that owns them from then on.'),
    type: z
      .enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` })
      .optional()
      .describe(
        'Not given: all types that `from` may record now; types that it may record later are not included.',
      ),
    subject: givenId.optional().describe('Not given: all records of that type.'),
    document,
  }),
});

export const confirmHandOver = route({
  ...shared,
  path: '/v1/records/hand-overs/:id/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed: from now on the next revision of the new source counts',
  summaryZh: '复核人确认移交',
  description: 'Refused: the person who proposed it, a receiving source that may not record the type now.',
  params: ofHandOver,
});

export const rejectHandOver = route({
  ...shared,
  path: '/v1/records/hand-overs/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject it; the person who proposed it withdraws it',
  summaryZh: '复核不通过，或撤回',
  params: ofHandOver,
  body: requestBody({ reason: text.describe('Why.') }),
});
