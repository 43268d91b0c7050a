import type { ClientSession, Collection } from 'mongodb';
import { numbersOf } from '../long-forms.ts';
import { type Answer, answerOf } from './answer.ts';
import type { Case, Peer } from './cases.ts';

type Session = ClientSession;
// biome-ignore lint/suspicious/noExplicitAny: these documents hold anything, and filters of them say anything
export type Records = Collection<any>;

/** One action of a session, inside its transaction or outside of any. */
type Step = (records: Records, session: Session | undefined) => Promise<unknown>;

export const SNAPSHOT = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
} as const;

const WRITES: Record<string, Step> = {
  'update 1': (records, session) => records.updateOne({ _id: 1 }, { $inc: { n: 1n } }, options(session)),
  'update 2': (records, session) => records.updateOne({ _id: 2 }, { $inc: { n: 1n } }, options(session)),
  'change nothing': (records, session) =>
    records.updateOne({ _id: 1 }, { $max: { n: 0n } }, options(session)),
  'replace 1': (records, session) => records.replaceOne({ _id: 1, n: 0n }, { n: 9n }, options(session)),
  'delete 1': (records, session) => records.deleteOne({ _id: 1 }, options(session)),
  'delete all': (records, session) => records.deleteMany({}, options(session)),
  'insert 3': (records, session) => records.insertOne({ _id: 3, n: 0n }, options(session)),
  'insert 1': (records, session) => records.insertOne({ _id: 1, n: 0n }, options(session)),
  'upsert 3': (records, session) => records.updateOne({ _id: 3 }, { $inc: { n: 1n } }, upsert(session)),
  'find 3 and update': (records, session) =>
    records.findOneAndUpdate(
      { _id: 3 },
      { $inc: { n: 1n } },
      { ...upsert(session), returnDocument: 'after' },
    ),
  'unique 7, as 4': (records, session) => records.insertOne({ _id: 4, key: 7n }, options(session)),
  'unique 7, as 5': (records, session) => records.insertOne({ _id: 5, key: 7n }, options(session)),
  'unique 7, of 2': (records, session) =>
    records.updateOne({ _id: 2 }, { $set: { key: 7n } }, options(session)),
  'take out 9': (records, session) =>
    records.updateOne({ _id: 6 }, { $unset: { key: '' } }, options(session)),
  'enter 9': (records, session) => records.insertOne({ _id: 7, key: 9n }, options(session)),
  bulk: (records, session) =>
    records.bulkWrite(
      [
        { updateOne: { filter: { _id: 2 }, update: { $inc: { n: 1n } } } },
        { insertOne: { document: { _id: 3 } } },
        { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 1n } } } },
      ],
      { ...options(session), ordered: false },
    ),
};

function options(session: Session | undefined): { session?: Session } {
  return session ? { session } : {};
}

function upsert(session: Session | undefined): { session?: Session; upsert: true } {
  return { ...options(session), upsert: true };
}

async function recordsWith(peer: Peer): Promise<Records> {
  const records = peer.database.collection('things') as unknown as Records;
  await records.deleteMany({});
  await records.createIndexes([
    { key: { key: 1 }, unique: true, partialFilterExpression: { key: { $gt: 0n } } },
  ]);
  await records.insertMany([
    { _id: 1, n: 0n },
    { _id: 2, n: 0n },
    { _id: 6, key: 9n },
  ]);
  return records;
}

const all: Step = (records, session) => records.find({}, options(session)).sort({ _id: 1 }).toArray();

/** The actions of two sessions in their order, and the stored documents at the end. */
type Script = readonly (readonly [who: 'a' | 'b' | 'none', does: string])[];

async function played(peer: Peer, script: Script): Promise<{ answers: Answer[]; left: unknown }> {
  const records = await recordsWith(peer);
  const client = peer.database.client;
  const sessions = { a: client.startSession(), b: client.startSession(), none: undefined };
  const answers: Answer[] = [];
  for (const [who, does] of script) answers.push(await answerOf(step(records, sessions[who], does)));
  for (const session of [sessions.a, sessions.b]) await session.endSession();
  return { answers, left: await all(records, undefined) };
}

async function step(records: Records, session: Session | undefined, does: string): Promise<unknown> {
  if (does === 'start') return session?.startTransaction(SNAPSHOT);
  if (does === 'commit') return session?.commitTransaction();
  if (does === 'abort') return session?.abortTransaction();
  const run = does === 'read' ? all : WRITES[does];
  if (!run) throw new Error(`nobody knows how to ${does}`);
  return run(records, session);
}

const PAIRS = Object.keys(WRITES).flatMap((one) => Object.keys(WRITES).map((other) => [one, other] as const));
const { oneOfPairs: ONE_OF_PAIRS } = numbersOf('contract');
type Make = (one: string, other: string) => Script;

/** Every pair of writes, in every order that can make a difference. */
const MEETINGS: Record<string, Make> = {
  'the second writes while the first is open': (one, other) => [
    ...(['a', 'b'].map((who) => [who, 'start']) as Script),
    ...([
      ['a', 'read'],
      ['b', 'read'],
      ['a', one],
      ['b', other],
      ['a', 'commit'],
      ['b', 'read'],
      ['b', 'commit'],
    ] as const),
  ],
  'the second began before the first committed, and writes after': (one, other) => [
    ...([
      ['b', 'start'],
      ['b', 'read'],
      ['a', 'start'],
      ['a', one],
      ['a', 'commit'],
    ] as const),
    ...([
      ['b', 'read'],
      ['b', other],
      ['b', 'read'],
      ['b', 'commit'],
    ] as const),
  ],
  'the second begins after the first committed': (one, other) => [
    ...([
      ['b', 'start'],
      ['a', 'start'],
      ['a', one],
      ['a', 'commit'],
      ['b', other],
      ['b', 'commit'],
    ] as const),
  ],
  'the first is aborted before the second writes': (one, other) => [
    ...([
      ['a', 'start'],
      ['b', 'start'],
      ['a', one],
      ['b', 'read'],
      ['a', 'abort'],
      ['b', other],
    ] as const),
    ...([
      ['b', 'commit'],
      ['b', 'commit'],
    ] as const),
  ],
  'a write outside of a transaction comes between': (one, other) => [
    ...([
      ['b', 'start'],
      ['b', 'read'],
      ['none', one],
      ['b', 'read'],
      ['b', other],
      ['b', 'read'],
    ] as const),
    ['b', 'commit'],
  ],
  'one transaction does both, and reads': (one, other) => [
    ...([
      ['a', 'start'],
      ['a', one],
      ['a', 'read'],
      ['a', other],
      ['a', 'read'],
      ['none', 'read'],
    ] as const),
    ...([
      ['a', 'commit'],
      ['a', 'commit'],
      ['none', 'read'],
    ] as const),
  ],
};

export const TRANSACTIONS: Record<string, Case> = Object.fromEntries(
  Object.entries(MEETINGS).map(([name, make], meeting): [string, Case] => [
    name,
    async (peer) => {
      const found: Record<string, unknown> = {};
      // In the short form the meetings share the pairs among them, so that each pair still meets.
      const pairs = PAIRS.filter((_, index) => index % ONE_OF_PAIRS === meeting % ONE_OF_PAIRS);
      for (const [one, other] of pairs) found[`${one}; ${other}`] = await played(peer, make(one, other));
      return found;
    },
  ]),
);
