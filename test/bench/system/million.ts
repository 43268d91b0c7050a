import { type Collection, type Document, type FindCursor, MongoClient } from 'mongodb';
import type { Stage } from '../../e2e/stage.ts';

const BATCH = 5_000;
/** City registration numbers begin with 2018 4101 50; 51 to 99 distinguish copies. */
const OWN = '2018410150';
const COPIES = 49;
const STORES = [
  { database: 'duixian_contracts', collection: 'things' },
  { database: 'duixian_awards', collection: 'facts' },
] as const;

/**
 * Loads contracts directly into the stores of the register and of awards until both hold `total`: copies of those that
 * were sent normally, under other registration numbers. Accounts do not include them, so amounts are meaningless
 * afterwards.
 */
export async function loadDirectly(stage: Stage, total: number): Promise<void> {
  const client = await MongoClient.connect(stage.mongoUrl(), { useBigInt64: true });
  try {
    await Promise.all(
      STORES.map(({ database, collection }) => multiply(client.db(database).collection(collection), total)),
    );
  } finally {
    await client.close();
  }
}

async function multiply(collection: Collection, total: number): Promise<void> {
  const held = await collection.estimatedDocumentCount();
  const indexes = (await collection.indexes()).filter(
    ({ key }) => !('_id' in key && Object.keys(key).length === 1),
  );
  // Built in one go at the end, which is many times faster.
  await collection.dropIndexes();
  let missing = total - held;
  const originals = collection.find({ _id: { $regex: `^contract/${OWN}` } as never }).batchSize(BATCH);
  for (;;) {
    const batch = await take(originals, BATCH);
    if (batch.length === 0 || missing <= 0) break;
    for (let copy = 1; copy <= COPIES && missing > 0; copy += 1) {
      const documents = batch.slice(0, missing).map((document) => copyOf(document, copy));
      await collection.insertMany(documents, { ordered: false, writeConcern: { w: 1 } });
      missing -= documents.length;
    }
  }
  await originals.close();
  for (const { key, sparse, partialFilterExpression } of indexes) {
    const options = {
      ...(sparse && { sparse }),
      ...(partialFilterExpression && { partialFilterExpression }),
    };
    await collection.createIndex(key, options);
  }
}

async function take(cursor: FindCursor, count: number): Promise<Document[]> {
  const documents: Document[] = [];
  while (documents.length < count) {
    const next = await cursor.next();
    if (!next) break;
    documents.push(next);
  }
  return documents;
}

/** The copy's own names, by which other documents depend on it or look it up. */
function copyOf(document: Document, copy: number): Document {
  const own = `20184101${50 + copy}`;
  const rename = (value: unknown): unknown => {
    if (typeof value === 'string') return value.includes(OWN) ? value.replace(OWN, own) : value;
    if (Array.isArray(value)) return value.map(rename);
    return value;
  };
  const leans = document['leans'] as { key: string }[] | undefined;
  return {
    ...document,
    _id: rename(document['_id']),
    ...(document['subject']
      ? { subject: rename(document['subject']), about: rename(document['about']) }
      : {}),
    ...(leans ? { leans: leans.map((dependency) => ({ ...dependency, key: rename(dependency.key) })) } : {}),
  };
}
