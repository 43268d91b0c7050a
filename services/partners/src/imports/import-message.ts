import type { importsV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import type { ImportAct } from './change-import.ts';
import type { ImportDocument, ImportFault, ImportLine } from './import-documents.ts';
import type { Progress } from './import-work.ts';

const WIRE_KIND = {
  facts: 'IMPORT_KIND_FACTS',
  'contract-register': 'IMPORT_KIND_CONTRACT_REGISTER',
  usage: 'IMPORT_KIND_USAGE',
  invoices: 'IMPORT_KIND_INVOICES',
} as const satisfies Record<ImportDocument['kind'], importsV1.ImportKind>;

const WIRE_STATE = {
  receiving: 'IMPORT_STATE_RECEIVING',
  running: 'IMPORT_STATE_RUNNING',
  finished: 'IMPORT_STATE_FINISHED',
  stopped: 'IMPORT_STATE_STOPPED',
  cancelled: 'IMPORT_STATE_CANCELLED',
} as const satisfies Record<ImportDocument['state'], importsV1.ImportState>;

const WIRE_OUTCOME = {
  recorded: 'LINE_OUTCOME_RECORDED',
  duplicate: 'LINE_OUTCOME_DUPLICATE',
  stale: 'LINE_OUTCOME_STALE',
  waiting: 'LINE_OUTCOME_WAITING',
  'already-final': 'LINE_OUTCOME_ALREADY_FINAL',
  refused: 'LINE_OUTCOME_REFUSED',
} as const satisfies Record<ImportLine['outcome'], importsV1.LineOutcome>;

function nameIn<Name extends string>(wire: Readonly<Record<Name, string>>, value: string): Name | undefined {
  return (Object.keys(wire) as Name[]).find((name) => wire[name] === value);
}

export function importMessage(document: ImportDocument): importsV1.Import {
  const { source, id, kind, mapping, isDryRun, sha256, person, createdAt, startedAt, endedAt } = document;
  const { 'already-final': final, ...counts } = document.counts;
  const inBigint = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, BigInt(count)]));
  return {
    ...{ source, id, kind: WIRE_KIND[kind], mapping, isDryRun, sha256, person },
    ...{ bytes: BigInt(document.bytes), state: WIRE_STATE[document.state], line: BigInt(document.line) },
    counts: { ...inBigint, alreadyFinal: BigInt(final) } as importsV1.ImportCounts,
    faults: document.faults.map(faultMessage),
    warnings: document.warnings.map(faultMessage),
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? '',
    endedAt: endedAt?.toISOString() ?? '',
  };
}

function faultMessage({ line, ...rest }: ImportFault): importsV1.FileFault {
  return { line: BigInt(line), ...rest };
}

export function lineMessage({ line, subject, outcome, faults }: ImportLine): importsV1.Line {
  return { line: BigInt(line), subject, outcome: WIRE_OUTCOME[outcome], faults: [...faults] };
}

export function actFrom(act: importsV1.ChangeImportRequest['act']): ImportAct {
  if (act?.$case === 'start') return 'start';
  if (act?.$case === 'cancel') return 'cancel';
  if (act?.$case !== 'begin') throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'act: begin, start or cancel');
  const { mapping, isDryRun, sha256 } = act.value;
  const kind = nameIn(WIRE_KIND, act.value.kind);
  if (kind === undefined) throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'kind: what it is an import of');
  return { begin: { kind, mapping, isDryRun, sha256 } };
}

export function progressFrom(request: importsV1.SaveProgressRequest): Progress {
  const { source, id, lease, lines, ending, givesBack } = request;
  return {
    ...{ source, id, lease, givesBack, lines: lines.map(lineFrom) },
    ending: ending && {
      isFinished: ending.isFinished,
      faults: ending.faults.map(faultFrom),
      warnings: ending.warnings.map(faultFrom),
    },
  };
}

function faultFrom({ line, place, code, message }: importsV1.FileFault): ImportFault {
  return { line: Number(line), place, code, message };
}

function lineFrom({ line, subject, outcome, faults }: importsV1.Line): ImportLine {
  const name = nameIn(WIRE_OUTCOME, outcome);
  if (name === undefined) throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'outcome: what became of the line');
  return { line: Number(line), subject, outcome: name, faults };
}
