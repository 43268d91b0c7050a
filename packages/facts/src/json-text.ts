import { LIMITS } from '@duixian/values';

/** What one pass over the text of an item reveals, without parsing it. */
export type JsonOutline = {
  readonly isTooDeep: boolean;
  /** Member names in all objects together: as many as the parsed value has, unless a name is repeated. */
  readonly members: number;
  /** Whether every number is written as a plain integer that a program holds exactly. */
  readonly hasPlainNumbers: boolean;
};

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** A longer number may exceed what a double holds exactly. */
const LONGEST_PLAIN_NUMBER = 15;

/** One pass, without recursion: no depth can exhaust the stack. The text need not be JSON. */
export function outlineOf(text: string): JsonOutline {
  let depth = 0;
  let members = 0;
  let hasPlainNumbers = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > LIMITS.itemLevels.most) return { isTooDeep: true, members, hasPlainNumbers };
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === COLON) members++;
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      const end = endOfDigits(text, at + 1);
      if (end - at > LONGEST_PLAIN_NUMBER || goesOn(text.charCodeAt(end))) hasPlainNumbers = false;
      at = end - 1;
    }
  }
  return { isTooDeep: false, members, hasPlainNumbers };
}

/** The position of the quotation mark that ends a string, or of the end of the text. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(at)) at++;
  return at;
}

/** Whether a number has a fraction or an exponent after its digits. */
function goesOn(code: number): boolean {
  return code === POINT || code === 0x45 || code === 0x65;
}

/** The number of members of all objects of a value; only for values that are known not to be too deep. */
export function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  if (Array.isArray(value)) {
    for (const one of value) if (typeof one === 'object') sum += membersOf(one);
    return sum;
  }
  // The result of JSON.parse inherits nothing enumerable, and this costs half as much as a list of the keys.
  for (const key in value) {
    sum += 1;
    const one = (value as Record<string, unknown>)[key];
    if (typeof one === 'object') sum += membersOf(one);
  }
  return sum;
}

/** A member name that is repeated in one object (RFC 7493, I-JSON); undefined where none is. The text must be JSON. */
export function repeatedName(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : undefined);
      isName = code === 0x7b;
    } else if (code === 0x7d || code === 0x5d) open.pop();
    else if (code === COMMA) isName = open.at(-1) !== undefined;
    else if (code === QUOTE) {
      const end = endOfText(text, at);
      const names = open.at(-1);
      if (isName && names) {
        const name: string = JSON.parse(text.slice(at, end + 1));
        if (names.has(name)) return name;
        names.add(name);
      }
      isName = false;
      at = end;
    }
  }
  return undefined;
}

/**
 * As JSON.parse, but an integer must have exactly its decimal value (1e2 is 100). Where it does not, or the value
 * exceeds what a program holds exactly, a symbol replaces it: JSON has no symbols, so no field accepts it.
 */
export function parseExactly(text: string): unknown {
  const revive = (_key: string, value: unknown, context: { readonly source?: string }): unknown => {
    if (typeof value !== 'number' || context.source === undefined) return value;
    const isFraction = Number.isFinite(value) && !Number.isInteger(value);
    return isFraction || isExactly(value, context.source) ? value : Symbol(context.source);
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** The number of digits of the largest integer that a program holds exactly. */
const MOST_DIGITS = 16;

/** Whether an integer equals its text, digit by digit. */
function isExactly(value: number, source: string): boolean {
  if (!Number.isSafeInteger(value)) return false;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(source) ?? [];
  const digits = `${whole}${fraction}`;
  let from = 0;
  while (digits[from] === '0') from++;
  let end = digits.length;
  while (end > from && digits[end - 1] === '0') end--;
  if (from === end) return value === 0;
  const zeros = whole.length - end + Number(exponent);
  if (zeros < 0 || end - from + zeros > MOST_DIGITS) return false;
  return BigInt(value) === BigInt(`${sign}${digits.slice(from, end)}${'0'.repeat(zeros)}`);
}
