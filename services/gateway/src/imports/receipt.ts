import { Readable } from 'node:stream';
import * as api from '@duixian/api';
import { type ReceiptAnswer, type ReceiptRow, writeImportReceipt } from '@duixian/documents/import-receipt';
import { IMPORT_LIMITS, parseMapping, type TableRows, tableRows } from '@duixian/formats/register';
import { openTable } from '@duixian/formats/tables';
import type { importsV1 } from '@duixian/proto';
import { defined, LIMITS } from '@duixian/values';
import { sourceToRead } from '../access/source-to-read.ts';
import { AtOnce } from '../http/at-once.ts';
import { Download, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { lineJson } from './json.ts';
import { linesOf, type Which } from './outcomes.ts';
import { contentOf, wholeOf } from './read-content.ts';

const RECEIPTS = new AtOnce(LIMITS.importReceiptsAtOnce.most, 'receipts of imports are written here');

const OUTCOME_ZH: Readonly<Record<api.ImportLineOutcome, string>> = {
  recorded: '已登记',
  duplicate: '重复，无影响',
  stale: '已有较新的登记',
  waiting: '待补录单位',
  'already-final': '已为终稿',
  refused: '拒收',
};

/** Held whole until it is sent, so that who takes it slowly keeps nobody else waiting. */
export const getImportReceipt = endpoint(api.getImportReceipt, async ({ key, params, query }, services) => {
  const which = { source: sourceToRead(key, query.source), id: params.id };
  const one = defined((await services.imports.getImport(which)).import, 'an import is answered');
  if (one.mapping === '') throw refuse('An import of facts has no receipt: its outcomes say the same.');
  if (one.endedAt === '') throw refuse(`${one.id} has not ended yet.`);
  const receipt = await RECEIPTS.run('', () => receiptOf(one, services));
  return new Download(api.XLSX, `${one.id}.receipt.xlsx`, Readable.from([receipt], { objectMode: false }));
});

async function receiptOf(one: importsV1.Import, services: Services): Promise<Buffer> {
  const content = await wholeOf(contentOf(services.imports, one));
  if (content.length === 0) throw refuse(`The content of ${one.id} is not kept any more.`);
  const { text } = await services.mappings.getMapping({ id: one.mapping });
  const table = await openTable(content, IMPORT_LIMITS);
  try {
    const found = await tableRows(table, parseMapping(text));
    if (!found) throw refuse(`The headings of ${one.id} were not found; see its faults.`);
    const pieces: Uint8Array[] = [];
    const rows = answered(found, one, services.imports);
    for await (const piece of writeImportReceipt(found.headings, rows)) pieces.push(piece);
    return Buffer.concat(pieces);
  } finally {
    await table.close();
  }
}

/** The rows beside what became of them; both are in the order of their lines. */
async function* answered(
  { rows }: TableRows,
  { isDryRun, ...which }: Which & { readonly isDryRun: boolean },
  imports: Services['imports'],
): AsyncGenerator<ReceiptRow> {
  const lines = linesOf(imports, which);
  let next = await lines.next();
  for await (const { line, cells } of rows) {
    while (!next.done && Number(next.value.line) < line) next = await lines.next();
    const isOf = !next.done && Number(next.value.line) === line;
    const texts = cells.map(({ text }) => text);
    yield { line, cells: texts, answer: isOf ? answerOf(lineJson(next.value), isDryRun) : undefined };
  }
}

function answerOf({ outcome, faults }: ReturnType<typeof lineJson>, isDryRun: boolean): ReceiptAnswer {
  const isFine = outcome === 'recorded' && isDryRun;
  return {
    outcome: isFine ? '将登记（试导入）' : OUTCOME_ZH[outcome],
    problems: faults.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)),
    remedies: outcome === 'refused' ? [...new Set(faults.map(remedyOf))] : [],
  };
}

function remedyOf({ reason }: { readonly reason: string }): string {
  const words = (api.REFUSALS as Readonly<Record<string, { readonly remedyZh: string }>>)[reason];
  return words?.remedyZh ?? '';
}

function refuse(detail: string): Problem {
  return new Problem('conflict', detail);
}
