import {
  accountSchema,
  answerReader,
  fen,
  journalEntrySchema,
  orderSchema,
  runLineSchema,
  runNoteSchema,
  runSchema,
} from '@duixian/api';
import { z } from 'zod';

/** Written into each manifest, so that a reader in ten years knows which rules apply. */
export const ARCHIVE_FORMAT = 'duixian-run-archive/1';
export const MANIFEST = 'manifest.json';

/** Every file in the archive of a payment run (批次), in the order of the archive; the manifest comes last. */
export const ARCHIVE_FILES = [
  'run.json',
  'lines.ndjson',
  'publication.html',
  'publication.xlsx',
  'orders.ndjson',
  'payees.ndjson',
  'explanations.ndjson',
  'movements.ndjson',
] as const;

export type ArchiveFileName = (typeof ARCHIVE_FILES)[number];

/**
 * The description of the archive in the manifest. Nothing signs it: its own digest has to be kept elsewhere, in the
 * auditor's records.
 */
export const manifestSchema = z.strictObject({
  format: z.literal(ARCHIVE_FORMAT),
  run: z.string(),
  exportedAt: z.string(),
  exportedBy: z.string(),
  software: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: z.int(),
      sha256: z.string(),
      records: z.int(),
    }),
  ),
});

export type Manifest = z.output<typeof manifestSchema>;

/** What is asked of the records, each in the shape of the API; each may say more. What a run sums up is always exact. */
export const runRecord = answerReader(
  runSchema
    .pick({ id: true, state: true, step: true, lines: true, linesOut: true, undecidedObjections: true })
    .extend({
      draftFen: fen,
      publishedFen: fen,
      approvedFen: fen,
      issuedFen: fen,
      notes: z.array(runNoteSchema.pick({ event: true, by: true })),
    }),
);

const objection = z.object({ by: z.string(), outcome: z.object({ by: z.string() }).nullable() });

export const lineRecord = answerReader(
  runLineSchema
    .pick({
      entity: true,
      amounts: true,
      published: true,
      approvedFen: true,
      issuedFen: true,
      out: true,
      order: true,
    })
    .extend({ draftFen: fen, objections: z.array(objection) }),
);

export const orderRecord = answerReader(
  orderSchema
    .pick({ id: true, run: true, payeeUscc: true, payeeAccountNo: true, lines: true })
    .extend({ amountFen: fen }),
);

export const payeeRecord = z.object({
  order: z.string(),
  accountNo: z.string(),
  proposedBy: z.string().nullable(),
  confirmedBy: z.string().nullable(),
});

export const explanationRecord = accountSchema.pick({ entity: true, year: true, group: true }).strip();

export const journalEntryRecord = answerReader(
  journalEntrySchema.pick({ cause: true, id: true, at: true, uscc: true, lines: true }),
);

export type RunRecord = z.output<typeof runRecord>;
export type LineRecord = z.output<typeof lineRecord>;
export type OrderRecord = z.output<typeof orderRecord>;
export type PayeeRecord = z.output<typeof payeeRecord>;
export type ExplanationRecord = z.output<typeof explanationRecord>;
export type JournalEntryRecord = z.output<typeof journalEntryRecord>;
