import { answerOf } from './answer.ts';
import type { Case, Peer } from './cases.ts';
import { type Records, SNAPSHOT } from './transactions.ts';

type Write = (records: Records) => Promise<unknown>;

/**
 * Each meets a write of the open transaction, which changed 1, deleted 2, inserted 3, added the unique key 7 and
 * removed 9.
 */
const WRITES: Record<string, Write> = {
  'update 1': (records) => records.updateOne({ _id: 1 }, { $inc: { n: 10n } }),
  'update 1 at its guard': (records) => records.updateOne({ _id: 1, n: 0n }, { $inc: { n: 10n } }),
  'find 1 and update': (records) => records.findOneAndUpdate({ _id: 1 }, { $inc: { n: 10n } }),
  'delete 1': (records) => records.deleteOne({ _id: 1 }),
  'update 2': (records) => records.updateOne({ _id: 2 }, { $inc: { n: 10n } }),
  'upsert 2': (records) => records.updateOne({ _id: 2 }, { $inc: { n: 10n } }, { upsert: true }),
  'insert 3': (records) => records.insertOne({ _id: 3, n: 10n }),
  'upsert 3': (records) => records.updateOne({ _id: 3 }, { $inc: { n: 10n } }, { upsert: true }),
  'enter 7': (records) => records.insertOne({ _id: 4, key: 7n }),
  'enter 7 by update': (records) => records.updateOne({ _id: 5 }, { $set: { key: 7n } }),
  'enter 9': (records) => records.insertOne({ _id: 4, key: 9n }),
  'enter 9 by update': (records) => records.updateOne({ _id: 5 }, { $set: { key: 9n } }),
  'update all that stand': (records) => records.updateMany({ _id: { $in: [1, 5] } }, { $inc: { n: 10n } }),
  'a bulk': (records) =>
    records.bulkWrite(
      [
        { insertOne: { document: { _id: 6 } } },
        { insertOne: { document: { _id: 3 } } },
        { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 10n } } } },
      ],
      { ordered: false },
    ),
};

/** Long enough for a server to begin and then wait. */
const BEGUN_MS = 50;

async function metBy(write: Write, { database }: Peer, end: 'commit' | 'abort'): Promise<unknown> {
  const records = database.collection('things') as unknown as Records;
  await records.deleteMany({});
  await records.createIndexes([
    { key: { key: 1 }, unique: true, partialFilterExpression: { key: { $gt: 0n } } },
  ]);
  await records.insertMany([...[1, 2, 5].map((_id) => ({ _id, n: 0n })), { _id: 8, key: 9n }]);
  const session = database.client.startSession();
  session.startTransaction(SNAPSHOT);
  await records.updateOne({ _id: 1 }, { $inc: { n: 1n } }, { session });
  await records.deleteOne({ _id: 2 }, { session });
  await records.insertOne({ _id: 3, n: 1n, key: 7n }, { session });
  await records.updateOne({ _id: 8 }, { $unset: { key: '' } }, { session });
  let isAnswered = false;
  const answer = answerOf(write(records)).finally(() => {
    isAnswered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, BEGUN_MS));
  const waited = !isAnswered;
  await (end === 'commit' ? session.commitTransaction() : session.abortTransaction());
  await session.endSession();
  return { waited, answer: await answer, left: await records.find({}).sort({ _id: 1 }).toArray() };
}

export const WAITING: Record<string, Case> = Object.fromEntries(
  (['commit', 'abort'] as const).map((end): [string, Case] => [
    `for a transaction that ends by ${end}`,
    async (peer) => {
      const found: Record<string, unknown> = {};
      for (const [name, write] of Object.entries(WRITES)) found[name] = await metBy(write, peer, end);
      return found;
    },
  ]),
);
