import { ID, isDay, isUscc, NAME, TEXT, type TextRule, textMistake } from '@duixian/values';
import { z } from 'zod';

/** The parameters that several endpoints share. Each message completes the sentence "this field must be …". */
const ENTITY = 'an 18-character unified social credit code (统一社会信用代码) with its right check character';

export const uscc = z.string({ error: ENTITY }).refine(isUscc, { error: ENTITY }).meta({
  description: '统一社会信用代码; any of the entity will do.',
  pattern: '^[1-9ANY][0-9A-Z]{17}$',
  example: '91410100170051134L',
});

const YEAR = 'a year such as 2019';

export const year = z
  .string({ error: YEAR })
  .regex(/^[12]\d{3}$/, { error: YEAR })
  .transform(Number)
  .meta({ type: 'integer', minimum: 1_000, maximum: 2_999, example: 2019 });

/**
 * A text that an officer writes, under the same rules as texts of facts (docs/facts.md §2). A fault names its code
 * point.
 */
function textBy(rule: TextRule) {
  const error = `a text of 1 to ${rule.most} characters`;
  return z
    .string({ error })
    .min(1, { error, abort: true })
    .superRefine((text, context) => {
      const mistake = textMistake(text, rule);
      if (mistake !== undefined) context.addIssue({ code: 'custom', message: mistake });
    })
    .meta({ maxLength: rule.most });
}

/** Such as a reason. */
export const text = textBy(TEXT);

/** A display name. */
export const title = textBy(NAME);

/** An id that others assigned: two that look alike must be equal. */
export const givenId = textBy(ID);

/** The document (文件) on which an officer acts. */
export const document = text.describe(
  'The document on which it is based, such as the number of a letter or of minutes.',
);

const KEY = 'a text of 1 to 1,000 characters';

/** A search key or cursor: an unknown one finds nothing. */
export const name = z
  .string({ error: KEY })
  .min(1, { error: KEY, abort: true })
  .max(1_000, { error: KEY, abort: true });

const AMOUNT = 'a whole number of fen from 1 to 9,007,199,254,740,991';

export const amountFen = z
  .int({ error: AMOUNT })
  .min(1, { error: AMOUNT })
  .describe('Integer fen (分, 1/100 yuan), more than 0.');

const APPROPRIATION =
  'a whole number of fen from 1 to 9,007,199,254,740,991, or 0 to withdraw what was appropriated';

/** The budget (预算指标) of a whole year. */
export const appropriationFen = z
  .int({ error: APPROPRIATION })
  .min(0, { error: APPROPRIATION })
  .describe('Integer fen (分, 1/100 yuan); 0 withdraws what was appropriated.');

const NUMBER = 'the number of the proposal that was read';

export const proposalNumber = z
  .int({ error: NUMBER })
  .min(1, { error: NUMBER })
  .max(1_000_000_000, { error: NUMBER })
  .describe(NUMBER);

const DAY = 'a day of the calendar as YYYY-MM-DD';

export const day = z
  .string({ error: DAY })
  .refine(isDay, { error: DAY })
  .meta({ description: 'YYYY-MM-DD, of Asia/Shanghai.', format: 'date', example: '2019-06-30' });

const MONTH = 'a month as YYYY-MM';

export const month = z.string({ error: MONTH }).regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: MONTH });

const LIMIT = 'a whole number from 1 to 1,000';

const limit = z
  .string({ error: LIMIT })
  .regex(/^([1-9]\d{0,2}|1000)$/, { error: LIMIT })
  .transform(Number)
  .optional()
  .transform((given) => given ?? 100)
  .meta({ type: 'integer', minimum: 1, maximum: 1_000, default: 100 });

/** A list continues after the `next` of the former page. */
export const page = {
  after: name.describe('`next` of the page before.').optional(),
  limit,
};

/** The cursor of the next page, null on the last. */
export const next = z.string().nullable().describe('Give as `after` for the next page; null on the last.');

/** A JSON object as body. */
export function requestBody<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: `a JSON object with ${Object.keys(shape).join(' and ')}` });
}
