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
      .describe('The types that go: those that were proposed, whatever either source may record later.'),
    subject: z.string().nullable().describe('Null: all things of that type.'),
    status: z.enum(['proposed', 'confirmed', 'rejected']),
    proposedBy: z.string(),
    proposedAt: z.string(),
    document: z.string(),
    at: z
      .string()
      .nullable()
      .describe('When it was confirmed: what the first source comes to own later is not meant.'),
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
  summary: 'What went, or is to go, from one source to another, by page',
  summaryZh: '记录移交一览',
  query: z.strictObject(page),
  answer: z.strictObject({ handOvers: z.array(handOverSchema), next }),
  problems: ['unavailable'],
});

export const proposeHandOver = route({
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
});

export const confirmHandOver = route({
  ...shared,
  path: '/v1/records/hand-overs/:id/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed: from now on the next revision of the new source stands',
  summaryZh: '复核人确认移交',
  description: 'Refused: who proposed it, a receiving source that may not record the type now.',
  params: ofHandOver,
});

export const rejectHandOver = route({
  ...shared,
  path: '/v1/records/hand-overs/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Do not confirm it; the person who proposed it takes it back',
  summaryZh: '复核不通过，或撤回',
  params: ofHandOver,
  body: requestBody({ reason: text.describe('Why.') }),
});
