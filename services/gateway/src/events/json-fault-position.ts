/**
 * Where a text stops being JSON (RFC 8259). The parser of the language does not always say, and a sender with 16 MiB
 * in hand needs to know. Walks the text once, without recursion, so that no depth of nesting can exhaust the stack.
 */
export function jsonFaultPosition(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = afterSpace(text, at);
    if (expected === 'end' || at >= text.length) return at;
    const next = step(text, at, expected, open);
    if (next === undefined) return at;
    if (next.at < 0) return -next.at;
    ({ at, expected } = next);
  }
}

type Expected = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';
/** A negative position: the fault lies inside what began here. */
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
    return { at: afterText(text, at), expected: expected.startsWith('key') ? 'colon' : afterValue(open) };
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

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text[at] as string)) at++;
  return at;
}

/** The position after a text that begins at `from`, or the negated position of what is wrong in it. */
function afterText(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
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
