const LENGTH_BYTES = 4;

/** The documents of a stream of BSON, as many at a time as have arrived. Each begins with its length. */
export async function* splitDocuments(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    // A copy: what the stream reads into next may be the same memory.
    const bytes = Buffer.concat([rest, chunk]);
    const documents: Buffer[] = [];
    let from = 0;
    for (let end = endOf(bytes, from); end <= bytes.length; end = endOf(bytes, from)) {
      documents.push(bytes.subarray(from, end));
      from = end;
    }
    rest = bytes.subarray(from);
    yield documents;
  }
  if (rest.length > 0) throw new Error('the last document is cut off');
}

/** Of the document that begins at `from`; beyond all bytes where not even its length is there. */
function endOf(bytes: Buffer, from: number): number {
  return from + LENGTH_BYTES <= bytes.length ? from + bytes.readInt32LE(from) : Number.POSITIVE_INFINITY;
}
