import { z } from 'zod';
import { sumFen } from '../json/exact-number.ts';

/** Something that waits for a person. */
export const workItemSchema = z.strictObject({
  id: z
    .string()
    .describe(
      'Of the order or the demand; the USCC without an account; "RUN/USCC" of an objection; "type/subject" of a claim.',
    ),
  entity: z.string(),
  name: z.string().nullable(),
  amountFen: sumFen.describe('Of a claim: what the highest rate would pay.'),
  since: z
    .string()
    .describe('Since when it waits; of a demand its last day, of a claim its date (YYYY-MM-DD).'),
  why: z.string().nullable().describe('What stands in the way, in the words of who said so.'),
});

export type WorkItemJson = z.output<typeof workItemSchema>;
