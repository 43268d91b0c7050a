import type { Party } from '@duixian/facts';
import { isUscc, NAME, textMistake, usccMistake } from '@duixian/values';
import type { NamedUnit, UnitDirectory } from '../unit-directory.ts';
import { countryOf, natureOf } from './codes.ts';
import { quoted } from './read-cell.ts';

/** What a row says of a party, read cell by cell; undefined or '' where it says nothing. */
export type PartyTexts = {
  readonly name: string;
  readonly uscc?: string | undefined;
  readonly nature?: string | undefined;
  readonly division?: string | undefined;
  readonly country?: string | undefined;
  readonly code?: string | undefined;
};

type Part = keyof PartyTexts;
export type PartyMistake = { readonly part: Part; readonly wrong: string };

/** `waiting`: the unit that an officer has to complete. */
export type PartyReading = { readonly warnings: readonly PartyMistake[] } & (
  | { readonly party: Party }
  | { readonly waiting: NamedUnit }
  | { readonly mistakes: readonly PartyMistake[] }
);

const HOME = 'CN';
const DIVISION = /^\d{6}$/;

/** A party from its columns, and from the unit directory where they say too little. Nothing is guessed. */
export function readParty(texts: PartyTexts, unitOf: UnitDirectory): PartyReading {
  const mistakes: PartyMistake[] = [];
  const warnings: PartyMistake[] = [];
  const uscc = given(texts.uscc);
  const nature = given(texts.nature) === undefined ? undefined : natureOf(texts.nature ?? '');
  const country = given(texts.country) === undefined ? undefined : countryOf(texts.country ?? '');
  const division = divisionOf(texts.division, warnings);
  const wrong = (part: Part, text: string) => mistakes.push({ part, wrong: text });
  const ofName = texts.name === '' ? undefined : textMistake(texts.name, NAME);
  if (texts.name === '') wrong('name', 'it is empty; write the full name of the unit');
  if (ofName !== undefined) wrong('name', `it must be ${ofName}; it is ${quoted(texts.name)}`);
  if (uscc !== undefined && !isUscc(uscc))
    wrong('uscc', `it is no unified social credit code (统一社会信用代码): ${usccMistake(uscc)}`);
  if (given(texts.nature) !== undefined && nature === undefined)
    wrong(
      'nature',
      `it is ${quoted(texts.nature ?? '')}, which is no code of 买卖方性质; write one such as 150, 022 or 021`,
    );
  if (nature?.warning !== undefined) warnings.push({ part: 'nature', wrong: nature.warning });
  if (given(texts.country) !== undefined && country === undefined)
    wrong(
      'country',
      `it is ${quoted(texts.country ?? '')}, which is no country code that is known; write one such as 142 or 502`,
    );
  const isAbroad = country !== undefined && country !== HOME;
  if (division !== undefined && !DIVISION.test(division) && !isAbroad)
    wrong(
      'division',
      `it is ${quoted(division)}; write the six digits of the division (GB/T 2260), such as 410100`,
    );
  if (isAbroad && uscc !== undefined)
    wrong('country', `it is ${country}, and the party has a USCC; one of the two is wrong`);
  if (mistakes.length > 0) return { mistakes, warnings };
  if (isAbroad) return { party: abroad(texts.name, country, nature?.kind, warnings), warnings };
  const unit = { name: texts.name, division, code: given(texts.code) };
  if (uscc !== undefined && nature && division !== undefined)
    return { party: { uscc, name: texts.name, kind: nature.kind, divisionCode: division }, warnings };
  return { ...fromDirectory(unit, { uscc, kind: nature?.kind }, unitOf), warnings };
}

/** What the file says goes before what the directory says. */
function fromDirectory(
  unit: NamedUnit,
  { uscc, kind }: { readonly uscc: string | undefined; readonly kind: Party['kind'] | undefined },
  unitOf: UnitDirectory,
): { readonly party: Party } | { readonly waiting: NamedUnit } {
  const known = unitOf(unit);
  if (!known || (uscc !== undefined && known.uscc !== uscc)) return { waiting: unit };
  const base = { uscc: known.uscc, name: unit.name, kind: kind ?? known.kind };
  if (known.country !== undefined) return { party: { ...base, divisionCode: null, country: known.country } };
  return { party: { ...base, divisionCode: unit.division ?? known.divisionCode } };
}

function abroad(
  name: string,
  country: string,
  kind: Party['kind'] | undefined,
  warnings: PartyMistake[],
): Party {
  if (kind === undefined)
    warnings.push({
      part: 'nature',
      wrong: 'it is empty for a party beyond the border, which is taken as kind other',
    });
  return { uscc: null, name, kind: kind ?? 'other', divisionCode: null, country };
}

/** An older form has the first four of the six digits. */
function divisionOf(text: string | undefined, warnings: PartyMistake[]): string | undefined {
  const written = given(text);
  if (written === undefined || !/^\d{4}$/.test(written)) return written;
  warnings.push({ part: 'division', wrong: `it has four digits, ${written}, and is taken as ${written}00` });
  return `${written}00`;
}

function given(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
