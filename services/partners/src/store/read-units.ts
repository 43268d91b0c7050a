import {
  type DirectoryEntry,
  directoryOf,
  normalisedUnit,
  type UnitDirectory,
} from '@duixian/formats/unit-directory';
import type { Session } from '@duixian/runtime';
import type { Collections, UnitDocument } from './collections.ts';

/** What these codes and names mean to a source now. */
export async function readUnits(
  { units: directory }: Pick<Collections, 'units'>,
  source: string,
  units: readonly string[],
  session?: Session,
): Promise<UnitDirectory> {
  const keys = [...new Set(units.map(normalisedUnit))];
  const found = directory.find({ source, keys: { $in: keys } }, session ? { session } : {});
  return directoryOf((await found.toArray()).map(entryOf));
}

export function entryOf({ unit, party }: Pick<UnitDocument, 'unit' | 'party'>): DirectoryEntry {
  return { ...party, unit };
}
