const LENGTH_BYTES = 4;

/** A stream of documents of BSON, in pieces of whole ones. Each document begins with its length. */
export async function* splitDocuments(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    // A copy: what the stream reads into next may be the same memory.
    const bytes = Buffer.concat([rest, chunk]);
    let to = 0;
    for (let end = endOf(bytes, to); end <= bytes.length; end = endOf(bytes, to)) to = end;
    rest = bytes.subarray(to);
    if (to > 0) yield bytes.subarray(0, to);
  }
  if (rest.length > 0) throw new Error('the last document is cut off');
}

/** Of the document that begins at `from`; beyond all bytes where not even its length is there. */
function endOf(bytes: Buffer, from: number): number {
  return from + LENGTH_BYTES <= bytes.length ? from + bytes.readInt32LE(from) : Number.POSITIVE_INFINITY;
}
