import { Readable } from 'node:stream';
import { reading } from '@duixian/runtime';

/**
 * A streamed answer, read from the services no faster than the client takes it. The first chunk is read before the
 * answer begins, so that a service that is away or full gives a refusal instead of a broken connection.
 */
export async function streamFrom(chunks: AsyncIterable<Buffer | string>): Promise<Readable> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const stream: Readable = Readable.from(all(first, iterator), { objectMode: false });
  // However the stream ends, even before its first chunk was taken, reading from the service ends too.
  stream.once('close', () => void iterator.return?.()?.catch(() => {}));
  return stream;
}

async function* all<Chunk>(first: IteratorResult<Chunk>, rest: AsyncIterator<Chunk>): AsyncGenerator<Chunk> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

/** A file that a service writes. Its call is cancelled when the client is gone. */
export function fileFrom(
  pieces: AsyncIterable<{ readonly piece: Buffer }> & { cancel(): void },
): Promise<Readable> {
  return streamFrom(bytesOf(reading(pieces)));
}

async function* bytesOf(pieces: AsyncIterable<{ readonly piece: Buffer }>): AsyncGenerator<Buffer> {
  for await (const { piece } of pieces) yield piece;
}
