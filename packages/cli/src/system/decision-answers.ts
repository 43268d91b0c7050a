import { z } from 'zod';

/** What the gateway answers about decisions by two persons, as far as the command reads it. */
const sum = z
  .int()
  .nullable()
  .transform((value) => (value === null ? null : BigInt(value)));
const data = z.record(z.string(), z.unknown());
const ofAccount = { entity: z.string(), year: z.int(), group: z.string() };
const sumsOfTwo = z.object({ count: z.int(), nowFen: sum, thenFen: sum });

export const proposedDecision = z.object({
  id: z.string(),
  waiting: z
    .object({ number: z.int(), by: z.string(), document: z.string(), reason: z.string(), data })
    .nullable(),
  proposals: z.int(),
  confirmed: z.int(),
  acts: z.array(z.object({ event: z.string(), by: z.string(), at: z.string(), because: z.string() })),
});
export type ProposedDecision = z.output<typeof proposedDecision>;

export const proposedPage = z.object({ decisions: z.array(proposedDecision), next: z.string().nullable() });

export const decisionPreview = z.object({
  digest: z.string(),
  id: z.string(),
  number: z.int(),
  data,
  allClaims: sumsOfTwo,
  accounts: z.array(
    z.object({ ...ofAccount, entityName: z.string(), nowEntitledFen: sum, thenEntitledFen: sum }),
  ),
  allAccounts: sumsOfTwo,
  replaces: z.array(z.string()),
  replacedBy: z.array(z.string()),
  leftToOthers: z.int(),
  orderedAtOnceFen: sum,
  orders: z.array(z.object({ ...ofAccount, orderedFen: sum, waitingFen: sum, reasons: z.array(z.string()) })),
  shortBudgets: z.array(z.object({ fiscalYear: z.int(), programme: z.string(), lacksFen: sum })),
});
export type DecisionPreview = z.output<typeof decisionPreview>;
