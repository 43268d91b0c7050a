import { Readable } from 'node:stream';
import { LIMITS } from '@duixian/values';

/**
 * An answer that streams, read from the services no faster than the client takes it. A client that takes nothing for a while
 * is cut off: it holds a place that others wait for.
 */
export function streamFrom(
  chunks: AsyncIterable<Buffer | string>,
  idleMs: number = LIMITS.idleReaderMs.most,
): Readable {
  const cut = () => stream.destroy(new Error(`the client took nothing for ${idleMs} ms`));
  const stream: Readable = Readable.from(taken(chunks, idleMs, cut), { objectMode: false });
  return stream;
}

async function* taken<Chunk>(
  chunks: AsyncIterable<Chunk>,
  idleMs: number,
  cut: () => void,
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    const timer = setTimeout(cut, idleMs);
    try {
      yield chunk;
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
