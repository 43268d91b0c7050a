import { envelope, FACT_TYPES } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { type Key, mayWrite } from '../access/key.ts';
import { Answer, endpoint } from '../http/endpoint.ts';
import { fault, Problem } from '../http/problem.ts';
import { BATCH, BINARY, type Item, readBody, STRUCTURED } from './read-body.ts';
import { OUTCOMES, recordItems } from './record-items.ts';

const dataSchemas = Object.values(FACT_TYPES).map(({ schema, title }) => schema.describe(title));
const eventSchema = z
  .union(
    Object.values(FACT_TYPES).map(({ type, schema, title }) =>
      envelope.extend({ type: z.literal(type), data: schema }).describe(title),
    ),
  )
  .describe('A fact as a CloudEvent 1.0: the whole state of a thing at a revision.');

/** The way in for facts: sending again what may have arrived is always harmless. */
export const postEvents = endpoint({
  method: 'POST',
  path: '/v1/events',
  access: ['source'],
  tag: 'Facts',
  summary: 'Send facts',
  summaryZh: '报送事实',
  description:
    'CloudEvents in structured, batch (1 to 1,000 items) or binary mode (ce-* headers). Every item is answered by ' +
    'itself, in the order sent; one that is refused never spoils the others. A batch is answered 200; a single fact that ' +
    'is refused 422, with the same body. An item of a source that is not the ' +
    "key's makes the whole request 403, with nothing recorded.",
  rawBody: {
    limitBytes: LIMITS.requestBytes.most,
    content: { [STRUCTURED]: eventSchema, [BATCH]: z.array(eventSchema), [BINARY]: z.union(dataSchemas) },
  },
  answer: z.strictObject({
    results: z.array(
      z.strictObject({
        index: z.int(),
        id: z.string().nullable().describe('`id` of the item, as far as it can be read.'),
        outcome: z.enum(OUTCOMES),
        faults: z.array(fault).describe('Everything wrong with the item; empty unless refused.'),
      }),
    ),
  }),
  alsoAnswers: { 422: 'The single fact is refused.' },
  problems: ['not-json', 'empty-batch', 'too-large', 'media-type', 'unavailable'],
  async handle({ body, headers, key, keyring, traceparent }, { intake }) {
    const items = await readBody(headers, body as unknown as Buffer);
    mustBeOfItsSources(items, key);
    const passOf = (sources: ReadonlySet<string>) => ({
      sourceVersions: keyring.versionsOf(sources),
      isAnySource: key.sources === '*',
    });
    const results = await recordItems(items, intake, traceparent, passOf);
    const isSingle = !isBatch(headers['content-type']);
    return new Answer(isSingle && results[0]?.outcome === 'refused' ? 422 : 200, { results });
  },
});

function isBatch(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === BATCH;
}

/** An item whose source cannot be read is let through: its register refuses it in any case. */
function mustBeOfItsSources(items: readonly Item[], key: Key): void {
  items.forEach(({ head: { source } }, index) => {
    if (typeof source !== 'string' || mayWrite(key, source)) return;
    const message = `item ${index} is of source ${JSON.stringify(source.slice(0, 200))}, which this key may not write`;
    throw new Problem('out-of-scope', `Nothing was recorded: ${message}.`, [
      { field: `${index}.source`, reason: 'other-source', message },
    ]);
  });
}
