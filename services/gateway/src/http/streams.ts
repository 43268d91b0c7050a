import { Readable } from 'node:stream';

/** An answer that streams, read from the services no faster than the client takes it. */
export function streamFrom(chunks: AsyncIterable<Buffer | string>): Readable {
  return Readable.from(chunks, { objectMode: false });
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
