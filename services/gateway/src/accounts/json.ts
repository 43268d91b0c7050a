import type { awardsV1 } from '@duixian/proto';
import { z } from 'zod';
import { count, exactNumber, exactOrNull, fen } from '../json/exact-number.ts';

/** An account as docs/facts.md §5 writes it. Beyond exact integers the totals are not given, and it says so. */
export const accountSchema = z.strictObject({
  entity: z.string(),
  year: z.int(),
  group: z.string().describe('The cap group (封顶组).'),
  capFen: fen.nullable().describe('The cap per entity and year; null where there is none. Fen.'),
  claimedFen: fen.nullable(),
  entitledFen: fen.nullable().describe('What is due: claimedFen, or the cap where that is less. Fen.'),
  undecided: count.describe('Claims that wait for a decision.'),
  beyondExact: z
    .literal(true)
    .optional()
    .describe('The total exceeds 9,007,199,254,740,991 fen; nothing is ordered for this account.'),
});

export const namedAccountSchema = accountSchema.extend({ entityName: z.string() });

export function accountJson(account: awardsV1.Account): z.output<typeof accountSchema> {
  const { entity, year, group, capFen, claimedFen, entitledFen, undecided, beyondExact } = account;
  return {
    entity,
    year,
    group,
    capFen: exactOrNull(capFen),
    claimedFen: beyondExact ? null : exactNumber(claimedFen),
    entitledFen: beyondExact ? null : exactNumber(entitledFen),
    undecided: exactNumber(undecided),
    ...(beyondExact && { beyondExact }),
  };
}

export function namedAccountJson(account: awardsV1.Account): z.output<typeof namedAccountSchema> {
  return { ...accountJson(account), entityName: account.entityName };
}
