import { visible } from '@duixian/values';
import type { Cell } from '../tables/table.ts';

/** What a cell says, or what is wrong with it and what would be right. */
export type Read<Value> = { readonly value: Value } | { readonly wrong: string };

const SHOWN = 40;
const LONGEST_HEADING = 100;
/** No day, amount or number has more characters; what looks for one need not look through more. */
const LONGEST_VALUE = 200;

export function isWrong<Value>(read: Read<Value>): read is { readonly wrong: string } {
  return 'wrong' in read;
}

/** A heading as the place of a fault; one that is longer than any is cut. */
export function shortHeading(heading: string): string {
  return heading.length <= LONGEST_HEADING ? heading : `${heading.slice(0, LONGEST_HEADING).toWellFormed()}…`;
}

/** A text as part of a sentence: short, and with nothing in it that is not seen. */
export function quoted(text: string): string {
  const points = [...text.slice(0, 2 * SHOWN + 2)];
  const cut = points.length > SHOWN ? `${points.slice(0, SHOWN - 1).join('')}…` : text;
  return `"${visible(cut.toWellFormed())}"`;
}

/** What is wrong with a cell that is too long for what it should be; undefined where it is not. */
export function tooLong({ text }: Cell): string | undefined {
  if (text.length <= LONGEST_VALUE) return undefined;
  return `it has ${text.length} characters, ${quoted(text)}; write the value alone`;
}

/** What makes a cell unreadable, whatever it should be; undefined where nothing does. */
export function unreadable({ kind, text, isFormula }: Cell): string | undefined {
  if (kind === 'merged')
    return 'it is under a merged cell, whose value belongs to its first cell alone; undo the merging and write the value in each row';
  if (kind === 'error') return `it is the error ${quoted(text)}; correct the formula, or write the value`;
  if (isFormula && text.trim() === '')
    return 'it is a formula without a value; let the spreadsheet compute and save it again, or write the value';
  return undefined;
}

/** Outer spaces go, and a line break within becomes a space; everything else stays. */
export function nameText(text: string): string {
  const trimmed = text.trim();
  if (!/[\r\n]/.test(trimmed)) return trimmed;
  const lines = trimmed.split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines.join(' ');
}

/** The same with full-width letters, digits and signs as half-width ones: for codes, days and amounts. */
export function codeText(text: string): string {
  return text.normalize('NFKC').trim();
}

export function isBlank({ text, kind, isFormula }: Cell): boolean {
  return text.trim() === '' && kind !== 'merged' && isFormula !== true;
}
