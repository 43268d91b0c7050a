import { envelope, FACT_TYPE_NAMES, FACT_TYPES, type FactTypeName } from '@duixian/facts';
import { z } from 'zod';
import { route } from './route.ts';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
const EXAMPLE = { specversion: '1.0', id: 'delivery-1', source: 'urn:duixian:exchange:example' } as const;
const RECORDED_AT = '2020-06-30T09:00:00+08:00';

/** A fact of a type as a source sends it, for documents. */
export function exampleOf(type: FactTypeName) {
  const { subject, data } = FACT_TYPES[type].example;
  return { ...EXAMPLE, type, subject, time: RECORDED_AT, datacontenttype: 'application/json', data };
}

/** A fact of a type as a CloudEvent 1.0: what a source sends. */
export function eventSchemaOf(type: FactTypeName) {
  const { schema, title } = FACT_TYPES[type];
  const data: z.ZodType = schema;
  return envelope
    .extend({ type: z.literal(type), data })
    .meta({ title, description: title, examples: [exampleOf(type)] });
}

/**
 * The JSON Schema (2020-12) of a type of fact. It takes everything that a register takes, and refuses less: check
 * characters, comparisons of fields and characters that cannot be seen are for the register alone.
 */
export function jsonSchemaOf(type: FactTypeName): { title: string; [keyword: string]: unknown } {
  const schema = z.toJSONSchema(eventSchemaOf(type), { io: 'input', target: 'draft-2020-12' });
  const { title } = FACT_TYPES[type];
  return { $id: `urn:duixian:schema:${type}`, $schema: DRAFT, ...schema, title };
}

/** The files under /schemas, by type. */
export const SCHEMA_FILES = Object.fromEntries(
  FACT_TYPE_NAMES.map((type) => [`${type}.json`, type] as const),
);

export const getSchema = route({
  method: 'GET',
  path: '/schemas/:file',
  access: 'open',
  tag: 'Facts',
  summary: 'The JSON Schema of a type of fact',
  summaryZh: '某类事实的 JSON Schema',
  description:
    'Draft 2020-12, of the whole CloudEvent, with an example. What it refuses a register refuses too; a register checks more, such as check characters of unified social credit codes.',
  params: z.strictObject({ file: z.enum(Object.keys(SCHEMA_FILES)) }),
  answer: z.looseObject({ title: z.string() }).describe('A JSON Schema.'),
});

export const listSchemas = route({
  method: 'GET',
  path: '/schemas',
  access: 'open',
  tag: 'Facts',
  summary: 'The types of fact, and where their JSON Schemas are',
  summaryZh: '事实的类型及其 JSON Schema',
  answer: z.strictObject({
    schemas: z.array(z.strictObject({ type: z.string(), title: z.string(), path: z.string() })),
  }),
});
