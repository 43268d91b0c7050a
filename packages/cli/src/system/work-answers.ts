import { z } from 'zod';

const workItem = z.object({
  id: z.string(),
  entity: z.string(),
  name: z.string().nullable(),
  /** Null: beyond what JSON keeps exact. */
  amountFen: z
    .int()
    .transform((value) => BigInt(value))
    .nullable(),
  since: z.string(),
  why: z.string().nullable(),
});

export type WorkItem = z.output<typeof workItem>;

const workSummary = z.object({
  list: z.string(),
  count: z.int(),
  isAtLeast: z.boolean(),
  oldest: workItem.nullable(),
});

export type WorkSummary = z.output<typeof workSummary>;

export const work = z.object({ lists: z.array(workSummary) });

export const workPage = z.object({ items: z.array(workItem), next: z.string().nullish() });
