import type { registerV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { exactNumber, exactSum, sumFen } from '../json/exact-number.ts';

const revisionSchema = z.strictObject({
  revision: z.int(),
  id: z.string().describe('Of the delivery that brought it.'),
  time: z.string(),
  recordedAt: z.string(),
  source: z.string().describe('Who recorded it.'),
  data: z.record(z.string(), z.unknown()).describe('The whole state, as its source sent it.'),
});

const handedOverSchema = z.strictObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  at: z.string(),
});

/** What a register holds of a thing: its state at the highest revision, and the lower ones that arrived. */
export const recordSchema = z
  .strictObject({
    type: z.string(),
    subject: z.string(),
    source: z.string().describe('Whose it is: who recorded it first, or to whom it was handed over last.'),
    current: revisionSchema,
    history: z.array(revisionSchema).describe('In falling order.'),
    handedOver: z.array(handedOverSchema).describe('How it came to its source, newest first.'),
    meteredFeeFen: sumFen.describe(
      '计量费用 of an invoice that names usage records; null: there is none. Fen.',
    ),
    beyondExact: z
      .literal(true)
      .optional()
      .describe('The metered fee exceeds 9,007,199,254,740,991 fen, and is not given.'),
  })
  .meta({ id: 'Thing' });

export type RecordJson = z.output<typeof recordSchema>;

export function recordJson(record: registerV1.Thing | undefined): RecordJson {
  const { type, subject, source, current, history, handedOver, meteredFeeFen } = defined(
    record,
    'a register answers a thing',
  );
  const feeFen = meteredFeeFen === undefined ? null : exactSum(meteredFeeFen);
  return {
    type,
    subject,
    source,
    current: revisionJson(defined(current, 'a thing has a current revision')),
    history: history.map(revisionJson),
    handedOver: handedOver.map(({ id, fromSource: from, toSource: to, at }) => ({ id, from, to, at })),
    meteredFeeFen: feeFen,
    ...(feeFen === null && meteredFeeFen !== undefined && { beyondExact: true as const }),
  };
}

function revisionJson({ revision, eventId, time, recordedAt, source, dataJson }: registerV1.Revision) {
  return {
    revision: exactNumber(revision),
    id: eventId,
    time,
    recordedAt,
    source,
    data: JSON.parse(dataJson) as Record<string, unknown>,
  };
}
