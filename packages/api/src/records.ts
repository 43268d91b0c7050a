import { envelope } from '@duixian/facts';
import { z } from 'zod';
import { sumFen } from './amounts.ts';
import { next, page, uscc } from './parameters.ts';
import { route } from './route.ts';

const revisionSchema = z.strictObject({
  revision: z.int(),
  id: z.string().describe('Id of the delivery.'),
  time: z.string(),
  recordedAt: z.string(),
  source: z.string().describe('The source that recorded it.'),
  data: z.record(z.string(), z.unknown()).describe('The whole state, as its source sent it.'),
});

const handedOverSchema = z.strictObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  at: z.string(),
});

/** A record as its register holds it: its state at the highest revision, and the lower ones that arrived. */
export const recordSchema = z
  .strictObject({
    type: z.string(),
    subject: z.string(),
    source: z
      .string()
      .describe('Its owner: the source that recorded it first, or to which it was handed over last.'),
    current: revisionSchema,
    history: z.array(revisionSchema).describe('In descending order.'),
    handedOver: z.array(handedOverSchema).describe('How it was handed over to its source, newest first.'),
    meteredFeeFen: sumFen.describe(
      '计量费用 of an invoice that names usage records; null: there is none. Fen.',
    ),
    beyondExact: z
      .literal(true)
      .optional()
      .describe('The metered fee exceeds 9,007,199,254,740,991 fen, so it is null.'),
  })
  .meta({ id: 'Thing' });

export const exportFacts = route({
  method: 'GET',
  path: '/v1/facts',
  access: ['read'],
  tag: 'Facts',
  summary: 'Every record, at its highest revision, one CloudEvent per line',
  summaryZh: '导出全部现存事实（每行一个 CloudEvent）',
  description:
    'The connection breaks off where a register fails meanwhile: only a whole answer ends properly.',
  answer: envelope.extend({ data: z.record(z.string(), z.unknown()) }),
  streams: 'application/x-ndjson',
  problems: ['unavailable'],
});

export const getInstitution = route({
  method: 'GET',
  path: '/v1/institutions/:uscc',
  access: ['read', 'read:entity', 'source'],
  tag: 'Things',
  summary: 'One institution: the party, its recognitions and sanctions, with their history',
  summaryZh: '单个机构：登记信息、认定、惩戒及其历次状态',
  params: z.strictObject({ uscc }),
  answer: z.strictObject({
    party: recordSchema.nullable().describe('Null where only recognitions or sanctions name it.'),
    recognitions: z.array(recordSchema),
    sanctions: z.array(recordSchema),
  }),
  problems: ['not-found', 'unavailable'],
  description: 'A key of a source gets only what belongs to its source.',
});

const marks = z
  .array(z.string())
  .describe('Why: `parties-changed` where one revision of an invoice has another owner and another user.');

export const listMarkedRecords = route({
  method: 'GET',
  path: '/v1/marked-records',
  access: ['read'],
  tag: 'Operations',
  summary: 'Records that an officer should look at: invoices whose owner and user both changed',
  summaryZh: '需经办人核查的记录：所有者与用户均变更的发票',
  description:
    'Perhaps such an invoice was another one under the same number. GET /v1/invoices/{id} shows both revisions; ask the ' +
    'source which is right. Where the newer is wrong, the source sends the right state as a higher revision, or `voided`, ' +
    'and the other invoice under its own number. The mark stays with the record.',
  query: z.strictObject(page),
  answer: z.strictObject({ records: z.array(recordSchema.extend({ marks })), next }),
  problems: ['unavailable'],
});
