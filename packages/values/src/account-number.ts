import { codePointOf } from './text-rules.ts';

/** More than fifteen digits, and only zeros from the sixteenth on. */
const CUT = /^[0-9]{15}0+$/;

/** A number that is written as a text of digits. */
export type DigitsRule = {
  readonly pattern: RegExp;
  /** What would be right, as the end of "it must be …". */
  readonly right: string;
  /** What is wrong with a text, as the end of the same sentence; undefined where nothing is. */
  mistake(text: string): string | undefined;
};

/** The number of a bank account (账号). */
export const ACCOUNT_NO: DigitsRule = {
  pattern: /^[0-9]{6,32}$/,
  right: '6 to 32 digits without spaces',
  mistake: (text) =>
    CUT.test(text)
      ? "typed from the bank's paper into a cell of the format text: this one looks cut, for a spreadsheet keeps fifteen digits and makes zeros of the others"
      : digitsMistake(text, ACCOUNT_NO),
};

/** The number of a bank (联行号). */
export const BANK_CODE: DigitsRule = {
  pattern: /^[0-9]{12}$/,
  right: 'the 12 digits of the bank',
  mistake: (text) => digitsMistake(text, BANK_CODE),
};

function digitsMistake(text: string, { pattern, right }: DigitsRule): string | undefined {
  if (pattern.test(text)) return undefined;
  const unlike = unlikeSign(text, /^[0-9]$/);
  return unlike === undefined ? `${right}; this one has ${text.length}` : `${right}; ${unlike}`;
}

/**
 * The first character that does not belong there, by its position and its code point, and what would: many look like a
 * digit, or are invisible.
 */
export function unlikeSign(text: string, belongs = /^[0-9A-Z]$/): string | undefined {
  const signs = [...text];
  const at = signs.findIndex((sign) => !belongs.test(sign));
  const sign = signs[at];
  if (sign === undefined) return undefined;
  const plain = sign.normalize('NFKC').toUpperCase();
  const remedy = belongs.test(plain) ? `, where ${codePointOf(plain)} would be right` : '; leave it out';
  return `character ${at + 1} is ${codePointOf(sign)}${remedy}`;
}
