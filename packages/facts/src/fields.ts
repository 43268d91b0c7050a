import {
  DELIVERY,
  ID,
  isDay,
  isFactInstant,
  isUscc,
  MAX_FACT_FEN,
  NAME,
  parseRate,
  TEXT,
  type TextRule,
  textMistake,
  usccMistake,
} from '@duixian/values';
import { z } from 'zod';

/** The building blocks of every type's schema. Each message completes the sentence "this field must be …". */

const OR_NULL = ', or null';

function textBy(rule: TextRule) {
  return z.string({ error: 'a text that is not empty' }).check(
    z.refine((value) => textMistake(value, rule) === undefined, {
      error: (issue) => textMistake(String(issue.input), rule) ?? '',
    }),
  );
}

export const text = textBy(TEXT);
/** The name of a party or an instrument. */
export const name = textBy(NAME);
/** The attribute `id` of a delivery. */
export const deliveryId = textBy(DELIVERY);
/** The id of another record, or of the record itself. */
export const id = textBy(ID);

export const flag = z.boolean({ error: 'true or false' });

const FEN = 'a whole number of fen (分) from 0 to 9,999,999,999,999';
const NEGATIVE_FEN = `${FEN}: send a reduction as a higher revision with the amount that remains, or as a status (a red-letter invoice, 红字发票, is the higher revision of the invoice that it corrects)`;
export const fen = z
  .number({ error: FEN })
  .check(
    z.refine((value) => Number.isInteger(value) && value >= 0 && value <= Number(MAX_FACT_FEN), {
      error: (issue) => (Number(issue.input) < 0 ? NEGATIVE_FEN : FEN),
    }),
  )
  .transform((value) => BigInt(value))
  .describe('Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999.');

const REVISION = 'a whole number from 1 to 9,007,199,254,740,991, raised at each change of the record';
export const revision = z
  .number({ error: REVISION })
  .check(z.refine((value) => Number.isSafeInteger(value) && value >= 1, { error: REVISION }))
  .describe('Raised by the source at each change of the record.');

const DAY = 'a calendar day of Asia/Shanghai as YYYY-MM-DD that exists';
export const day = dayOr('');
export const dayOrNull = dayOr(OR_NULL).nullable();

function dayOr(orWhat: string) {
  return z
    .string({ error: `${DAY}${orWhat}` })
    .check(z.refine(isDay, { error: `${DAY}${orWhat}` }))
    .describe('YYYY-MM-DD, the calendar of Asia/Shanghai.');
}

const INSTANT =
  'an RFC 3339 time with capital T and Z or an offset, seconds 00–59, at most 9 decimals, in the years 0001–9999 of Shanghai';
export const instant = z
  .string({ error: INSTANT })
  .check(z.refine(isFactInstant, { error: INSTANT }))
  .describe('RFC 3339.');

const USCC = 'an 18-character unified social credit code (统一社会信用代码, GB 32100-2015)';
export const uscc = usccOr('');
export const usccOrNull = usccOr(OR_NULL).nullable();

function usccOr(orWhat: string) {
  return z
    .string({ error: `${USCC}${orWhat}` })
    .check(
      z.refine(isUscc, {
        error: (issue) => `${USCC}${orWhat}; ${usccMistake(String(issue.input))}`,
      }),
    )
    .describe('统一社会信用代码 by GB 32100-2015, with its right check character.');
}

const RATE = 'a decimal text such as "0.25" with at most 6 decimals';
export const rate = z
  .string({ error: RATE })
  .check(z.refine((value) => parseRate(value) !== undefined, { error: RATE }))
  .describe('A decimal text, at most 6 decimals.');

const QUANTITY = 'a decimal text such as "1.5", at most 12 digits before and 6 after the point';
export const quantity = z
  .string({ error: QUANTITY })
  .check(z.refine((value) => /^(0|[1-9]\d{0,11})(\.\d{1,6})?$/.test(value), { error: QUANTITY }))
  .describe('A decimal text.');

const DIVISION = 'six digits of a division (GB/T 2260)';
export const divisionCode = divisionOr('');
export const divisionCodeOrNull = divisionOr(OR_NULL).nullable();

function divisionOr(orWhat: string) {
  return z
    .string({ error: `${DIVISION}${orWhat}` })
    .check(z.refine((value) => /^\d{6}$/.test(value), { error: `${DIVISION}${orWhat}` }))
    .describe('Six digits, GB/T 2260; 4101… is in the city.');
}

const REGISTRATION_NO = 'a registration number (合同登记编号) of 14 or 16 digits';
export const registrationNo = z
  .string({ error: REGISTRATION_NO })
  .check(z.refine((value) => /^(\d{14}|\d{16})$/.test(value), { error: REGISTRATION_NO }))
  .describe('合同登记编号, 14 or 16 digits.');

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}
