import { z } from 'zod';
import { fen } from './amounts.ts';
import { next, page, uscc } from './parameters.ts';
import { route } from './route.ts';

const CAUSE = 'entitlement, order, status, release, netting, run, recovery or resolution.';

const LEDGER_ACCOUNT = 'entitled, reserved, underWay, paid, nettedOut, received, writtenOff or open.';

/** One immutable, balanced journal entry of an entity. */
export const journalEntrySchema = z
  .strictObject({
    uscc: z.string().describe('The USCC of the ledger: another than the entity where a branch was paid.'),
    at: z.string(),
    cause: z.string().describe(CAUSE),
    id: z
      .string()
      .nullable()
      .describe('Of the order, run or recovery; of an entitlement, the version of its account.'),
    step: z.string().nullable().describe('What happened to it; null where the cause alone says it.'),
    by: z.string().nullable(),
    because: z.string().nullable().describe('The reason or the document.'),
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

export const listJournalEntries = route({
  method: 'GET',
  path: '/v1/journal-entries/:uscc',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'Every journal entry of an entity with its cause, in the order of its ledgers, by page',
  summaryZh: '某单位的每一笔资金变动及其缘由',
  description:
    'Per account, after every entry: entitled + received + writtenOff = reserved + underWay + paid + nettedOut + open.',
  params: z.strictObject({ uscc }),
  query: z.strictObject(page),
  answer: z.strictObject({ journalEntries: z.array(journalEntrySchema), next }),
  problems: ['unavailable'],
});
