import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import { TableRefused } from './table.ts';

export type Encoding = 'UTF-8' | 'GB 18030';

const LABEL: Readonly<Record<Encoding, string>> = { 'UTF-8': 'utf-8', 'GB 18030': 'gb18030' };
/** How much is looked at before other work of the process gets its turn. */
const AT_ONCE_BYTES = 1024 * 1024;
const PIECE_BYTES = 8 * 1024;
const LF = 0x0a;
const MARK = [0xef, 0xbb, 0xbf];
const SAVE = 'save it as CSV UTF-8';
/** So many Chinese characters in UTF-8 are no chance: what GB 18030 writes reads as Greek or Cyrillic, if at all. */
const CHINESE_IN_UTF8 = /\p{Script=Han}.*\p{Script=Han}/u;

/**
 * The encoding of a text file, by its mark or because every byte fits; nothing is guessed. A file that is neither, or
 * whose lines are in both, is refused with the first byte that does not fit.
 */
export async function encodingOf(bytes: Uint8Array): Promise<Encoding> {
  const isMarked = MARK.every((byte, at) => bytes[at] === byte);
  if (isUtf16(bytes)) throw refused(`the file is UTF-16, neither UTF-8 nor GB 18030; ${SAVE}`);
  if (isUtf8(bytes)) return 'UTF-8';
  const notUtf8 = await firstWrongByte(bytes, 'UTF-8');
  if (isMarked) throw refused(`the file is marked as UTF-8, and byte ${notUtf8} is not; ${SAVE}`);
  const notGb18030 = await firstWrongByte(bytes, 'GB 18030');
  if (notGb18030 !== undefined)
    throw refused(
      `the file is neither UTF-8 nor GB 18030: byte ${notUtf8} does not fit the one, byte ${notGb18030} the other; ${SAVE}`,
    );
  const line = await lineInUtf8(bytes);
  if (line !== undefined)
    throw refused(
      `the file mixes two encodings: line ${line} is UTF-8, and byte ${notUtf8} is not; ${SAVE}`,
      line,
    );
  return 'GB 18030';
}

/** The text piece by piece as UTF-8, without its mark, and with turns for other work between. */
export async function* utf8Pieces(bytes: Uint8Array, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(LABEL[encoding], { fatal: true });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    await turn();
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    yield encoding === 'UTF-8' ? piece : Buffer.from(decoder.decode(piece, { stream: true }));
  }
}

function refused(message: string, line?: number): TableRefused {
  return new TableRefused(message, 'wrong-encoding', line);
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Counted from 0, as editors of bytes do; undefined where every byte fits. */
async function firstWrongByte(bytes: Uint8Array, encoding: Encoding): Promise<number | undefined> {
  const fits = (end: number, start: number, isLast: boolean): boolean => {
    try {
      new TextDecoder(LABEL[encoding], { fatal: true }).decode(bytes.subarray(start, end), {
        stream: !isLast,
      });
      return true;
    } catch {
      return false;
    }
  };
  let start = 0;
  while (start < bytes.length) {
    await turn();
    const end = Math.min(bytes.length, start + AT_ONCE_BYTES);
    // A line end is never part of a character, so decoding may begin behind any.
    const cut = end === bytes.length ? end : bytes.lastIndexOf(LF, end - 1) + 1 || end;
    const next = cut > start ? cut : end;
    if (!fits(next, start, next === bytes.length)) return firstIn(start, next, fits);
    start = next;
  }
  return undefined;
}

/** By halves: the shortest beginning that does not fit ends with the wrong byte. */
function firstIn(
  start: number,
  end: number,
  fits: (end: number, start: number, isLast: boolean) => boolean,
): number {
  let [right, wrong] = [start, end];
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (fits(middle, start, false)) right = middle;
    else wrong = middle;
  }
  return wrong - 1;
}

async function lineInUtf8(bytes: Uint8Array): Promise<number | undefined> {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    if (line % 10_000 === 0) await turn();
    const end = bytes.indexOf(LF, start);
    const content = bytes.subarray(start, end === -1 ? bytes.length : end);
    if (isUtf8(content) && CHINESE_IN_UTF8.test(Buffer.from(content).toString('utf8'))) return line;
    if (end === -1) return undefined;
    start = end + 1;
  }
  return undefined;
}
