import type mongoose from 'mongoose';

/** Small enough to be gone again before the collector of garbage keeps it. */
const BATCH = 200;

/** What a cursor finds, by the batches in which it comes from the server: for readers of everything. */
export async function* batchesOf<Document>(
  cursor: mongoose.mongo.FindCursor<Document>,
): AsyncGenerator<Document[]> {
  try {
    cursor.batchSize(BATCH);
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments();
  } finally {
    await cursor.close();
  }
}
