import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { fileFault } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';

/** Enough for any XML declaration. */
const DECLARATION_BYTES = 256;
const DECLARATION = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/;
const CHUNK_BYTES = 64 * 1024;
const LF = 0x0a;
const LESS_THAN = 0x3c;

/** GB 2312 and GBK are parts of GB 18030, and one decoder reads all three. */
const DECODERS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
};

/** The text of an XML file in pieces, or why its bytes are not in the encoding that it declares. */
export function decodeXml(bytes: Uint8Array): Iterable<string> | FileFault {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]))
    return wrong('the file is in UTF-16; right is UTF-8, or GBK or GB18030 where the first line says so');
  const hasMark = startsWith(bytes, [0xef, 0xbb, 0xbf]);
  const head = new TextDecoder('latin1').decode(bytes.subarray(hasMark ? 3 : 0, DECLARATION_BYTES));
  const declared = DECLARATION.exec(head)?.[1] ?? 'UTF-8';
  const decoder = DECODERS[declared.toLowerCase()];
  if (decoder === undefined)
    return wrong(`the file declares the encoding ${declared}; right is UTF-8, GBK or GB18030`);
  if (hasMark && decoder !== 'utf-8')
    return wrong(`the file declares ${declared} and begins with the byte order mark of UTF-8`);
  return decoder === 'utf-8' ? decodeUtf8(bytes) : decodeGb18030(bytes, declared);
}

function decodeUtf8(bytes: Uint8Array): Iterable<string> | FileFault {
  if (isUtf8(bytes)) return pieces(bytes, 'utf-8');
  return wrongAt(bytes, firstWrongByte(bytes, 'utf-8'), 'the file declares UTF-8, or nothing');
}

/**
 * Most Chinese in UTF-8 can also be read as GBK, as other signs, so a strict decoder does not notice. Characters of
 * three bytes that are valid UTF-8 from the first to the last of a file do not arise by chance. A file whose only
 * Chinese is of two bytes that are both (联通) is read as it declares.
 */
function decodeGb18030(bytes: Uint8Array, declared: string): Iterable<string> | FileFault {
  const first = bytes.findIndex((byte) => byte >= 0xe0);
  if (first >= 0 && isUtf8(bytes))
    return wrongAt(bytes, first, `the file declares ${declared}, and its bytes are UTF-8`);
  const at = firstWrongByte(bytes, 'gb18030');
  if (at < bytes.length) return wrongAt(bytes, at, `the file declares ${declared}, and its bytes are not`);
  return pieces(bytes, 'gb18030');
}

function* pieces(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    yield decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true });
  yield decoder.decode();
}

/** Where a strict decoder stops; the length where it does not. */
function firstWrongByte(bytes: Uint8Array, encoding: string): number {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    if (!decodes(decoder, bytes.subarray(at, at + CHUNK_BYTES))) return wrongByteOfChunk(bytes, at, encoding);
  }
  return decodes(decoder, undefined) ? bytes.length : bytes.length - 1;
}

/**
 * Byte by byte from the last `<` before the chunk, which is a character of its own in every encoding; where the whole
 * chunk before has none, the beginning of the chunk is near enough.
 */
function wrongByteOfChunk(bytes: Uint8Array, chunkStart: number, encoding: string): number {
  const before = Math.max(0, chunkStart - CHUNK_BYTES);
  const found = bytes.subarray(before, chunkStart).lastIndexOf(LESS_THAN);
  if (found < 0 && chunkStart > 0) return chunkStart;
  const decoder = new TextDecoder(encoding, { fatal: true });
  let at = before + Math.max(0, found);
  while (at < bytes.length && decodes(decoder, bytes.subarray(at, at + 1))) at += 1;
  return at;
}

function decodes(decoder: TextDecoder, chunk: Uint8Array | undefined): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

function wrongAt(bytes: Uint8Array, at: number, what: string): FileFault {
  let line = 1;
  for (const byte of bytes.subarray(0, at)) if (byte === LF) line += 1;
  const code = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return fileFault(
    'wrong-encoding',
    `${what}: byte ${at} (0x${code}, in line ${line}); declare the encoding in which the file is saved`,
    { line },
  );
}

function wrong(message: string): FileFault {
  return fileFault('wrong-encoding', message);
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}
