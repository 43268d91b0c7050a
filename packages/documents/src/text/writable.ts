import { codePointOf } from '@duixian/values';

/** What XML 1.0 cannot hold in any form: controls, surrogates alone, and the two that are no characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;
/** Those that turn the order of what is read round, or cannot be seen on a page. */
const INVISIBLE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A text that every XML parser reads: U+FFFD stands for what XML has no place for. */
export function xmlText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd');
}

/** A text for a page that people read: what turns it round or hides in it is shown by its number. */
export function visibleText(text: string): string {
  return xmlText(text).replace(INVISIBLE, (sign) => `[${codePointOf(sign)}]`);
}

/** The text of a cell: where a line is broken to make it fit, there is a blank. */
export function cellText(text: string): string {
  return text.trim().replaceAll(/[\t ]*(?:\r\n|\r|\n)[\t ]*/g, ' ');
}

/** A text of a workbook: `_x0041_` would be read as a character, so its first sign is written by its number (ECMA-376). */
export function sheetText(text: string): string {
  return xmlText(text)
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_');
}
