import { Readable } from 'node:stream';

/**
 * An answer that streams, read from the services no faster than the client takes it. The beginning is read before it is
 * answered, so that a service that is away or full is a refusal and not a connection that breaks off.
 */
export async function streamFrom(chunks: AsyncIterable<Buffer | string>): Promise<Readable> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const stream: Readable = Readable.from(all(first, iterator), { objectMode: false });
  // Whatever ends it, also before anything was taken of it, ends the reading behind it.
  stream.once('close', () => void iterator.return?.()?.catch(() => {}));
  return stream;
}

async function* all<Chunk>(first: IteratorResult<Chunk>, rest: AsyncIterator<Chunk>): AsyncGenerator<Chunk> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

type Cancellable<T> = AsyncIterable<T> & { cancel(): void };

/** Reads a stream of a service; when the reader goes away, so does the call. */
export async function* reading<T>(stream: Cancellable<T>): AsyncGenerator<T> {
  try {
    yield* stream;
  } finally {
    stream.cancel();
  }
}
