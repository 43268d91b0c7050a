const LENGTH_BYTES = 4;

/** A stream of BSON documents in chunks of complete documents. Each document begins with its length. */
export async function* splitDocuments(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    // Copied, because the stream may reuse the memory.
    const bytes = Buffer.concat([rest, chunk]);
    let to = 0;
    for (let end = endOf(bytes, to); end <= bytes.length; end = endOf(bytes, to)) to = end;
    rest = bytes.subarray(to);
    if (to > 0) yield bytes.subarray(0, to);
  }
  if (rest.length > 0) throw new Error('the last document is cut off');
}

/** The end of the document at `from`; beyond the bytes where even its length is missing. */
function endOf(bytes: Buffer, from: number): number {
  return from + LENGTH_BYTES <= bytes.length ? from + bytes.readInt32LE(from) : Number.POSITIVE_INFINITY;
}
