const LF = 0x0a;
const BOM = Buffer.from('\uFEFF');

/** `sizeBytes` is the size of the whole line; `bytes` holds at most the limit. */
export type RawLine = { readonly number: number; readonly bytes: Buffer; readonly sizeBytes: number };

/**
 * The lines of a stream, as many at a time as have arrived. Only LF ends a line (docs/facts.md §1). The rest of a line
 * beyond the limit is dropped, so that no input can fill the memory.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<RawLine[]> {
  let number = 0;
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const finish = (end: Buffer): RawLine => {
    const sizeBytes = begunBytes + end.length;
    const whole = begun.length === 0 ? end : Buffer.concat([...begun, end]);
    // A byte order mark at the very start belongs to no line.
    const bytes = number === 0 && whole.indexOf(BOM) === 0 ? whole.subarray(BOM.length) : whole;
    begun = [];
    begunBytes = 0;
    number += 1;
    return { number, bytes, sizeBytes: sizeBytes - (whole.length - bytes.length) };
  };
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: RawLine[] = [];
    let from = 0;
    for (let at = buffer.indexOf(LF); at >= 0; at = buffer.indexOf(LF, from)) {
      lines.push(finish(buffer.subarray(from, at)));
      from = at + 1;
    }
    const rest = buffer.subarray(from);
    // Copied, because the stream may reuse the memory.
    if (begunBytes <= limitBytes && rest.length > 0) begun.push(Buffer.from(rest));
    begunBytes += rest.length;
    yield lines;
  }
  if (begunBytes > 0) yield [finish(Buffer.alloc(0))];
}

const BLANK = new Set([0x20, 0x09, 0x0d]);

export function isBlank(bytes: Buffer): boolean {
  // Facts begin with a brace, so one look is enough for nearly every line.
  return bytes.every((byte) => BLANK.has(byte));
}
