import type { Party } from '@duixian/facts';

/** The units (单位) that officers have named for a source: by USCC, by the source's code, or by `normalisedUnit` of a name. */
export type UnitDirectory = (unit: string) => readonly Party[];

/** A name as it is looked up: exactly, after full-width signs, spaces and kinds of brackets are made alike. */
export function normalisedUnit(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[〔﹝【[]/g, '(')
    .replaceAll(/[〕﹞】\]]/g, ')')
    .replaceAll(/\s/gu, '');
}

/** Undefined where it is unknown, or may be one of several: then an officer completes it, and nothing is guessed. */
export function unitOf(directory: UnitDirectory, name: string): Party | undefined {
  const [found, ...others] = directory(normalisedUnit(name));
  return others.length === 0 ? found : undefined;
}
