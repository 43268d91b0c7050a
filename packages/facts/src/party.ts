import { isCountryCode } from '@duixian/values';
import { z } from 'zod';
import { crossCheck } from './cross-check.ts';
import { divisionCodeOrNull, name, oneOf, usccOrNull } from './fields.ts';

export const PARTY_KINDS = [
  'enterprise',
  'university',
  'research-institute',
  'public-institution',
  'other',
] as const;

const COUNTRY = 'a country code of ISO 3166-1 alpha-2 other than CN';

/**
 * A party inside a contract, usage record or invoice. One outside mainland China has `uscc` and `divisionCode` null
 * and a `country`; every other one has both and no `country`.
 */
export const party = partyOr('');
export const partyOrNull = partyOr(', or null').nullable();

function partyOr(orWhat: string) {
  return z
    .strictObject(
      {
        uscc: usccOrNull,
        name,
        kind: oneOf(PARTY_KINDS),
        divisionCode: divisionCodeOrNull,
        country: z
          .string({ error: COUNTRY })
          .check(z.refine((value) => isCountryCode(value) && value !== 'CN', { error: COUNTRY }))
          .optional(),
      },
      { error: `a party: an object with uscc, name, kind, divisionCode${orWhat}` },
    )
    .check(
      crossCheck((value, report) => {
        if (value['uscc'] === null) {
          if (value['divisionCode'] !== null) report('divisionCode', 'null for a party without a USCC');
          if (value['country'] === undefined) report('country', COUNTRY);
        } else if (value['uscc'] !== undefined) {
          if (value['divisionCode'] === null) report('divisionCode', 'six digits for a party with a USCC');
          if (value['country'] !== undefined) report('country', 'absent for a party with a USCC');
        }
      }),
    );
}

export type Party = z.output<typeof party>;
export type PartyKind = Party['kind'];

/** By USCC; parties without one by country and name (docs/facts.md §3). */
export function isSameParty(a: Party, b: Party): boolean {
  return a.uscc === b.uscc && (a.uscc !== null || (a.country === b.country && a.name === b.name));
}
