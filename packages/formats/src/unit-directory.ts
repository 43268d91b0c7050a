import type { Party } from '@duixian/facts';

/** As somebody names a unit: `code` is what the sender's system calls it. */
export type NamedUnit = {
  readonly name: string;
  readonly division: string | undefined;
  readonly code: string | undefined;
};

/** Exact, never a guess: undefined for a unit (单位) that is unknown, or that may be two. */
export type UnitDirectory = (unit: NamedUnit) => Party | undefined;

/** Who a unit is. `unit`: what the source calls it where that is not its name: a code, or another name. */
export type DirectoryEntry = Party & { readonly unit?: string | undefined };

/** A name or code as it is compared: in NFKC, without spaces, and with one kind of brackets. */
export function normalisedUnit(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[〔﹝【[]/g, '(')
    .replaceAll(/[〕﹞】\]]/g, ')')
    .replaceAll(/\s/gu, '');
}

/** What an entry is found by. */
export function lookupKeysOf({ unit, name }: DirectoryEntry): string[] {
  return [...new Set([unit ?? name, name].map(normalisedUnit))];
}

/**
 * By the sender's code where it has one, else by name. A sender that names a division means the unit there (or one
 * beyond the border, which has none); one that names none means the only unit of that name.
 */
export function directoryOf(entries: readonly DirectoryEntry[]): UnitDirectory {
  const byKey = Map.groupBy(
    entries.flatMap((entry) => lookupKeysOf(entry).map((key) => ({ key, entry }))),
    ({ key }) => key,
  );
  const find = (text: string) => (byKey.get(normalisedUnit(text)) ?? []).map(({ entry }) => entry);
  return ({ name, division, code }) => {
    const ofCode = code === undefined ? [] : find(code);
    if (ofCode.length > 0) return onlyOne(ofCode);
    const found = find(name);
    if (division === undefined) return onlyOne(found);
    return onlyOne(found.filter(({ divisionCode }) => divisionCode === null || divisionCode === division));
  };
}

/** By one text that is a code or a name: undefined where an officer has to complete it. */
export function unitOf(directory: UnitDirectory, unit: string): Party | undefined {
  return directory({ name: unit, division: undefined, code: unit });
}

function onlyOne(found: readonly DirectoryEntry[]): Party | undefined {
  const [first] = found;
  if (
    !first ||
    !found.every(({ uscc, name }) => uscc === first.uscc && (uscc !== null || name === first.name))
  )
    return undefined;
  const { unit, ...party } = first;
  return party;
}
