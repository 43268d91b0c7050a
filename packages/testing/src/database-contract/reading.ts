import type { Collection, FindCursor } from 'mongodb';
import { numbersOf } from '../long-forms.ts';
import { answerOf } from './answer.ts';
import type { Case } from './cases.ts';
import { documentsOfAll, VALUES } from './values.ts';

type Filter = Record<string, unknown>;

const COMPARED = VALUES.filter(
  (value) => value === null || typeof value !== 'object' || !(Array.isArray(value) || isPlain(value)),
);

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function* filtersOf(path: string): Generator<Filter> {
  for (const value of VALUES) {
    yield { [path]: value };
    yield { [path]: { $eq: value } };
    yield { [path]: { $ne: value } };
    yield { [path]: { $in: [value, 'a'] } };
    yield { [path]: { $nin: [value, 5n] } };
    yield { [path]: { $not: { $elemMatch: { $in: [value] } } } };
  }
  for (const value of COMPARED)
    for (const operator of ['$gt', '$gte', '$lt', '$lte']) {
      yield { [path]: { [operator]: value } };
      yield { [path]: { $not: { [operator]: value } } };
      yield { [path]: { $elemMatch: { [operator]: value } } };
    }
  for (const type of ['string', 'int', 'long', 'double', 'number', 'date', 'bool', 'object', 'array', 'null'])
    yield { [path]: { $type: type } };
  yield { [path]: { $exists: true } };
  yield { [path]: { $exists: false } };
  yield { [path]: { $gt: 0, $lt: 6 } };
  yield { [path]: { $in: [/^a/, null] } };
  yield { [path]: /b$/ };
}

const TOGETHER: readonly Filter[] = [
  ...[{ 'a.0': { $exists: true } }, { 'a.0': { $exists: false } }, { 'a.1.b': { $exists: true } }],
  { $or: [{ a: 5 }, { 'a.b': 1 }] },
  { $or: [{ a: { $in: [5, null] } }, { 'a.b': { $eq: 1n } }, { _id: 7, a: 2 ** 40 }] },
  { $and: [{ a: { $gte: 0 } }, { a: { $lte: 5n } }] },
  { $or: [{ $and: [{ a: 'a' }, { _id: { $gt: 0 } }] }, { a: null }] },
  { a: { $elemMatch: { b: 1 } } },
  { a: { $elemMatch: { b: { $gt: 0 }, c: { $exists: false } } } },
  { a: { $not: { $elemMatch: { b: 1 } } } },
  ...[
    { _id: { $gt: 3 } },
    { _id: { $gte: 3, $lt: 7 } },
    { _id: { $lte: 3 } },
    { _id: { $in: [3, 4n, 'a'] } },
  ],
  ...[{ _id: 3 }, { _id: 3n }, { _id: { $ne: 3 } }, { _id: { $nin: [3, 4] } }, { _id: { $gt: 'a' } }],
  ...[{ _id: { $gt: 3, $in: [2, 3, 4] } }, { _id: { $eq: 5 } }, { _id: { $type: 'int' } }],
];

const SORTS = [{ a: 1 }, { a: -1 }, { 'a.b': 1 }, { 'a.b': -1 }, { a: 1, 'a.b': -1 }] as const;

const PROJECTIONS = [
  ...[{ a: 1 }, { _id: 0, a: 1 }, { 'a.b': 1 }, { 'a.b': 1, 'a.c': 1 }, { 'a.b.c': 1, _id: 0 }, { x: 1 }],
  ...[{ a: 0 }, { 'a.b': 0 }, { _id: 0 }, { _id: 1 }, { 'a.b.c': 0, _id: 0 }],
];

async function idsOf(found: FindCursor): Promise<unknown[]> {
  return (await found.toArray()).map(({ _id }) => _id);
}

async function selectedBy(
  records: Pick<Collection, 'find'>,
  paths: readonly string[],
): Promise<Record<string, unknown>> {
  const selected: Record<string, unknown> = {};
  const filters = [...paths.flatMap((path) => [...filtersOf(path)]), ...TOGETHER];
  for (const filter of filters.filter((_, at) => at % numbersOf('contract').oneOfChanges === 0))
    selected[shown(filter)] = await idsOf(records.find(filter as never).sort({ _id: 1 }));
  return selected;
}

