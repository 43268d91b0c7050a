import { LIMITS, readBson } from '@duixian/values';
import type { FindCursor, RunCommandCursor } from 'mongodb';

/** Small enough that a batch is released before the garbage collector promotes it. */
const BATCH = 200;
/** Plain bytes do not burden the garbage collector, and each batch costs a call. */
const RAW_BATCH = 1_000;

/** The results of a cursor, in the batches in which the server sends them: for readers of everything. */
export async function* batchesOf<Document>(
  cursor: FindCursor<Document>,
  size = BATCH,
): AsyncGenerator<Document[]> {
  try {
    cursor.batchSize(size);
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments();
  } finally {
    await cursor.close();
  }
}

/** The same for a cursor of raw documents, read at a third of the driver's cost; for numbers, texts and lists only. */
export async function* documentsRead<Document>(cursor: FindCursor<Uint8Array>): AsyncGenerator<Document[]> {
  for await (const batch of batchesOf(cursor, RAW_BATCH))
    for (let at = 0; at < batch.length; at += BATCH)
      yield readBson(Buffer.concat(batch.slice(at, at + BATCH))) as Document[];
}

/**
 * The first request asks for this many documents; each later one for as many as are likely to fill a batch, estimated
 * from the last ones.
 */
export const FIRST_BATCH = 16;
const MOST_AT_ONCE = 1_000;

/**
 * The results of a command, as the texts or bytes that `write` makes of them, in batches of at most this many bytes (a
 * larger document is a batch of its own). So what waits for a reader is bounded, however large the documents are.
 */
export async function* batchesByBytes<Document>(
  cursor: RunCommandCursor,
  write: (document: Document) => Buffer,
  most: number = LIMITS.exportBatchBytes.most,
): AsyncGenerator<Buffer[]> {
  let asked = FIRST_BATCH;
  try {
    while (await cursor.hasNext()) {
      let batch: Buffer[] = [];
      let [count, bytes, total] = [0, 0, 0];
      while (cursor.bufferedCount() > 0) {
        const [document] = cursor.readBufferedDocuments(1);
        const written = write(document as Document);
        if (batch.length > 0 && bytes + written.length > most) {
          yield batch;
          [batch, bytes] = [[], 0];
        }
        batch.push(written);
        bytes += written.length;
        total += written.length;
        count += 1;
      }
      asked = countFor(most, asked, total / count);
      cursor.setBatchSize(asked);
      yield batch;
    }
  } finally {
    await cursor.close();
  }
}

/** At most twice as many as the last time, because the next documents may be larger. */
function countFor(most: number, last: number, bytesOfOne: number): number {
  return Math.max(1, Math.min(Math.floor(most / bytesOfOne), 2 * last, MOST_AT_ONCE));
}
