import type { sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { wireWord } from '../json/wire-word.ts';

/** That things go from one source to another. */
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

export function handOverJson(record: sourcesV1.HandingOverRecord): z.output<typeof handOverSchema> {
  const handingOver = defined(record.handingOver, 'a handing over is answered whole');
  const { id, fromSource, toSource, type, types, subject, at, version } = handingOver;
  const { proposedBy, proposedAt, document } = record;
  return {
    ...{ id, from: fromSource, to: toSource, type: type || null, subject: subject || null },
    types: type === '' ? types : [type],
    status: wireWord('HANDING_OVER_STATUS_', record.status) as 'proposed',
    ...{ proposedBy, proposedAt, document, at: at || null, version: Number(version) },
  };
}
