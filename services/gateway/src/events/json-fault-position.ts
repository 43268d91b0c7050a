import { turn } from '@duixian/runtime';

/** After so many characters the event loop gets a turn. */
const AT_ONCE = 50_000;

/**
 * Where a text stops being JSON (RFC 8259). `JSON.parse` does not always report a position, and the sender of 16 MiB
 * needs one. Walks the text once, in turns, without recursion and without creating values, so that neither stack nor
 * memory can be exhausted; nesting beyond a limit is a fault. Undefined where all of it is JSON.
 */
export async function jsonFaultPosition(text: string): Promise<number | undefined> {
  const walk = walkOver(text);
  for (;;) {
    const next = walk.next();
    if (next.done) return next.value;
    await turn();
  }
}

function* walkOver(text: string): Generator<undefined, number | undefined> {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  let pause = AT_ONCE;
  for (;;) {
    if (at >= pause) {
      yield;
      pause = at + AT_ONCE;
    }
    at = yield* afterSpace(text, at);
    if (at >= text.length) return expected === 'end' ? undefined : at;
    if (expected === 'end' || open.length > DEEPEST) return at;
    const next = step(text, at, expected, open);
    if (next === undefined) return at;
    const end = text[at] === '"' ? yield* afterText(text, at) : next.at;
    if (end < 0) return -end;
    at = end;
    expected = next.expected;
  }
}

/** Far more than any fact may have. */
const DEEPEST = 10_000;

type Expected = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';
type Step = { at: number; expected: Expected } | undefined;

function step(text: string, at: number, expected: Expected, open: ('{' | '[')[]): Step {
  const character = text[at];
  const inside = open.at(-1);
  if (expected.endsWith('-or-close') && character === (inside === '{' ? '}' : ']')) {
    open.pop();
    return { at: at + 1, expected: afterValue(open) };
  }
  if (expected === 'comma-or-close') {
    return character === ',' ? { at: at + 1, expected: inside === '{' ? 'key' : 'value' } : undefined;
  }
  if (expected === 'colon') return character === ':' ? { at: at + 1, expected: 'value' } : undefined;
  if (expected.startsWith('key') && character !== '"') return undefined;
  if (character === '"') {
    return { at, expected: expected.startsWith('key') ? 'colon' : afterValue(open) };
  }
  if (character === '{' || character === '[') {
    open.push(character);
    return { at: at + 1, expected: character === '{' ? 'key-or-close' : 'value-or-close' };
  }
  SCALAR.lastIndex = at;
  return SCALAR.test(text) ? { at: SCALAR.lastIndex, expected: afterValue(open) } : undefined;
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? 'end' : 'comma-or-close';
}

const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Walk = Generator<undefined, number>;

function* afterSpace(text: string, from: number): Walk {
  let at = from;
  for (; at < text.length && ' \t\n\r'.includes(text[at] as string); at++) if (at % AT_ONCE === 0) yield;
  return at;
}

/** The position after a text that begins at `from`, or the negated position of its fault. */
function* afterText(text: string, from: number): Walk {
  let at = from + 1;
  let pause = at + AT_ONCE;
  while (at < text.length) {
    if (at >= pause) {
      yield;
      pause = at + AT_ONCE;
    }
    const character = text[at] as string;
    if (character === '"') return at + 1;
    if (character < ' ') return -at;
    if (character !== '\\') at++;
    else {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return -at;
      at = ESCAPE.lastIndex;
    }
  }
  return -at;
}
