import type { PartyKind } from '@duixian/facts';

/** What is known of a unit (单位) beside its name. One beyond the border has a country and no USCC. */
export type KnownUnit = {
  readonly uscc: string | null;
  readonly kind: PartyKind;
  readonly divisionCode: string | null;
  readonly country?: string;
};

/** As a file names a unit: `code` is what the sender's system calls it. */
export type NamedUnit = {
  readonly name: string;
  readonly division: string | undefined;
  readonly code: string | undefined;
};

/** Exact, never a guess: undefined for a unit that is unknown, or that may be two. */
export type UnitDirectory = (unit: NamedUnit) => KnownUnit | undefined;

export type DirectoryEntry = KnownUnit & { readonly name: string; readonly code?: string | undefined };

const BRACKETS: Readonly<Record<string, string>> = {
  '【': '(',
  '】': ')',
  '〔': '(',
  '〕': ')',
  '[': '(',
  ']': ')',
};

/** Names are compared in NFKC, without spaces, and with one kind of brackets. */
export function unitName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replaceAll(/[【】〔〕[\]]/g, (bracket) => BRACKETS[bracket] ?? bracket);
}

/**
 * By the sender's code where it has one, else by name. A file that names a division means the unit there (or one beyond
 * the border, which has none); one that names none means the only unit of that name.
 */
export function directoryOf(entries: readonly DirectoryEntry[]): UnitDirectory {
  const byCode = Map.groupBy(
    entries.filter(({ code }) => code !== undefined),
    ({ code }) => code,
  );
  const byName = Map.groupBy(entries, ({ name }) => unitName(name));
  return ({ name, division, code }) => {
    const ofCode = code === undefined ? undefined : byCode.get(code);
    if (ofCode) return onlyOne(ofCode);
    const found = byName.get(unitName(name)) ?? [];
    if (division === undefined) return onlyOne(found);
    return onlyOne(found.filter(({ divisionCode }) => divisionCode === null || divisionCode === division));
  };
}

function onlyOne(units: readonly DirectoryEntry[]): KnownUnit | undefined {
  const [first] = units;
  return first && units.every(({ uscc }) => uscc === first.uscc) ? first : undefined;
}
