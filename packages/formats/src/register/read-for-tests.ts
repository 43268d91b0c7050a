import { parseMapping } from '../mapping/load-mapping.ts';
import { openTable } from '../tables/open-table.ts';
import { type DirectoryEntry, directoryOf } from '../unit-directory.ts';
import { IMPORT_LIMITS } from './import-limits.ts';
import { type RegisterReading, readRegister } from './read-register.ts';
import type { RowOutcome } from './read-row.ts';

export const TIME = '2026-12-01T10:00:00+08:00';

/** Reads a file by the text of a mapping; every fact has revision 7. */
export async function readForTests(
  bytes: Uint8Array,
  mapping: string,
  entries: readonly DirectoryEntry[] = [],
): Promise<RegisterReading & { readonly outcomes: readonly RowOutcome[] }> {
  const outcomes: RowOutcome[] = [];
  const table = await openTable(bytes, IMPORT_LIMITS);
  try {
    const options = {
      source: 'urn:duixian:test',
      time: TIME,
      unitOf: directoryOf(entries),
      revisionOf: () => 7,
    };
    const reading = await readRegister(table, parseMapping(mapping), options, (outcome) => {
      outcomes.push(outcome);
    });
    return { ...reading, outcomes };
  } finally {
    await table.close();
  }
}
