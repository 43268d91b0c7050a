import { Readable } from 'node:stream';

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

type Cancellable<T> = AsyncIterable<T> & { cancel(): void };

/** Reads a stream of a service, and cancels the call when the reader stops. */
export async function* reading<T>(stream: Cancellable<T>): AsyncGenerator<T> {
  try {
    yield* stream;
  } finally {
    stream.cancel();
  }
}
