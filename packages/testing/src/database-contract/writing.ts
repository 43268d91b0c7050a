import { Binary, type ClientSession, type Collection } from 'mongodb';
import { numbersOf } from '../long-forms.ts';
import { answerOf } from './answer.ts';
import type { Case, Peer } from './cases.ts';
import { documentsOfAll, VALUES } from './values.ts';

// biome-ignore lint/suspicious/noExplicitAny: these documents hold anything, and filters of them say anything
type StoredRecord = any;
type Records = Collection<StoredRecord>;
type Update = Record<string, unknown>;

function recordsOf({ database }: Peer): Records {
  return database.collection('things') as unknown as Records;
}

async function bytesOf(records: Records): Promise<string[]> {
  const found = await records.find({}, { raw: true }).sort({ _id: 1 }).toArray();
  return found.map((bytes) => Buffer.from(bytes as unknown as Uint8Array).toString('hex'));
}

function* updates(): Generator<Update> {
  for (const value of VALUES) {
    yield { $set: { a: value } };
    yield { $set: { 'a.b': value, z: 1, A: 2 } };
    yield { $max: { a: value, n: value } };
    yield { $min: { a: value, n: value } };
    yield { $push: { a: value, list: value } };
    if (!isFloating(value)) yield { $inc: { a: value } };
  }
  yield { $unset: { a: '', nothing: '' } };
  yield { $unset: { 'a.b': '' }, $set: { b: 1 } };
  yield { $inc: { a: 1, 'n.m': 1n } };
  yield { $inc: { a: 2 ** 31 - 1 } };
  yield { $set: { _id: 3 } };
  yield { $set: { _id: 3n } };
  yield { $setOnInsert: { a: 'made' }, $inc: { c: 1n } };
  const $each = [{ x: 1 }, 2, 3n];
  yield { $push: { list: { $each, $position: 0, $slice: 2 } } };
  yield { $push: { a: { $each, $position: 1 } } };
  yield { c: 3, b: [1] };
  yield {};
}

/** Parts of lists and floating sums are not simulated. */
const CHANGEABLE = { $and: [{ a: { $not: { $type: 'array' } } }, { a: { $not: { $type: 'double' } } }] };

function isFloating(value: unknown): boolean {
  return typeof value === 'number' && !(Number.isInteger(value) && Math.abs(value) < 2 ** 31);
}

