import { readFileSync } from 'node:fs';
import { PARTY_KINDS, type PartyKind } from '@duixian/facts';
import { isCountryCode } from '@duixian/values';
import { parse } from 'yaml';
import { z } from 'zod';
import { compact } from '../mapping/heading-text.ts';

// Data files beside the sources, which say where each list is from and how far it is known.
const countriesFile = z.object({
  codes: z.record(
    z.string().regex(/^\d{3}$/),
    z.object({ iso: z.string().refine(isCountryCode), name: z.string() }),
  ),
});
const naturesFile = z.object({
  natures: z.array(
    z.object({
      from: z.string().regex(/^\d{3}$/),
      to: z.string().regex(/^\d{3}$/),
      kind: z.enum(PARTY_KINDS),
      names: z.array(z.string()),
      warning: z.string().optional(),
    }),
  ),
});

export type Nature = { readonly kind: PartyKind; readonly warning: string | undefined };

const { codes: COUNTRIES } = countriesFile.parse(readData('countries.yaml'));
const COUNTRY_OF_NAME = new Map(Object.values(COUNTRIES).map(({ name, iso }) => [compact(name), iso]));
const { natures: NATURES } = naturesFile.parse(readData('party-natures.yaml'));

/** The ISO code for three digits of the customs, for such a code itself, or for a name; undefined where it is none. */
export function countryOf(text: string): string | undefined {
  const written = compact(text);
  if (/^\d{3}$/.test(written)) return COUNTRIES[written]?.iso;
  const code = written.toUpperCase();
  return isCountryCode(code) ? code : COUNTRY_OF_NAME.get(written);
}

/** The kind of a party for its 性质, as a code of three or four digits or in words. */
export function natureOf(text: string): Nature | undefined {
  const written = compact(text);
  // A cell of a number has lost the zero at its beginning.
  const code = /^\d{2,4}$/.test(written) ? written.padStart(3, '0').slice(0, 3) : undefined;
  const found = NATURES.find(({ from, to, names }) =>
    code === undefined ? names.some((name) => compact(name) === written) : code >= from && code <= to,
  );
  return found && { kind: found.kind, warning: found.warning };
}

function readData(name: string): unknown {
  return parse(readFileSync(new URL(`../../codes/${name}`, import.meta.url), 'utf8'));
}
