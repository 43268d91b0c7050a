import type { Fault, Party } from '@duixian/facts';
import { directoryOf, type NamedUnit, type UnitDirectory } from '@duixian/formats/unit-directory';
import type { importsV1, waitingV1 } from '@duixian/proto';
import { canonicalJson, defined, LIMITS } from '@duixian/values';
import type { Keyring } from '../access/keyring.ts';
import { type ContentRecord, recordByContent } from '../events/record-by-content.ts';
import { type Intake, recordItems } from '../events/record-items.ts';
import type { Services } from '../services.ts';
import { partyFrom } from '../units/json.ts';
import type { ImportLine } from './import-lines.ts';

export type Recording = {
  readonly source: string;
  readonly id: string;
  readonly isDryRun: boolean;
  /** The type that the rows of a table become. */
  readonly makes: string;
  readonly arrivedAt: Date;
  readonly keyring: Keyring;
  /** Registers, or what they would say. */
  readonly intake: Intake;
  readonly isAnySource: boolean;
};

type Row = Extract<ImportLine, { row: unknown }>['row'];
type LineResult = { readonly outcome: Outcome; readonly faults: readonly Fault[] };
type Outcome = keyof typeof WIRE;
type Completed = { readonly line: number; readonly row: Row; readonly data: object | undefined };

const WIRE = {
  recorded: 'LINE_OUTCOME_RECORDED',
  duplicate: 'LINE_OUTCOME_DUPLICATE',
  stale: 'LINE_OUTCOME_STALE',
  waiting: 'LINE_OUTCOME_WAITING',
  'already-final': 'LINE_OUTCOME_ALREADY_FINAL',
  refused: 'LINE_OUTCOME_REFUSED',
} as const satisfies Record<string, importsV1.LineOutcome>;

/** What becomes of these lines, in their order. Done again it is harmless: what is recorded is a duplicate. */
export async function recordLines(
  lines: readonly ImportLine[],
  recording: Recording,
  services: Services,
): Promise<importsV1.Line[]> {
  const resultByLine = new Map<number, LineResult>();
  for (const line of lines) if ('faults' in line) resultByLine.set(line.line, refused(line.faults));
  await recordFacts(lines, recording, resultByLine);
  const rows = lines.flatMap((line) => ('row' in line ? [{ line: line.line, row: line.row }] : []));
  const completed = await completedRows(rows, recording.source, services);
  await recordRows(completed, recording, services, resultByLine);
  await keepRows(completed, recording, services, resultByLine);
  return lines.map(({ line, subject }) => {
    const { outcome, faults } = defined(resultByLine.get(line), 'every line is answered');
    const few = faults.slice(0, LIMITS.importLineFaults.most);
    return { line: BigInt(line), subject, outcome: WIRE[outcome], faults: few };
  });
}

function refused(faults: readonly Fault[]): LineResult {
  return { outcome: 'refused', faults };
}

async function recordFacts(
  lines: readonly ImportLine[],
  { source, intake, keyring, isAnySource }: Recording,
  resultByLine: Map<number, LineResult>,
): Promise<void> {
  const own = lines.flatMap((line) => {
    if (!('item' in line)) return [];
    const of = line.item.head.source;
    // One whose source cannot be read is refused by its register.
    if (typeof of !== 'string' || of === source) return [line];
    resultByLine.set(line.line, refused([otherSource(of, source)]));
    return [];
  });
  const items = own.map(({ item }) => item);
  const results = await recordItems(items, intake, '', (sources) => ({
    sourceVersions: keyring.versionsOf(sources),
    isAnySource,
  }));
  results.forEach(({ outcome, faults }, index) => {
    resultByLine.set(own[index]?.line ?? 0, { outcome, faults: faults as Fault[] });
  });
}

function otherSource(of: string, source: string): Fault {
  const message = `source is ${JSON.stringify(of.slice(0, 200))}, and this is an import of ${source}`;
  return { field: 'source', reason: 'other-source', message };
}

