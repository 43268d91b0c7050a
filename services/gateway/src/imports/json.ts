import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { importsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export const WIRE_KIND = {
  facts: 'IMPORT_KIND_FACTS',
  'contract-register': 'IMPORT_KIND_CONTRACT_REGISTER',
  usage: 'IMPORT_KIND_USAGE',
  invoices: 'IMPORT_KIND_INVOICES',
} as const satisfies Record<(typeof api.IMPORT_KINDS)[number], importsV1.ImportKind>;

export function importJson(message: importsV1.Import | undefined): z.output<typeof api.importSchema> {
  const { id, source, kind, mapping, isDryRun, sha256, bytes, state, counts, line, person, ...rest } =
    defined(message, 'an import is answered');
  const { createdAt, startedAt, endedAt } = rest;
  const numbers = Object.entries(defined(counts, 'an import has counts')).map(([name, count]) => [
    name,
    Number(count),
  ]);
  return {
    ...{ id, source, kind: wireWord('IMPORT_KIND_', kind) as 'facts', mapping: mapping || null },
    ...{ dryRun: isDryRun, sha256: sha256 || null, bytes: Number(bytes) },
    state: wireWord('IMPORT_STATE_', state) as 'receiving',
    counts: Object.fromEntries(numbers),
    line: Number(line),
    linesPerSecond: rateOf(Number(counts?.read), startedAt, endedAt),
    ...{ faults: rest.faults.map(faultJson), warnings: rest.warnings.map(faultJson), by: person },
    ...{ createdAt, startedAt: startedAt || null, endedAt: endedAt || null },
  };
}

function rateOf(read: number, startedAt: string, endedAt: string): number | null {
  if (startedAt === '') return null;
  const seconds = (Date.parse(endedAt || new Date().toISOString()) - Date.parse(startedAt)) / 1_000;
  return seconds > 0 ? Math.round((read / seconds) * 10) / 10 : null;
}

function faultJson({ line, ...rest }: importsV1.FileFault) {
  return { line: Number(line) || null, ...rest };
}

export function lineJson({
  line,
  subject,
  outcome,
  faults,
}: importsV1.Line): z.output<typeof api.importLineSchema> {
  const word = wireWord('LINE_OUTCOME_', outcome) as 'recorded';
  return { line: Number(line), subject, outcome: word, faults };
}
