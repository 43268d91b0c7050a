import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { historySchema } from './history.ts';
import { document, name, next, page, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

export const mappingSchema = z
  .strictObject({
    id: z.string().describe('Id and version, such as henan-contract-register@1.'),
    source: z.string().describe('Whose tables it is for.'),
    makes: z.string().describe('The type of fact that it makes.'),
    title: z.string(),
    status: z.enum(['proposed', 'confirmed', 'rejected']),
    sha256: z.string(),
    proposedBy: z.string(),
    proposedAt: z.string(),
    document: z.string(),
    confirmedBy: z.string().nullable(),
    at: z.string().nullable().describe('When it was confirmed.'),
  })
  .meta({ id: 'Mapping' });

const ID = 'an id and a version, such as henan-contract-register@1';

const mappingId = z
  .string({ error: ID })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}@[1-9]\d{0,8}$/, { error: ID })
  .describe('Id and version, as its text names them.');

const ofMapping = z.strictObject({ id: mappingId });
const yaml = z.string().meta({ format: 'binary' });
const shared = { tag: 'Partners', answer: mappingSchema } as const;

export const listMappings = route({
  method: 'GET',
  path: '/v1/mappings',
  access: ['read', 'source'],
  tag: 'Partners',
  summary: 'Mappings: how tables of a source become facts, by page',
  summaryZh: '表格映射一览',
  query: z.strictObject({
    ...page,
    source: name.describe('Of this source only; with a key of a source, of its own.').optional(),
    waiting: z
      .enum(['true'], { error: 'true' })
      .describe('Only those that wait for a second person.')
      .optional(),
  }),
  answer: z.strictObject({ mappings: z.array(mappingSchema), next }),
  problems: ['unavailable'],
});

export const getMapping = route({
  method: 'GET',
  path: '/v1/mappings/:id',
  access: ['read', 'source'],
  tag: 'Partners',
  summary: 'A version of a mapping with its text, and its history, by page',
  summaryZh: '某版本映射及其记录',
  params: ofMapping,
  query: z.strictObject(page),
  answer: z.strictObject({ mapping: mappingSchema, text: z.string(), history: historySchema }),
  problems: ['not-found', 'unavailable'],
});

export const putMapping = route({
  ...shared,
  method: 'PUT',
  path: '/v1/mappings/:id',
  access: ['prepare'],
  summary: 'Propose a version of a mapping, for another person to confirm',
  summaryZh: '经办人提出表格映射，待他人复核',
  description:
    'The body is the mapping, YAML. A version never changes: the same text again has no effect, another is refused. One with ' +
    'faults is refused with all of them. Refused too: a person who may record as its source.',
  params: ofMapping,
  query: z.strictObject({ document }),
  rawBody: {
    limitBytes: LIMITS.mappingBytes.most,
    content: { 'application/yaml': yaml, 'application/octet-stream': yaml },
  },
  problems: ['conflict', 'too-large', 'media-type', 'unavailable'],
});

export const confirmMapping = route({
  ...shared,
  method: 'POST',
  path: '/v1/mappings/:id/confirm',
  access: ['approve'],
  summary: 'Put a mapping that another person proposed in force',
  summaryZh: '复核人确认表格映射',
  description: 'Refused: the person who proposed it, and one who may record as its source.',
  params: ofMapping,
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});

export const rejectMapping = route({
  ...shared,
  method: 'POST',
  path: '/v1/mappings/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject a mapping that waits; the person who proposed it withdraws it',
  summaryZh: '复核不通过，或撤回',
  params: ofMapping,
  body: requestBody({ reason: text.describe('Why.') }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});
