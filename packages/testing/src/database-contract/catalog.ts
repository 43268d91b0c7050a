import { answerOf } from './answer.ts';
import type { Case } from './cases.ts';

export const CATALOG: Record<string, Case> = {
  'collections are made, listed and found standing': async ({ database }) => {
    const named = async (asked: Promise<unknown>) => {
      const answer = await answerOf(asked);
      return 'error' in answer ? answer : 'made';
    };
    const answers = [
      await named(database.createCollection('b')),
      await named(database.createCollection('b')),
    ];
    await database.collection('a').insertOne({ _id: 1 } as never);
    await database.collection('c').createIndexes([{ key: { x: 1 } }]);
    const names = (await database.listCollections({ type: 'collection' }).toArray())
      .map(({ name }) => name)
      .sort();
    return { answers, names };
  },
  'indexes are made, listed and dropped': async ({ database }) => {
    const records = database.collection('things');
    const wanted = [
      ...[[{ key: { a: 1, b: -1 } }], [{ key: { a: 1, b: -1 } }], [{ key: { 'c.d': 1 }, unique: true }]],
      [{ key: { e: 1 }, partialFilterExpression: { e: { $type: 'date' } } }],
      [{ key: { e: 1 }, partialFilterExpression: { e: { $type: 'string' } } }],
      [{ key: { e: 1 }, unique: true }],
      [{ key: { a: 1, b: -1 }, name: 'other' }],
      [{ key: { f: 1 }, name: 'a_1_b_-1' }],
    ];
    const answers = [await answerOf(records.indexes())];
    for (const one of wanted) answers.push(await answerOf(records.createIndexes(one as never)));
    answers.push(await answerOf(records.indexes()));
    const dropped = () => records.dropIndex('c.d_1').then(({ nIndexesWas }) => nIndexesWas);
    answers.push(await answerOf(dropped()), await answerOf(dropped()));
    answers.push(await answerOf(records.indexes()));
    return answers;
  },
  'a unique index over what is not unique is refused': async ({ database }) => {
    const records = database.collection('things');
    await records.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 1n },
    ] as never);
    const answer = await answerOf(records.createIndexes([{ key: { a: 1 }, unique: true }]));
    return { answer, indexes: await records.indexes() };
  },
};
