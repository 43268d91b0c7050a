import type { disbursementV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, fen } from '../json/exact-number.ts';

const CAUSE = 'entitlement, order, status, release, netting, run, recovery or resolution.';
const LEDGER_ACCOUNT = 'entitled, reserved, underWay, paid, nettedOut, received, writtenOff or open.';

/** One immutable, balanced entry in the books of an entity. */
export const journalEntrySchema = z
  .strictObject({
    uscc: z.string().describe('Under which it stands: another than the entity where a branch was paid.'),
    at: z.string(),
    cause: z.string().describe(CAUSE),
    id: z
      .string()
      .nullable()
      .describe('Of the order, run or recovery; of an entitlement, the version of its account.'),
    step: z.string().nullable().describe('What happened to it; null where the cause says all.'),
    by: z.string().nullable(),
    because: z.string().nullable().describe('The reason or the paper.'),
    lines: z.array(
      z.strictObject({
        year: z.int(),
        group: z.string(),
        book: z.string().describe(LEDGER_ACCOUNT),
        fen: fen.describe('Signed. Fen.'),
      }),
    ),
  })
  .meta({ id: 'Movement' });

export function journalEntryJson(journalEntry: disbursementV1.Movement): z.output<typeof journalEntrySchema> {
  const { uscc, at, cause, id, step, by, because, lines } = journalEntry;
  return {
    uscc,
    at,
    cause,
    id: id || null,
    step: step || null,
    by: by || null,
    because: because || null,
    lines: lines.map((line) => ({ ...line, fen: exactNumber(line.fen) })),
  };
}