export const READING: Record<string, Case> = {
  'a filter selects the same documents': async ({ database }) => {
    const records = database.collection('things');
    await records.insertMany(documentsOfAll() as never);
    return selectedBy(records, ['a', 'a.b', 'a.b.c']);
  },
  'a filter selects the same documents where indexes stand': async ({ database }) => {
    const records = database.collection('things');
    await records.createIndexes([{ key: { a: 1 } }]);
    await records.insertMany(documentsOfAll() as never);
    await records.createIndexes([{ key: { 'a.b': 1 } }]);
    return selectedBy(records, ['a', 'a.b']);
  },
  'a sort puts values of all kinds into the same order': async ({ database }) => {
    const records = database.collection('things');
    await records.insertMany(documentsOfAll() as never);
    const orders = [];
    for (const sort of SORTS) orders.push(await idsOf(records.find().sort({ ...sort, _id: 1 })));
    for (const sort of SORTS)
      orders.push(
        await idsOf(
          records
            .find()
            .sort({ ...sort, _id: 1 })
            .skip(3)
            .limit(9),
        ),
      );
    return orders;
  },
  'keys of all kinds sort, and are ranges': async ({ database }) => {
    const records = database.collection('things');
    const keys = VALUES.filter((value) => !Array.isArray(value) && value !== null);
    const taken = [];
    for (const key of keys) taken.push(await answerOf(records.insertOne({ _id: key } as never)));
    const codes = taken.map((one) => ('error' in one ? one.error : 'inserted'));
    const found = [await idsOf(records.find().sort({ _id: 1 }))];
    for (const key of COMPARED)
      for (const operator of ['$gt', '$gte', '$lt', '$lte', '$eq'])
        found.push(await idsOf(records.find({ _id: { [operator]: key } } as never).sort({ _id: 1 })));
    found.push(await idsOf(records.find({ _id: { $in: [/^a/, /^～/] } } as never).sort({ _id: 1 })));
    return { codes, found };
  },
  'a projection leaves the same fields in the same order': async ({ database }) => {
    const records = database.collection('things');
    await records.insertMany(documentsOfAll() as never);
    await records.insertOne({ _id: 'more', c: 1, a: { c: 1, b: 2 }, b: 3 } as never);
    const found = [];
    for (const projection of PROJECTIONS) {
      const cursor = records.find({}, { projection, raw: true }).sort({ _id: 1 });
      found.push((await cursor.toArray()).map((bytes) => Buffer.from(bytes as never).toString('hex')));
    }
    return found;
  },
  'raw documents have the same bytes, by batches of any size': async ({ database }) => {
    const records = database.collection('things');
    await records.insertMany(documentsOfAll() as never);
    await records.insertOne({ b: 1n, _id: 'last' } as never);
    const found = [];
    for (const batchSize of [1, 2, 7, 1_000]) {
      const cursor = records.find({}, { raw: true, batchSize }).sort({ _id: 1 });
      for await (const bytes of cursor) found.push(Buffer.from(bytes as never).toString('hex'));
    }
    return found;
  },
  'a cursor of a command reads on, in the order in which documents lie': async ({ database }) => {
    const records = database.collection('things');
    for (const _id of [5, 1, 4, 2, 3]) await records.insertOne({ _id } as never);
    await records.deleteOne({ _id: 5 } as never);
    await records.insertOne({ _id: 5 } as never);
    await records.updateOne({ _id: 1 } as never, { $set: { a: 'longer than it was' } });
    const command = { find: 'things', filter: {}, hint: { $natural: 1 }, batchSize: 2 };
    const cursor = database.runCursorCommand(command);
    const found = [];
    while (await cursor?.hasNext()) found.push(cursor?.readBufferedDocuments());
    return found;
  },
  'documents are counted': async ({ database }) => {
    const records = database.collection('things');
    const ofNone = await database.collection('others').estimatedDocumentCount();
    await records.insertMany(documentsOfAll() as never);
    return [
      ofNone,
      await records.estimatedDocumentCount(),
      await records.countDocuments(),
      await records.countDocuments({ a: 5 } as never),
      await records.countDocuments({}, { limit: 4 }),
      await records.countDocuments({ a: 'nothing' } as never, { limit: 4, maxTimeMS: 1_000 }),
    ];
  },
  'a hint names an index that stands': async ({ database }) => {
    const records = database.collection('things');
    await records.createIndexes([{ key: { a: 1, b: 1 } }]);
    await records.insertMany([{ _id: 1, a: 1 }] as never);
    return [
      await answerOf(records.find({ a: 1 }, { hint: { a: 1, b: 1 } }).toArray()),
      await answerOf(records.find({ a: 1 }, { hint: { a: 1 } }).toArray()),
      await answerOf(records.find({ a: 1 }, { hint: { $natural: 1 } }).toArray()),
    ];
  },
};

function shown(filter: Filter): string {
  return JSON.stringify(filter, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value instanceof RegExp ? String(value) : value,
  );
}
