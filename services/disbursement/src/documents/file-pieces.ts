/** Each message costs, so what is written is collected up to this size. */
const PIECE_BYTES = 65_536;

/**
 * The bytes of a file in messages. The first leaves at once: the caller waits for it to learn whether there is a file at
 * all.
 */
export async function* filePieces(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<{ piece: Buffer }> {
  let isFirst = true;
  let collected: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    collected.push(part);
    bytes += part.length;
    if (!isFirst && bytes < PIECE_BYTES) continue;
    yield { piece: Buffer.concat(collected) };
    [isFirst, collected, bytes] = [false, [], 0];
  }
  if (bytes > 0) yield { piece: Buffer.concat(collected) };
}
