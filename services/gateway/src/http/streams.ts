import { Readable } from 'node:stream';
import { LIMITS } from '@duixian/values';

/**
 * An answer that streams, read from the services no faster than the client takes it. The beginning is read before it is
 * answered, so that a service that is away or full is a refusal and not a connection that breaks off. A client that takes
 * nothing for a while is cut off: it holds a place that others wait for.
 */
export async function streamFrom(
  chunks: AsyncIterable<Buffer | string>,
  idleMs: number = LIMITS.idleReaderMs.most,
): Promise<Readable> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const cut = () => stream.destroy(new Error(`the client took nothing for ${idleMs} ms`));
  const stream: Readable = Readable.from(taken(first, iterator, idleMs, cut), { objectMode: false });
  // Whatever ends it, also before anything was taken of it, ends the reading behind it.
  stream.once('close', () => void iterator.return?.()?.catch(() => {}));
  return stream;
}

async function* taken<Chunk>(
  first: IteratorResult<Chunk>,
  rest: AsyncIterator<Chunk>,
  idleMs: number,
  cut: () => void,
): AsyncGenerator<Chunk> {
  for (let next = first; !next.done; next = await rest.next()) {
    const timer = setTimeout(cut, idleMs);
    try {
      yield next.value;
    } finally {
      clearTimeout(timer);
    }
  }
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