/** The rows with the parties that are known; without data where one is not. */
async function completedRows(
  rows: readonly { readonly line: number; readonly row: Row }[],
  source: string,
  { units }: Services,
): Promise<Completed[]> {
  const named = rows.flatMap(({ row }) => (row.outcome === 'waiting' ? row.units : []));
  const directory = await directoryFor(
    named.map(({ unit }) => unit),
    source,
    units,
  );
  return rows.map(({ line, row }) => {
    if (row.outcome === 'fact') {
      const { revision: _, ...data } = row.event['data'] as Record<string, unknown>;
      return { line, row, data };
    }
    const parties = row.units.map(({ field, unit }): [string, Party | undefined] => [field, directory(unit)]);
    const isKnown = parties.every(([, party]) => party !== undefined);
    return { line, row, data: isKnown ? { ...row.data, ...Object.fromEntries(parties) } : undefined };
  });
}

async function directoryFor(
  named: readonly NamedUnit[],
  source: string,
  units: Services['units'],
): Promise<UnitDirectory> {
  const texts = [...new Set(named.flatMap(({ name, code }) => (code === undefined ? [name] : [name, code])))];
  const { most } = LIMITS.unitsLookedUp;
  const entries = [];
  for (let at = 0; at < texts.length; at += most) {
    const found = await units.findUnits({ source, units: texts.slice(at, at + most) });
    entries.push(...found.units.map(({ unit, party }) => ({ ...partyFrom(party), unit })));
  }
  return directoryOf(entries);
}

async function recordRows(
  completed: readonly Completed[],
  { source, makes, arrivedAt, keyring, intake, isAnySource }: Recording,
  services: Services,
  resultByLine: Map<number, LineResult>,
): Promise<void> {
  const whole = completed.filter(({ data }) => data !== undefined);
  const records = whole.map(({ row: { subject }, data }): ContentRecord => {
    return { source, type: makes, subject, data: { ...data }, arrivedAt, hasWaited: false };
  });
  if (records.length === 0) return;
  const by = { keyring, traceparent: '', intake, isAnySource };
  const results = await recordByContent(records, by, services);
  whole.forEach(({ line }, index) => {
    resultByLine.set(line, defined(results[index], 'every record is answered'));
  });
}

/** What lacks a unit waits for two persons to name it; in a dry run it would. */
async function keepRows(
  completed: readonly Completed[],
  { source, id, makes, arrivedAt, isDryRun }: Recording,
  { waiting }: Services,
  resultByLine: Map<number, LineResult>,
): Promise<void> {
  const lacking = completed.flatMap(({ line, row, data }) =>
    data === undefined && row.outcome === 'waiting' ? [{ line, row }] : [],
  );
  if (lacking.length === 0) return;
  const rows = lacking.map(({ row: { subject, data, units } }) => ({
    ...{ type: makes, subject, dataJson: canonicalJson(data as never) },
    isFinal: data['status'] === 'final',
    waitsFor: units.map(({ field, unit: { name, division = '', code } }) => {
      return code === undefined ? { field, unit: name, division } : { field, unit: code, division: '' };
    }),
  }));
  const came = { source, way: `import:${id}`, arrivedAt: arrivedAt.toISOString() };
  const outcomes: readonly waitingV1.KeptOutcome[] = isDryRun
    ? rows.map(() => 'KEPT_OUTCOME_WAITING')
    : (await waiting.keepRows({ ...came, rows })).outcomes;
  lacking.forEach(({ line, row: { units } }, index) => {
    resultByLine.set(
      line,
      keptAs(
        defined(outcomes[index], 'every row is answered'),
        units.map(({ unit }) => unit),
      ),
    );
  });
}

function keptAs(outcome: waitingV1.KeptOutcome, units: readonly NamedUnit[]): LineResult {
  const names = units.map(({ name, code }) => code ?? name).join(', ');
  const about = (message: string): Fault[] => [
    { field: '', reason: 'bad-field', message: `${names}: ${message}` },
  ];
  if (outcome === 'KEPT_OUTCOME_ALREADY_FINAL')
    return {
      outcome: 'already-final',
      faults: about('a final record of it waits; an officer can send it back'),
    };
  if (outcome === 'KEPT_OUTCOME_OVER_LIMIT')
    return refused(
      about(
        `this unit is not known yet, and as much as is kept of a source waits already (${LIMITS.rowsWaiting.most} records)`,
      ),
    );
  return {
    outcome: 'waiting',
    faults: about('this unit is not known yet; officers name it, nothing else is to do'),
  };
}
