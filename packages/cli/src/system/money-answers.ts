import { z } from 'zod';

/** What the gateway answers about money on its way. Amounts are JSON integers there and bigint fen here. */
const fen = z.int().transform((value) => BigInt(value));
const optionalFen = fen.nullable();
/** Null: beyond what JSON keeps exact. */
const sumFen = optionalFen;
const accountAmount = z.object({ year: z.int(), group: z.string(), fen });

/** What of a paid order the bank sent back at one time; `release` null: it waits for an officer. */
const returnedPart = z.looseObject({
  reference: z.string().nullable(),
  fen,
  release: z.unknown().nullable(),
});

export const order = z.looseObject({
  id: z.string(),
  entity: z.string(),
  payeeUscc: z.string(),
  payeeName: z.string(),
  amountFen: sumFen,
  lines: z.array(accountAmount),
  state: z.string(),
  issuedAt: z.string(),
  run: z.string().nullable(),
  replaces: z.string().nullable(),
  treasuryReason: z.string().nullable(),
  contradiction: z.string().nullable(),
  /** Absent: from a gateway of before parts could come back. */
  returns: z.array(returnedPart).default([]),
});

/** An order that was released, and what was ordered in its place at once. */
export const releasedOrder = order.extend({ replacedBy: order.nullish() });

export const ordersWithLinesPage = z.object({ orders: z.array(order), next: z.string().nullish() });

export const run = z.looseObject({
  id: z.string(),
  title: z.string(),
  programme: z.string(),
  fiscalYear: z.int(),
  state: z.string(),
  step: z.string().nullable(),
  publicity: z.object({ from: z.string(), until: z.string(), workingDays: z.int() }).nullable(),
  lines: z.int(),
  linesOut: z.int(),
  undecidedObjections: z.int(),
  draftFen: sumFen,
  publishedFen: sumFen,
  approvedFen: sumFen,
  issuedFen: sumFen,
  notes: z.array(
    z.object({
      event: z.string(),
      entity: z.string().nullable(),
      by: z.string(),
      at: z.string(),
      document: z.string(),
    }),
  ),
});

export const runsPage = z.object({ runs: z.array(run), next: z.string().nullish() });

export const runLine = z.looseObject({
  entity: z.string(),
  name: z.string(),
  amounts: z.array(accountAmount),
  published: z.array(accountAmount),
  draftFen: sumFen,
  approvedFen: optionalFen,
  issuedFen: optionalFen,
  out: z.string().nullable(),
  objections: z.array(
    z.object({
      reason: z.string(),
      by: z.string(),
      outcome: z.object({ upheld: z.boolean() }).nullable(),
    }),
  ),
  order: z.string().nullable(),
});

export const runLinesPage = z.object({ lines: z.array(runLine), next: z.string().nullish() });

export const budget = z.looseObject({
  fiscalYear: z.int(),
  programme: z.string(),
  name: z.string(),
  isKept: z.boolean(),
  appropriatedFen: sumFen,
  committedFen: sumFen,
  orderedFen: sumFen,
  availableFen: sumFen,
  paidFen: sumFen,
  returnedFen: sumFen,
});

export const budgets = z.object({ budgets: z.array(budget) });

export const recovery = z.looseObject({
  id: z.string(),
  entity: z.string(),
  name: z.string(),
  state: z.string(),
  reason: z.string(),
  dueOn: z.string(),
  lines: z.array(z.object({ year: z.int(), group: z.string(), demandedFen: sumFen })),
  demandedFen: sumFen,
  receivedFen: sumFen,
  writtenOffFen: sumFen,
  outstandingFen: sumFen,
});

/** A transfer by which money came back, and what of it settles which demand. */
export const transfer = z.looseObject({
  id: z.string(),
  amountFen: fen,
  parts: z.array(z.object({ recovery: z.string(), fen })),
  partsFen: fen,
  by: z.string(),
  at: z.string(),
});

export const recoveriesPage = z.object({ recoveries: z.array(recovery), next: z.string().nullish() });

/** What of the money of an account is open, negative where it must be given back, and why it is not ordered. */
export const openPage = z.object({
  payables: z.array(
    z.object({
      entity: z.string(),
      uscc: z.string(),
      year: z.int(),
      group: z.string(),
      openFen: sumFen,
      paidFen: sumFen,
      holds: z.array(z.string()),
    }),
  ),
  next: z.string().nullish(),
});

export const journalEntriesPage = z.object({
  journalEntries: z.array(
    z.object({
      uscc: z.string(),
      at: z.string(),
      cause: z.string(),
      id: z.string().nullable(),
      step: z.string().nullable(),
      by: z.string().nullable(),
      because: z.string().nullable(),
      lines: z.array(z.object({ year: z.int(), group: z.string(), book: z.string(), fen })),
    }),
  ),
  next: z.string().nullish(),
});

/** No figure where one of the two is none. */
export function exactSum(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? null : a + b;
}

export type PaymentOrder = z.output<typeof order>;
export type Run = z.output<typeof run>;
export type RunLine = z.output<typeof runLine>;
export type Budget = z.output<typeof budget>;
export type Recovery = z.output<typeof recovery>;
export type Transfer = z.output<typeof transfer>;
export type JournalEntry = z.output<typeof journalEntriesPage>['journalEntries'][number];
