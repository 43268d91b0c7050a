import {
  IMPORT_LIMITS,
  type Mapping,
  type RegisterReading,
  type RowOutcome,
  readRegister,
} from '@duixian/formats/register';
import { openTable, TableRefused } from '@duixian/formats/tables';
import type { UnitDirectory } from '@duixian/formats/unit-directory';
import { EXIT_CODES } from '@duixian/local/folder';
import { shanghaiTime } from '@duixian/values';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { dryRunInWords, type UnitOfLines } from './mapping-in-words.ts';

/** Reads the file and prints what would become of it. Returns the exit code. */
export async function printDryRun(
  mapping: Mapping,
  file: string,
  bytes: Uint8Array,
  unitOf: UnitDirectory,
  isJson: boolean,
): Promise<number> {
  const units = new Map<string, UnitOfLines>();
  const now = new Date();
  const options = {
    source: mapping.source ?? `urn:duixian:mapping:${mapping.id}`,
    time: `${shanghaiTime(now.toISOString()).replace(' ', 'T')}+08:00`,
    unitOf,
    revisionOf: () => now.getTime(),
  };
  const reading = await readFile(mapping, bytes, options, (outcome) => note(units, outcome));
  const { counts, recognised, faults, warnings, isStopped } = reading;
  const waiting = [...units.values()];
  const { id, version } = mapping;
  const found = { mapping: id, version, file, recognised, counts, waiting, faults, warnings };
  if (isJson) console.log(jsonText(found));
  else print(...dryRunInWords(mapping, reading, waiting));
  return isStopped || counts.refused > 0 ? EXIT_CODES.attention : EXIT_CODES.done;
}

async function readFile(
  mapping: Mapping,
  bytes: Uint8Array,
  options: Parameters<typeof readRegister>[2],
  take: (outcome: RowOutcome) => void,
): Promise<RegisterReading> {
  try {
    const table = await openTable(bytes, IMPORT_LIMITS);
    try {
      return await readRegister(table, mapping, options, take);
    } finally {
      await table.close();
    }
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    const { line, code, message } = error;
    return {
      recognised: undefined,
      isStopped: true,
      counts: { rows: 0, facts: 0, waiting: 0, refused: 0, warnings: 0, ignored: 0 },
      faults: [{ line, place: '', code, message }],
      warnings: [],
    };
  }
}

function note(units: Map<string, UnitOfLines>, outcome: RowOutcome): void {
  if (outcome.outcome !== 'waiting') return;
  for (const { unit } of outcome.units) {
    const key = JSON.stringify([unit.name, unit.division, unit.code]);
    const known = units.get(key) ?? { ...unit, lines: [] };
    known.lines.push(outcome.line);
    units.set(key, known);
  }
}
