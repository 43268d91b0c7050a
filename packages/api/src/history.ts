import { z } from 'zod';
import { next } from './parameters.ts';

/** The acts on a source, a handing over, a person, a key or an endpoint; never changed. */
export const historySchema = z
  .strictObject({
    acts: z
      .array(
        z.strictObject({
          number: z.int().describe('Counts the acts on it, from 1.'),
          event: z.string(),
          by: z.string().describe('Who did it.'),
          key: z.string().describe('By which of their keys.'),
          at: z.string(),
          because: z
            .string()
            .describe('The document for a proposal, the reason for a rejection or a revocation.'),
          content: z.unknown().describe('What was proposed or made.'),
        }),
      )
      .describe('The newest first.'),
    next,
  })
  .meta({ id: 'History' });