async function changed(records: Records, update: Update, options: object = {}): Promise<unknown> {
  const isReplacement = !Object.keys(update).some((name) => name.startsWith('$'));
  await records.deleteMany({});
  await records.insertMany(documentsOfAll().map((one) => ({ ...one, z: 1n })));
  const answers = [];
  const ids = (await records.find(CHANGEABLE, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
  const operations = ids.map((_id) =>
    isReplacement
      ? { replaceOne: { filter: { _id }, replacement: update, ...options } }
      : { updateOne: { filter: { _id }, update, ...options } },
  );
  answers.push(await answerOf(records.bulkWrite(operations, { ordered: false })));
  return { answers, bytes: await bytesOf(records) };
}

const UPSERTS: readonly [object, object][] = [
  [{ _id: 1 }, { $set: { a: 1 } }],
  [
    { _id: 2, b: 'x' },
    { $setOnInsert: { a: 5n }, $inc: { n: 1 } },
  ],
  [
    { _id: 3, 'c.d': 1, e: { $gt: 4 } },
    { $max: { a: 5n }, $min: { d: new Date(5) }, $push: { list: 1 } },
  ],
  [{ _id: { $eq: 4 } }, { $set: { 'c.d': 1, a: 2 } }],
  [{ _id: 5, a: { $exists: false } }, { $set: { a: 3 } }],
  [{ _id: 1 }, { $setOnInsert: { a: 9 } }],
  [{ _id: 1, a: 7 }, { $set: { a: 8 } }],
];

export const WRITING: Record<string, Case> = {
  'an update makes the same bytes, or fails the same way': async (peer) => {
    const records = recordsOf(peer);
    const found: unknown[] = [];
    const { oneOfChanges } = numbersOf('contract');
    for (const [at, update] of [...updates()].entries())
      if (at % oneOfChanges === 0) found.push(await changed(records, update));
    return found;
  },
  upserts: async (peer) => {
    const records = recordsOf(peer);
    const answers = [];
    for (const [filter, update] of UPSERTS)
      answers.push(await answerOf(records.updateOne(filter, update, { upsert: true })));
    answers.push(await answerOf(records.replaceOne({ _id: 9 }, { b: 1, a: 2 }, { upsert: true })));
    answers.push(await answerOf(records.replaceOne({ _id: 9 }, { b: 1, a: 2 }, { upsert: true })));
    answers.push(await answerOf(records.replaceOne({ _id: 9, b: 2 }, { b: 5 }, { upsert: true })));
    return { answers, bytes: await bytesOf(records) };
  },
  'find one and update': async (peer) => {
    const records = recordsOf(peer);
    const answers = [];
    for (const options of [{}, { upsert: true }, { upsert: true, returnDocument: 'after' as const }])
      for (const [filter, update] of UPSERTS) {
        const more = { ...options, projection: { a: 1 } };
        answers.push(await answerOf(records.findOneAndUpdate(filter, update, more)));
      }
    answers.push(await answerOf(records.findOneAndUpdate({}, { $inc: { n: 1n } }, { sort: { _id: -1 } })));
    answers.push(await answerOf(records.findOneAndDelete({ _id: 1 })));
    answers.push(await answerOf(records.findOneAndDelete({ _id: 1 })));
    return { answers, bytes: await bytesOf(records) };
  },
  'bulk writes, in order and not': async (peer) => {
    const records = recordsOf(peer);
    const operations = [
      { insertOne: { document: { _id: 1 } } },
      { insertOne: { document: { _id: 1, b: 2 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { b: 1n } } } },
      { insertOne: { document: { b: 1n, _id: 2 } } },
      { updateOne: { filter: { _id: 2 }, update: { $inc: { _id: 1 } } } },
      { updateOne: { filter: { _id: 7 }, update: { $set: { b: 1 } }, upsert: true } },
      { updateMany: { filter: { _id: { $gt: 0 } }, update: { $set: { c: 1 } } } },
      { replaceOne: { filter: { _id: 2 }, replacement: { d: 1 } } },
      { replaceOne: { filter: { _id: 2 }, replacement: { _id: 5, d: 1 } } },
      { deleteOne: { filter: { c: 1 } } },
      { deleteMany: { filter: { _id: { $in: [6, 7] } } } },
    ];
    const answers = [];
    for (const ordered of [true, false]) {
      answers.push(await answerOf(records.bulkWrite(operations, { ordered })));
      answers.push(await bytesOf(records));
    }
    answers.push(
      await answerOf(records.insertMany([{ _id: 8 }, { _id: 8 }, { _id: 9 }], { ordered: false })),
    );
    answers.push(await answerOf(records.insertMany([{ _id: 10 }, { _id: 8 }, { _id: 11 }])));
    return { answers, bytes: await bytesOf(records) };
  },
  'a replacement looked up in a list, for many documents at once': async (peer) => {
    const records = recordsOf(peer);
    await records.insertMany([1, 2, 3, 4].map((_id) => ({ _id, guard: BigInt(_id), a: 'before' })));
    const ids = [1, 2, 3];
    const own = (values: readonly unknown[]) => ({ $arrayElemAt: [{ $literal: values }, '$$at'] });
    const after = ids.map((_id) => ({ _id, guard: 9n, a: '$kept as it is', b: [{ c: null }, new Date(5)] }));
    const replacement = {
      $let: {
        vars: { at: { $indexOfArray: [{ $literal: ids }, '$_id'] } },
        in: { $cond: [{ $eq: ['$guard', own([1n, 7n, 3])] }, own(after), '$$ROOT'] },
      },
    };
    const filter = { _id: { $in: ids } };
    const answer = await answerOf(records.updateMany(filter, [{ $replaceWith: replacement }]));
    return { answer, bytes: await bytesOf(records) };
  },
  'fields that are set to what follows from the document': async (peer) => {
    const records = recordsOf(peer);
    const next = (least: unknown) => [
      { $set: { a: { $max: [least, { $add: [{ $ifNull: ['$a', 0n] }, 1n] }] }, b: '$_id' } },
    ];
    const options = { upsert: true, returnDocument: 'after' } as const;
    const answers = [];
    for (const least of [5n, 0n, 6n, 100n, null, 7.5, 'a'])
      answers.push(await answerOf(records.findOneAndUpdate({ _id: 1 }, next(least) as never, options)));
    const absent = { $max: ['$none', { $ifNull: ['$none', null, '$b'] }] };
    for (const value of [absent, { $max: ['$none', null] }, { $ifNull: ['$c', '$b'] }])
      answers.push(await answerOf(records.updateOne({ _id: 1 }, [{ $set: { c: value } }] as never)));
    return { answers, bytes: await bytesOf(records) };
  },
  'unique indexes, whole and partial': async (peer) => {
    const records = recordsOf(peer);
    await records.createIndexes([
      { key: { sequence: 1 }, unique: true, partialFilterExpression: { sequence: { $gt: 0 } } },
      { key: { a: 1, b: 1 }, unique: true },
    ]);
    const documents: StoredRecord[] = [
      ...[
        { _id: 1, sequence: 1n },
        { _id: 2, sequence: 1 },
        { _id: 3, sequence: 0 },
        { _id: 4, sequence: 0 },
      ],
      ...[
        { _id: 5, a: 1 },
        { _id: 6, a: 1, b: null },
        { _id: 7, a: [1, 2], b: 3 },
        { _id: 8, a: 2, b: 3n },
      ],
      ...[
        { _id: 9, a: 5 },
        { _id: 10, a: 6 },
      ],
    ];
    const answers = [];
    for (const document of documents) answers.push(await answerOf(records.insertOne(document)));
    answers.push(await answerOf(records.updateOne({ _id: 9 }, { $set: { a: 6 } })));
    answers.push(await answerOf(records.updateOne({ _id: 9 }, { $set: { a: 7 } })));
    answers.push(await answerOf(records.updateOne({ _id: 10 }, { $set: { a: 5 } })));
    answers.push(await answerOf(records.updateOne({ a: 5, b: null }, { $set: { c: 1 } }, { upsert: true })));
    return { answers, bytes: await bytesOf(records) };
  },
  'a document that is too large is refused': async (peer) => {
    const records = recordsOf(peer);
    const half = 'x'.repeat(8 * 1024 * 1024);
    await records.insertOne({ _id: 1, a: half });
    const answers = [
      await answerOf(records.insertOne({ _id: 2, a: half + half })),
      await answerOf(records.updateOne({ _id: 1 }, { $set: { b: half } })),
      await answerOf(records.findOneAndUpdate({ _id: 1 }, { $push: { list: half } } as never)),
      await answerOf(records.replaceOne({ _id: 1 }, { a: half + half })),
      await answerOf(records.updateOne({ _id: 3 }, { $set: { a: half + half } }, { upsert: true })),
    ];
    return { answers, left: await records.countDocuments() };
  },
  'a document that is too large is refused within a transaction': async (peer) => {
    const records = recordsOf(peer);
    const half = 'x'.repeat(8 * 1024 * 1024);
    await records.insertOne({ _id: 1, a: half });
    type Step = (session: ClientSession) => Promise<unknown>;
    const steps: Step[] = [
      (session) => records.insertOne({ _id: 2, a: half + half }, { session }),
      (session) => records.updateOne({ _id: 1 }, { $set: { b: half } }, { session }),
      (session) => records.replaceOne({ _id: 1 }, { a: half + half }, { session }),
      (session) => records.updateOne({ _id: 3 }, { $set: { a: half + half } }, { upsert: true, session }),
    ];
    const answers = [];
    for (const step of steps) {
      const session = peer.database.client.startSession();
      session.startTransaction();
      answers.push(await answerOf(step(session)), await answerOf(session.commitTransaction()));
      await session.endSession();
    }
    return answers;
  },
  'an update that contradicts itself is refused, also where it finds nothing': async (peer) => {
    const records = recordsOf(peer);
    const answers = [];
    for (const update of [
      { $set: { a: 1 }, $inc: { a: 1 } },
      { $set: { 'a.b': 1 }, $unset: { a: '' } },
    ]) {
      answers.push(await answerOf(records.updateOne({ _id: 1 }, update)));
      answers.push(await answerOf(records.findOneAndUpdate({ _id: 1 }, update)));
      answers.push(await answerOf(records.bulkWrite([{ updateMany: { filter: {}, update } }])));
    }
    return answers;
  },
  'what stands in a list is changed at its position': async (peer) => {
    const records = recordsOf(peer);
    await records.insertOne({ _id: 1, list: [{ a: 1n, b: [1, 2] }, 5] });
    const answers = [
      await answerOf(records.updateOne({ _id: 1 }, { $set: { 'list.0.a': -9n, 'list.1': 'x' } })),
      await answerOf(records.updateOne({ _id: 1 }, { $inc: { 'list.0.b.1': 1 } })),
    ];
    return { answers, bytes: await bytesOf(records) };
  },
  'undefined fields are not stored, and bytes come back as they went': async (peer) => {
    const records = recordsOf(peer);
    const payload = new Binary(Buffer.from([0, 1, 255]));
    await records.insertOne({
      _id: 1,
      gone: undefined,
      payload,
      inner: { gone: undefined, at: new Date(7) },
    });
    await records.updateOne({ _id: 1 }, { $set: { more: { gone: undefined, kept: 1n } } });
    return { found: await records.findOne({ _id: 1 }), bytes: await bytesOf(records) };
  },
};
