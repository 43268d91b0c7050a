import { readBson } from '@duixian/values';
import type mongoose from 'mongoose';

/** Small enough to be gone again before the collector of garbage keeps it. */
const BATCH = 200;
/** Bytes alone are no burden to it, and each batch costs a call. */
const RAW_BATCH = 1_000;

/** What a cursor finds, by the batches in which it comes from the server: for readers of everything. */
export async function* batchesOf<Document>(
  cursor: mongoose.mongo.FindCursor<Document>,
  size = BATCH,
): AsyncGenerator<Document[]> {
  try {
    cursor.batchSize(size);
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments();
  } finally {
    await cursor.close();
  }
}

/** The same of a cursor of raw documents, read at a third of the driver's price; of numbers, texts and lists only. */
export async function* documentsRead<Document>(
  cursor: mongoose.mongo.FindCursor<Uint8Array>,
): AsyncGenerator<Document[]> {
  for await (const batch of batchesOf(cursor, RAW_BATCH))
    for (let at = 0; at < batch.length; at += BATCH)
      yield readBson(Buffer.concat(batch.slice(at, at + BATCH))) as Document[];
}
