const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * The bytes of each element of a JSON array, without the space around them. The body is known to be valid JSON: it was
 * parsed before. So a register judges, and keeps, what its source wrote, and nothing is written as JSON a second time.
 */
export function itemTexts(body: Buffer): Buffer[] {
  const texts: Buffer[] = [];
  let depth = 0;
  let from = -1;
  let end = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) continue;
    if (depth === 1 && (byte === COMMA || byte === 0x5d)) {
      if (from >= 0) texts.push(body.subarray(from, end));
      from = -1;
      if (byte === 0x5d) break;
      continue;
    }
    if (depth === 1 && from < 0) from = at;
    if (byte === QUOTE) at = endOfText(body, at);
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    end = at + 1;
  }
  return texts;
}

/** The position of the quotation mark that ends a text: the first that an even number of backslashes precedes. */
function endOfText(body: Buffer, from: number): number {
  let at = body.indexOf(QUOTE, from + 1);
  while (isEscaped(body, at)) at = body.indexOf(QUOTE, at + 1);
  return at;
}

function isEscaped(body: Buffer, at: number): boolean {
  let before = at - 1;
  while (body[before] === BACKSLASH) before--;
  return (at - before) % 2 === 0;
}
