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

/**
 * The building blocks of every type's schema. Each message completes the sentence "this field must be …". What JSON
 * Schema can say of a check stands beside it in `meta`, so that a document refuses nothing that is taken here.
 */

const OR_NULL = ', or null';

function textBy(rule: TextRule) {
  return z
    .string({ error: 'a text that is not empty' })
    .check(
      z.refine((value) => textMistake(value, rule) === undefined, {
        error: (issue) => textMistake(String(issue.input), rule) ?? '',
      }),
    )
    .meta({ minLength: 1, maxLength: rule.most });
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
  .meta({
    description: 'Integer fen (分, 1/100 yuan), 0 … 9,999,999,999,999.',
    ...{ type: 'integer', minimum: 0, maximum: Number(MAX_FACT_FEN) },
  });

const REVISION = 'a whole number from 1 to 9,007,199,254,740,991, raised at each change of the record';
export const revision = z
  .number({ error: REVISION })
  .check(z.refine((value) => Number.isSafeInteger(value) && value >= 1, { error: REVISION }))
  .meta({
    description: 'Raised by the source at each change of the record.',
    ...{ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  });

const DAY = 'a calendar day of Asia/Shanghai as YYYY-MM-DD that exists';
export const day = dayOr('');
export const dayOrNull = dayOr(OR_NULL).nullable();

function dayOr(orWhat: string) {
  return z
    .string({ error: `${DAY}${orWhat}` })
    .check(z.refine(isDay, { error: `${DAY}${orWhat}` }))
    .meta({ description: 'YYYY-MM-DD, the calendar of Asia/Shanghai.', format: 'date' });
}

const INSTANT =
  'an RFC 3339 time with capital T and Z or an offset, seconds 00–59, at most 9 decimals, in the years 0001–9999 of Shanghai';
export const instant = z
  .string({ error: INSTANT })
  .check(z.refine(isFactInstant, { error: INSTANT }))
  .meta({ description: 'RFC 3339.', format: 'date-time' });

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
    .meta({
      description: '统一社会信用代码 by GB 32100-2015, with its right check character.',
      pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$',
    });
}

const RATE = 'a decimal text such as "0.25" with at most 6 decimals';
export const rate = z
  .string({ error: RATE })
  .check(z.refine((value) => parseRate(value) !== undefined, { error: RATE }))
  .meta({ description: 'A decimal text, at most 6 decimals.', pattern: '^[0-9]+([.][0-9]{1,6})?$' });

const QUANTITY = 'a decimal text such as "1.5", at most 12 digits before and 6 after the point';
export const quantity = patterned(QUANTITY, /^(0|[1-9][0-9]{0,11})([.][0-9]{1,6})?$/, 'A decimal text.');

const DIVISION = 'six digits of a division (GB/T 2260)';
export const divisionCode = divisionOr('');
export const divisionCodeOrNull = divisionOr(OR_NULL).nullable();

function divisionOr(orWhat: string) {
  const meaning = 'Six digits, GB/T 2260; 4101… is in the city.';
  return patterned(`${DIVISION}${orWhat}`, /^[0-9]{6}$/, meaning);
}

const REGISTRATION_NO = 'a registration number (合同登记编号) of 14 or 16 digits';
export const registrationNo = patterned(
  REGISTRATION_NO,
  /^([0-9]{14}|[0-9]{16})$/,
  '合同登记编号, 14 or 16 digits.',
);

function patterned(error: string, pattern: RegExp, description: string) {
  return z
    .string({ error })
    .check(z.refine((value) => pattern.test(value), { error }))
    .meta({ description, pattern: pattern.source });
}

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}
