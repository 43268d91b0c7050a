import { codePointOf } from './text-rules.ts';

const DIGITS = /^[0-9]{6,32}$/;
/** More than fifteen digits, and zeros alone from the sixteenth on. */
const CUT = /^[0-9]{15}0+$/;

/** What is wrong with the number of a bank account (账号), as the end of "it must be …"; undefined where nothing is. */
export function accountNoMistake(text: string): string | undefined {
  if (CUT.test(text))
    return "typed from the bank's paper into a cell of the format text: this one looks cut, for a spreadsheet keeps fifteen digits and makes zeros of the others";
  return digitsMistake(text, DIGITS, '6 to 32 digits without spaces');
}

/** The same of the number of a bank (联行号). */
export function bankCodeMistake(text: string): string | undefined {
  return digitsMistake(text, /^[0-9]{12}$/, 'the 12 digits of the bank');
}

function digitsMistake(text: string, digits: RegExp, right: string): string | undefined {
  if (digits.test(text)) return undefined;
  const unlike = unlikeSign(text, /^[0-9]$/);
  return unlike === undefined ? `${right}; this one has ${text.length}` : `${right}; ${unlike}`;
}

/**
 * The first sign that does not belong there, by its place and its code point, and what would: many look like a digit, or
 * like nothing.
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
