import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { givenId, name, next, page, requestBody } from './parameters.ts';
import { fault } from './problem.ts';
import { route } from './route.ts';
import { XLSX } from './run-documents.ts';

export const IMPORT_KINDS = ['facts', 'contract-register', 'usage', 'invoices'] as const;

const fileFault = z.strictObject({
  line: z.int().nullable().describe('From 1; null where the whole file is meant.'),
  place: z.string().describe('The heading, or the field.'),
  code: z.string(),
  message: z.string(),
});

export const importSchema = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    kind: z.enum(IMPORT_KINDS),
    mapping: z.string().nullable(),
    dryRun: z.boolean().describe('Nothing is recorded: it says what would be.'),
    sha256: z.string().nullable().describe('Of the whole content, as it was announced.'),
    bytes: z.int().describe('How much of its content has arrived.'),
    state: z
      .enum(['receiving', 'running', 'finished', 'stopped', 'cancelled'])
      .describe('Stopped: nothing further is read, see faults; what was recorded stays.'),
    counts: z.strictObject({
      read: z.int(),
      recorded: z.int(),
      duplicate: z.int(),
      stale: z.int(),
      waiting: z.int().describe('Lines whose unit nobody has named yet.'),
      alreadyFinal: z.int(),
      refused: z.int(),
    }),
    line: z.int().describe('The last line of which the outcome is known.'),
    linesPerSecond: z.number().nullable().describe('Since its start; null before.'),
    faults: z.array(fileFault),
    warnings: z.array(fileFault),
    by: z.string(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Import' });

const LINE_OUTCOMES = ['recorded', 'duplicate', 'stale', 'waiting', 'already-final', 'refused'] as const;
export type ImportLineOutcome = (typeof LINE_OUTCOMES)[number];

export const importLineSchema = z
  .strictObject({
    line: z.int(),
    subject: z.string().describe('Empty where the line could not be read.'),
    outcome: z.enum(LINE_OUTCOMES),
    faults: z.array(fault),
  })
  .meta({ id: 'ImportLine' });

const source = name.describe('May be left out with a key of one source.').optional();
const ofImport = z.strictObject({ id: name });
const query = z.strictObject({ source });
const SHA_256 = 'the SHA-256 of the file, 64 hex digits in small letters';
const OFFSET = 'how much of the content was sent before, in bytes';

const acts = {
  method: 'POST',
  access: ['source'],
  tag: 'Facts',
  query,
  answer: importSchema,
} as const;

export const createImport = route({
  ...acts,
  path: '/v1/imports',
  summary: 'Begin to import a file: facts by lines, or a table by a mapping',
  summaryZh: '新建导入（事实文件，或按映射导入的表格）',
  description:
    'Then send its content with PATCH, and start it. A dry run records nothing, and says for each line what would become of it. ' +
    `Of one source at most ${LIMITS.importsAtOnce.most} are under way at once. The same again has no effect.`,
  body: requestBody({
    id: givenId.describe('An id that the caller chooses.'),
    kind: z.enum(IMPORT_KINDS, { error: `one of ${IMPORT_KINDS.join(', ')}` }),
    mapping: name.describe('Of a table: a mapping in force, such as henan-contract-register@1.').optional(),
    dryRun: z.boolean({ error: 'true or false' }).optional(),
    sha256: z
      .string({ error: SHA_256 })
      .regex(/^[0-9a-f]{64}$/, { error: SHA_256 })
      .describe('Checked before anything is recorded.')
      .optional(),
  }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});

const bytes = z.string().meta({ format: 'binary' });

export const appendToImport = route({
  method: 'PATCH',
  path: '/v1/imports/:id',
  access: ['source'],
  tag: 'Facts',
  summary: 'Send the next part of the content of an import',
  summaryZh: '续传导入内容',
  description:
    `At most ${LIMITS.importPartBytes.most} bytes at once. The header Upload-Offset says ${OFFSET}; HEAD of the same address answers ` +
    'it in the same header. At another offset nothing is taken, and the answer says the right one.',
  params: ofImport,
  query,
  headers: z.looseObject({
    'upload-offset': z
      .string({ error: OFFSET })
      .regex(/^\d{1,15}$/, { error: OFFSET })
      .describe(OFFSET),
  }),
  rawBody: {
    limitBytes: LIMITS.importPartBytes.most,
    content: { 'application/offset+octet-stream': bytes, 'application/octet-stream': bytes },
  },
  answer: z.strictObject({ bytes: z.int().describe('How much has arrived now.') }),
  problems: ['not-found', 'conflict', 'too-large', 'media-type', 'unavailable'],
});

export const startImport = route({
  ...acts,
  path: '/v1/imports/:id/start',
  summary: 'Start an import whose content has arrived',
  summaryZh: '开始导入',
  params: ofImport,
  problems: ['not-json', 'not-found', 'conflict', 'content-mismatch', 'unavailable'],
});

export const cancelImport = route({
  ...acts,
  path: '/v1/imports/:id/cancel',
  summary: 'Cancel an import; what it recorded stays',
  summaryZh: '取消导入（已登记的保留）',
  params: ofImport,
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});

const reads = { method: 'GET', access: ['read', 'source'], tag: 'Facts' } as const;

export const listImports = route({
  ...reads,
  path: '/v1/imports',
  summary: 'Imports, the latest first, by page',
  summaryZh: '导入一览',
  query: z.strictObject({ ...page, source }),
  answer: z.strictObject({ imports: z.array(importSchema), next }),
  problems: ['unavailable'],
});

export const getImport = route({
  ...reads,
  path: '/v1/imports/:id',
  summary: 'An import: how far it is, and what became of its lines, counted',
  summaryZh: '某次导入的进度',
  description: 'The header Upload-Offset says how much of its content has arrived, also to HEAD.',
  params: ofImport,
  query,
  answer: importSchema,
  problems: ['not-found', 'unavailable'],
});

export const getImportReceipt = route({
  ...reads,
  path: '/v1/imports/:id/receipt',
  summary: 'The rows of a table that was imported, each with what became of it, as a workbook',
  summaryZh: '导入回执（原表加结果、问题、应改为）',
  description:
    'As long as the content of the import is kept. Facts have none: their outcomes say the same. 409: its content is not ' +
    'kept any more, it has not ended, or its headings were not found.',
  params: ofImport,
  query,
  answer: z.string(),
  files: [XLSX],
  problems: ['not-found', 'conflict', 'unavailable'],
});

export const listImportOutcomes = route({
  ...reads,
  path: '/v1/imports/:id/outcomes',
  summary: 'What became of each line of an import',
  summaryZh: '导入逐行结果',
  params: ofImport,
  query,
  answer: importLineSchema,
  streams: 'application/x-ndjson',
  problems: ['not-found', 'busy', 'unavailable'],
});
