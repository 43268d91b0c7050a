import type { ClientSession, Db, FindCursor } from 'mongodb';
import { Random } from '../random.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Records, SNAPSHOT } from './transactions.ts';

type Session = ClientSession;
type Call = readonly [method: string, ...given: unknown[]];

/** A call of one of two sessions, inside its transaction if it has begun one, or a call outside of any session. */
export type Step = { readonly who: 'a' | 'b' | 'none'; readonly call: Call };

const STEPS = 24;
const AT_FIRST = [0, 1, 2].map((_id) => ({ _id, n: BigInt(_id) }));

/**
 * The same script for the same seed. There are few documents, so that steps conflict; no result depends on their order.
 */
export function scriptOf(seed: number): Step[] {
  const random = new Random(seed);
  const open = { a: false, b: false, none: false };
  const script: Step[] = [{ who: 'none', call: ['insertMany', AT_FIRST] }];
  for (let step = 0; step < STEPS; step++) {
    const who = random.pick(['a', 'a', 'a', 'b', 'b', 'b', 'none'] as const);
    const turns = who !== 'none' && random.isTrue(open[who] ? 0.2 : 0.7);
    const end = random.isTrue(0.8) ? 'commit' : 'abort';
    script.push({ who, call: turns ? [open[who] ? end : 'start'] : callOf(random) });
    if (turns) open[who] = !open[who];
  }
  return script;
}

function callOf(random: Random): Call {
  const _id = random.below(5);
  const n = BigInt(random.below(3));
  const make = random.pick<() => Call>([
    () => ['insertOne', { _id, n, key: n }],
    () => ['insertMany', [{ _id }, { _id: (_id + 1) % 5, n }], { ordered: random.isTrue(0.5) }],
    () => ['updateOne', { _id }, changeOf(random)],
    () => ['updateOne', { _id, n }, changeOf(random)],
    () => ['updateOne', { _id, n: { $exists: true } }, changeOf(random), { upsert: true }],
    () => ['updateMany', { n: { $gte: n } }, { $inc: { m: 1n }, $max: { n: 1n } }],
    () => ['updateMany', { _id: { $gt: _id } }, { $unset: { m: '' }, $push: { list: n } }],
    () => ['replaceOne', { _id, n }, { n: n + 1n, key: n }, { upsert: random.isTrue(0.3) }],
    () => ['deleteOne', { _id }],
    () => ['deleteMany', { n: { $lt: n } }],
    () => ['findOneAndUpdate', { n }, changeOf(random), { sort: { _id: -1 }, returnDocument: 'after' }],
    () => ['findOneAndUpdate', { _id }, { $inc: { n: 1n } }, { upsert: true, projection: { n: 1 } }],
    () => ['bulkWrite', bulkOf(random), { ordered: random.isTrue(0.5) }],
    ...[() => read({ n: { $gte: n } }), () => read({ _id: { $in: [_id, 1] } }), () => read({})],
    () => ['countDocuments', { key: { $exists: true } }],
    () => ['aggregate', [{ $match: { n: { $gt: 0 } } }, { $group: { _id: null, n: { $sum: '$n' } } }]],
  ]);
  return make();
}

function read(filter: object): Call {
  return ['find', filter, { sort: { _id: 1 }, batchSize: 2 }];
}

function changeOf(random: Random): object {
  const n = BigInt(random.below(3));
  return random.pick<object>([
    ...[{ $inc: { n: 1n } }, { $set: { n, key: n } }, { $max: { n } }, { $set: { key: n } }],
    ...[{ $unset: { key: '', n: '' } }, { $push: { list: { $each: [n], $position: 0, $slice: 2 } } }],
  ]);
}

function bulkOf(random: Random): object[] {
  return Array.from({ length: 3 }, () => {
    const _id = random.below(5);
    return random.pick<() => object>([
      () => ({ insertOne: { document: { _id, n: 1n } } }),
      () => ({ updateOne: { filter: { _id }, update: changeOf(random), upsert: random.isTrue(0.3) } }),
      () => ({ replaceOne: { filter: { _id }, replacement: { n: 0n } } }),
      () => ({ deleteOne: { filter: { _id } } }),
    ])();
  });
}

/** The result of each step, and the stored bytes at the end. */
export async function played(
  database: Db,
  name: string,
  script: readonly Step[],
  waits = () => false,
): Promise<{ answers: Answer[]; left: unknown }> {
  const records = database.collection(name) as unknown as Records;
  await records.createIndexes([
    { key: { key: 1 }, unique: true, partialFilterExpression: { key: { $gt: 0n } } },
  ]);
  const client = database.client;
  const sessions = { a: client.startSession(), b: client.startSession(), none: undefined };
  const answers: Answer[] = [];
  try {
    for (const [at, { who, call }] of script.entries()) {
      const asked = called(records, sessions[who], call);
      answers.push(await inTime(answerOf(asked), at));
      if (waits()) throw new StepWaits(at);
    }
    for (const session of [sessions.a, sessions.b]) await session.endSession();
    const left = await records.find({}, { raw: true }).sort({ _id: 1 }).toArray();
    return { answers, left: left.map((bytes) => Buffer.from(bytes).toString('hex')) };
  } finally {
    for (const session of [sessions.a, sessions.b]) await session.endSession();
  }
}

/** A step waits for a transaction, which only a later step ends. */
export class StepWaits extends Error {
  override name = 'StepWaits';
  readonly at: number;

  constructor(at: number) {
    super(`step ${at} waits for another's transaction`);
    this.at = at;
  }
}

const PATIENCE_MS = 5_000;

async function inTime(answer: Promise<Answer>, at: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StepWaits(at)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

type Method = (...given: unknown[]) => unknown;

async function called(
  records: Records,
  session: Session | undefined,
  [name, ...given]: Call,
): Promise<unknown> {
  if (name === 'start') return session?.startTransaction(SNAPSHOT);
  if (name === 'commit') return session?.commitTransaction();
  if (name === 'abort') return session?.abortTransaction();
  const takes = { insertOne: 1, insertMany: 1, deleteOne: 1, deleteMany: 1, bulkWrite: 1, find: 1 }[name];
  const operands = takes ?? (name === 'countDocuments' || name === 'aggregate' ? 1 : 2);
  const options = { ...(given[operands] as object | undefined), ...(session && { session }) };
  const found = (records[name as 'find'] as unknown as Method).call(
    records,
    ...given.slice(0, operands),
    options,
  );
  return name === 'find' || name === 'aggregate' ? (found as FindCursor).toArray() : found;
}
