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

const fen = z.int().transform((value) => BigInt(value));
const amounts = z.array(z.object({ year: z.int(), group: z.string(), fen }));

/** The required fields of the records; each may have more. */
export const runRecord = z.object({
  id: z.string(),
  state: z.string(),
  step: z.string().nullable(),
  lines: z.int(),
  linesOut: z.int(),
  undecidedObjections: z.int(),
  draftFen: fen,
  publishedFen: fen,
  approvedFen: fen,
  issuedFen: fen,
  notes: z.array(z.object({ event: z.string(), by: z.string() })),
});

export const lineRecord = z.object({
  entity: z.string(),
  amounts,
  published: amounts,
  draftFen: fen,
  approvedFen: fen.nullable(),
  issuedFen: fen.nullable(),
  out: z.string().nullable(),
  objections: z.array(z.object({ by: z.string(), outcome: z.object({ by: z.string() }).nullable() })),
  order: z.string().nullable(),
});

export const orderRecord = z.object({
  id: z.string(),
  run: z.string().nullable(),
  payeeUscc: z.string(),
  payeeAccountNo: z.string(),
  amountFen: fen,
  lines: amounts,
});

export const payeeRecord = z.object({
  order: z.string(),
  accountNo: z.string(),
  proposedBy: z.string().nullable(),
  confirmedBy: z.string().nullable(),
});

export const explanationRecord = z.object({ entity: z.string(), year: z.int(), group: z.string() });

export const journalEntryRecord = z.object({
  cause: z.string(),
  id: z.string().nullable(),
  at: z.string(),
  uscc: z.string(),
  lines: z.array(z.object({ year: z.int(), group: z.string(), book: z.string(), fen })),
});

export type RunRecord = z.output<typeof runRecord>;
export type LineRecord = z.output<typeof lineRecord>;
export type OrderRecord = z.output<typeof orderRecord>;
export type PayeeRecord = z.output<typeof payeeRecord>;
export type ExplanationRecord = z.output<typeof explanationRecord>;
export type JournalEntryRecord = z.output<typeof journalEntryRecord>;
