import { defined } from '@duixian/values';

/**
 * Writes GB 18030, for which Node has a decoder only. The table is that decoder's own, turned round, so that what is
 * written is read again as it was; a package of tables would be one more that can differ from it. Half a character
 * becomes U+FFFD.
 */
export function encodeGb18030(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * LONGEST);
  let at = 0;
  for (const point of text) {
    for (const byte of bytesOf(point)) {
      bytes[at] = byte;
      at += 1;
    }
  }
  return bytes.slice(0, at);
}

/**
 * Whether the GBK of older systems has the character: two bytes, but neither of private use nor of row FE, which came
 * with GB 18030.
 */
export function isInGbk(point: string): boolean {
  const [lead = 0, , third] = bytesOf(point);
  return third === undefined && lead !== LAST_LEAD && !PRIVATE_USE.test(point);
}

const LONGEST = 4;
const PRIVATE_USE = /\p{Co}/u;
const UNKNOWN = '\ufffd';
const LF = 0x0a;
const LAST_LEAD = 0xfe;
const LEADS = range(0x81, LAST_LEAD);
const TRAILS = [...range(0x40, 0x7e), ...range(0x80, 0xfe)];
/** How many sequences of four bytes there are for the Basic Multilingual Plane. */
const BASIC = 39_420;
/** The number of the sequence 90 30 81 30, from which all other planes follow in order. */
const SUPPLEMENTARY = 189_000;
const FIRST_SUPPLEMENTARY = 0x10000;

type Bytes = readonly number[];
let table: ReadonlyMap<string, Bytes> | undefined;

function bytesOf(point: string): Bytes {
  const code = point.codePointAt(0) ?? 0;
  if (code < 0x80) return [code];
  if (code >= FIRST_SUPPLEMENTARY) return fourBytes(SUPPLEMENTARY + code - FIRST_SUPPLEMENTARY);
  table ??= basicTable();
  return table.get(point) ?? defined(table.get(UNKNOWN), 'GB 18030 has a sign for what is unknown');
}

/** What the decoder makes of every sequence; of several for one character the shortest. */
function basicTable(): Map<string, Bytes> {
  const two = LEADS.flatMap((lead) => TRAILS.map((trail): Bytes => [lead, trail]));
  const sequences = [...two, ...Array.from({ length: BASIC }, (_, number) => fourBytes(number))];
  // A line feed belongs to no sequence, so each has a line of its own.
  const lines = Uint8Array.from(sequences.flatMap((sequence) => [...sequence, LF]));
  const points = new TextDecoder('gb18030').decode(lines).split('\n');
  const found = new Map<string, Bytes>([[UNKNOWN, [0x84, 0x31, 0xa4, 0x37]]]);
  for (const [index, sequence] of sequences.entries()) {
    const point = points[index] ?? '';
    if (point.length === 1 && !found.has(point)) found.set(point, sequence);
  }
  return found;
}

function fourBytes(number: number): Bytes {
  const rest = Math.floor(number / 10);
  const next = Math.floor(rest / 126);
  return [0x81 + Math.floor(next / 10), 0x30 + (next % 10), 0x81 + (rest % 126), 0x30 + (number % 10)];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
