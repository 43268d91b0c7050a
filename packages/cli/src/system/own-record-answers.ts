import { z } from 'zod';

/** What the gateway answers to a source about its own records. */
const fen = z
  .int()
  .transform((value) => BigInt(value))
  .nullable();

const record = z.looseObject({
  subject: z.string(),
  source: z.string(),
  current: z.looseObject({ revision: z.int(), time: z.string(), recordedAt: z.string() }),
});

export type OwnRecord = z.output<typeof record>;

export const recordsPage = z.object({ things: z.array(record), next: z.string().nullish() });

export const outcome = z.object({
  type: z.string(),
  subject: z.string(),
  source: z.string(),
  revision: z.int(),
  computedRevision: z.int().nullable(),
  claims: z.array(
    z.object({
      provision: z.string(),
      year: z.int(),
      date: z.string(),
      beneficiary: z.string().nullable(),
      status: z.enum(['decided', 'undecided']),
      amountFen: fen,
      lowestFen: fen,
      highestFen: fen,
    }),
  ),
  noClaims: z.array(
    z.object({
      article: z.int(),
      titleEn: z.string(),
      titleZh: z.string(),
      failed: z.array(z.object({ condition: z.string(), en: z.string(), zh: z.string() })),
      failsElsewhere: z.boolean(),
    }),
  ),
});

export type RecordOutcome = z.output<typeof outcome>;

export const refusals = z.object({
  source: z.string(),
  refusals: z.array(
    z.object({
      at: z.string(),
      register: z.string(),
      id: z.string().nullable(),
      type: z.string().nullable(),
      subject: z.string().nullable(),
      faults: z.array(z.looseObject({ field: z.string(), reason: z.string(), message: z.string() })),
    }),
  ),
});

export type Refusals = z.output<typeof refusals>['refusals'];
