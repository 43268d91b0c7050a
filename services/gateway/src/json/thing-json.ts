import type { registerV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { exactNumber, exactSum, sumFen } from './exact-number.ts';

const revisionSchema = z.strictObject({
  revision: z.int(),
  id: z.string().describe('Of the delivery that brought it.'),
  time: z.string(),
  recordedAt: z.string(),
  data: z.record(z.string(), z.unknown()).describe('The whole state, as its source sent it.'),
});

/** What a register holds of a thing: its state at the highest revision, and the lower ones that arrived. */
export const thingSchema = z
  .strictObject({
    type: z.string(),
    subject: z.string(),
    source: z.string(),
    current: revisionSchema,
    history: z.array(revisionSchema).describe('In falling order.'),
    meteredFeeFen: sumFen.describe(
      '计量费用 of an invoice that names usage records; null: there is none. Fen.',
    ),
    beyondExact: z
      .literal(true)
      .optional()
      .describe('The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.'),
  })
  .meta({ id: 'Thing' });

export type ThingJson = z.output<typeof thingSchema>;

export function thingJson(thing: registerV1.Thing | undefined): ThingJson {
  const { type, subject, source, current, history, meteredFeeFen } = defined(
    thing,
    'a register answers a thing',
  );
  const feeFen = meteredFeeFen === undefined ? null : exactSum(meteredFeeFen);
  return {
    type,
    subject,
    source,
    current: revisionJson(defined(current, 'a thing has a current revision')),
    history: history.map(revisionJson),
    meteredFeeFen: feeFen,
    ...(feeFen === null && meteredFeeFen !== undefined && { beyondExact: true as const }),
  };
}

function revisionJson({ revision, eventId, time, recordedAt, dataJson }: registerV1.Revision) {
  return {
    revision: exactNumber(revision),
    id: eventId,
    time,
    recordedAt,
    data: JSON.parse(dataJson) as Record<string, unknown>,
  };
}
