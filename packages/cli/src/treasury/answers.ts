import { z } from 'zod';

/** What the gateway answers about statements of the treasury. Amounts are JSON integers there and bigint fen here. */
const fen = z
  .int()
  .nullable()
  .transform((value) => (value === null ? null : BigInt(value)));

const side = z.object({ orders: z.int(), paidFen: fen, returnedFen: fen, rejectedFen: fen });

const statement = z.object({
  id: z.string(),
  day: z.string(),
  fileName: z.string(),
  round: z.int(),
  by: z.string(),
  at: z.string(),
  lines: z.int(),
  repeatedLines: z.int(),
  matched: z.int(),
  missingHere: z.int(),
  missingThere: z.int(),
  different: z.int(),
  here: side,
  there: side,
});

const item = z.object({
  orderId: z.string(),
  class: z.enum(['matched', 'missing-here', 'missing-there', 'different']),
  differences: z.array(z.object({ field: z.string(), here: z.string(), there: z.array(z.string()) })),
  lines: z.array(z.object({ amountFen: fen, payeeName: z.string(), state: z.string() })),
  repeatedLines: z.int(),
  amountFen: fen,
  payeeName: z.string().nullable(),
  state: z.string().nullable(),
  reportedAt: z.string().nullable(),
});

export const reconciled = z.object({ statement, isNew: z.boolean() });
export const statementsPage = z.object({ statements: z.array(statement), next: z.string().nullish() });
export const statementPage = z.object({ statement, items: z.array(item), next: z.string().nullish() });

export const imported = z.object({
  orders: z.array(z.object({ orderId: z.string(), refusal: z.string().nullable() })),
});

const suspension = z.object({
  ...{ by: z.string(), at: z.string(), because: z.string() },
  /** Absent: of a gateway that wants one statement alone. */
  days: z.array(z.string()).default([]),
  awaitsPolicy: z.boolean().default(false),
  awaitsSettings: z.boolean().default(false),
});
export const ordering = z.object({
  suspended: suspension.nullable(),
  past: z.array(
    suspension.extend({
      resumption: z.looseObject({ by: z.string(), at: z.string(), statement: z.string() }),
    }),
  ),
});

export type Ordering = z.output<typeof ordering>;
export type Statement = z.output<typeof statement>;
export type StatementItem = z.output<typeof item>;
