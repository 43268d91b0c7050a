import { turn } from '@duixian/runtime';
import { isSpace, pastSpace } from './json-space.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** After so many bytes the event loop gets a turn. */
const AT_ONCE_BYTES = 500_000;

/**
 * The bytes of each element of a JSON array, without the space around them; undefined where the outer form is not an
 * array. If every element is JSON, so is the whole, so each can be parsed alone. A register therefore judges and keeps
 * the bytes of the source, and nothing is serialised a second time. Where there are more than `most` elements, only
 * their number is returned.
 */
export async function itemTexts(
  body: Buffer,
  most: number,
): Promise<{ texts: Buffer[]; count: number } | undefined> {
  const start = await pastSpace(body, 0);
  if (body[start] !== 0x5b) return undefined;
  const texts: Buffer[] = [];
  let count = 0;
  let depth = 1;
  let from = -1;
  let end = 0;
  let isInText = false;
  let pause = AT_ONCE_BYTES;
  for (let at = start + 1; at < body.length; at++) {
    if (at >= pause) {
      await turn();
      pause = at + AT_ONCE_BYTES;
    }
    const byte = body[at] as number;
    if (isInText) {
      if (byte === BACKSLASH) at++;
      isInText = byte !== QUOTE;
      end = at + 1;
      continue;
    }
    if (isSpace(byte)) continue;
    if (depth === 1 && (byte === COMMA || byte === 0x5d)) {
      const isEmpty = byte === 0x5d && count === 0 && from < 0;
      if (!isEmpty && from < 0) return undefined;
      if (!isEmpty) count++;
      if (!isEmpty && count <= most) texts.push(body.subarray(from, end));
      if (byte === 0x5d)
        return (await pastSpace(body, at + 1)) === body.length ? { texts, count } : undefined;
      from = -1;
      continue;
    }
    if (from < 0) from = at;
    isInText = byte === QUOTE;
    if (isInText) continue;
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    end = at + 1;
    if (depth < 1) return undefined;
  }
  return undefined;
}
