import { answerOf } from './answer.ts';
import type { Case } from './cases.ts';
import { documentsOfAll } from './values.ts';

const SUMS = [
  ...[
    { _id: null, n: { $sum: 1 } },
    { _id: '$k', n: { $sum: '$a' } },
    { _id: '$k', n: { $max: '$a' } },
    { _id: '$k', n: { $min: '$a' } },
  ],
  ...[{ _id: { k: '$k', b: '$b' }, n: { $sum: { $cond: [{ $eq: ['$k', 'x'] }, '$a', 0n] } } }],
  ...[
    { _id: '$k', n: { $sum: { $toLong: 1 } } },
    { _id: '$b', n: { $sum: { $add: ['$a', 1] } } },
  ],
  { _id: '$k', n: { $max: { $dateFromString: { dateString: '$t', onError: '$d' } } } },
  { _id: '$k', n: { $sum: { $cond: [{ $eq: ['$b', null] }, '$a', 0] } } },
];

const ROWS = [
  { _id: 1, k: 'x', a: 1, b: 1, t: '2019-01-02T03:04:05Z', d: new Date(5) },
  { _id: 2, k: 'x', a: 9_007_199_254_740_993n, t: '2019-01-02T03:04:05.678+08:00', d: new Date(6) },
  { _id: 3, k: 'y', a: 2 ** 31 - 1, b: null, t: 'no time', d: new Date(7) },
  { _id: 4, k: 'y', a: 5, b: 1n, d: new Date(8) },
  { _id: 5, a: 0.5, b: 1, t: null },
  { _id: 6, k: null, a: 2n, t: '2019-13-02T03:04:05Z' },
];

export const AGGREGATING: Record<string, Case> = {
  'sums, largest and smallest ones by group': async ({ database }) => {
    const records = database.collection('things');
    await records.insertMany(ROWS as never);
    const found = [];
    for (const $group of SUMS)
      found.push(await answerOf(records.aggregate([{ $group }, { $sort: { _id: 1 } }]).toArray()));
    return found;
  },
  'the largest and the smallest of all kinds': async ({ database }) => {
    const records = database.collection('things');
    await records.insertMany(documentsOfAll() as never);
    const $group = {
      _id: null,
      largest: { $max: '$a' },
      smallest: { $min: '$a' },
      sum: { $sum: '$a' },
      within: { $max: '$a.b' },
    };
    const stages = [{ $match: { _id: { $ne: 11 } } }, { $group }];
    return records.aggregate(stages).toArray();
  },
  'what lists hold, unwound and sorted': async ({ database }) => {
    const records = database.collection('things');
    const claims = [
      { entity: 'b', n: 2n },
      { entity: 'a', n: 1n },
    ];
    await records.insertMany([
      ...[
        { _id: 2, claims },
        { _id: 1, claims, x: 1 },
        { _id: 3, claims: [] },
        { _id: 4 },
        { _id: 5, claims: 5 },
      ],
    ] as never);
    const found = records.aggregate(
      [
        { $match: { claims: { $exists: true } } },
        { $project: { claims: 1 } },
        { $unwind: '$claims' },
        { $sort: { 'claims.entity': 1, _id: -1 } },
        { $skip: 1 },
        { $limit: 4 },
      ],
      { allowDiskUse: true, batchSize: 2 },
    );
    return found.toArray();
  },
  'the first of each group, looked up': async ({ database }) => {
    const records = database.collection('links');
    await records.createIndexes([{ key: { group: 1, paid: 1, order: 1 } }]);
    await records.insertMany([
      ...[
        { _id: 1, group: '$a', paid: true, order: '2' },
        { _id: 2, group: '$a', paid: true, order: '1' },
      ],
      ...[
        { _id: 3, group: '$a', paid: false, order: '0' },
        { _id: 4, group: 'b', paid: false, order: '0' },
      ],
    ] as never);
    const first = [
      ...[{ $match: { paid: true } }, { $sort: { paid: 1, order: 1 } }, { $limit: 1 }],
      { $project: { _id: 0, order: 1 } },
    ] as const;
    const from = {
      from: 'links',
      localField: 'group',
      foreignField: 'group',
      pipeline: [...first],
      as: 'first',
    };
    const $documents = ['$a', 'b', 'c'].map((group) => ({ group: { $literal: group } }));
    return database.aggregate([{ $documents }, { $lookup: from }]).toArray();
  },
  'two collections, one after the other': async ({ database }) => {
    await database.collection('things').insertMany(ROWS as never);
    await database.collection('links').insertMany([{ _id: 1 }, { _id: 2, k: 'x' }, { _id: 3 }] as never);
    const other = (filter: object) => ({
      coll: 'links',
      pipeline: [{ $match: filter }, { $limit: 2 }, { $replaceWith: { other: '$$ROOT' } }],
    });
    const found = [];
    for (const [one, filter] of [
      [{ _id: { $in: [1, 3] } }, { _id: { $in: [2, 3, 4] } }],
      [{ _id: { $in: [] } }, { _id: { $gte: 1 } }],
      [{ k: 'x' }, { _id: 9 }],
    ] as const) {
      const stages = [{ $match: one }, { $project: { a: 1 } }, { $unionWith: other(filter) }];
      found.push(await database.collection('things').aggregate(stages, { batchSize: 2 }).toArray());
    }
    return found;
  },
};
