import { codePointOf } from '@duixian/values';

/** What XML 1.0 cannot represent in any form: controls, lone surrogates, and the two noncharacters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;
/** Characters that reverse the reading order, or cannot be seen on a page. */
const INVISIBLE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A text that every XML parser reads: U+FFFD replaces what XML cannot represent. */
export function xmlText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd');
}

/**
 * A text for a page that people read: characters that reverse the order or are invisible are shown by their code point.
 */
export function visibleText(text: string): string {
  return xmlText(text).replace(INVISIBLE, (sign) => `[${codePointOf(sign)}]`);
}

/** The text of a cell: a line break becomes a blank. */
export function cellText(text: string): string {
  return text.trim().replaceAll(/[\t ]*(?:\r\n|\r|\n)[\t ]*/g, ' ');
}

/**
 * A text of a workbook: `_x0041_` would be read as a character, so its first sign is written by its number (ECMA-376).
 */
export function sheetText(text: string): string {
  return xmlText(text)
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_');
}
