import { createHash } from 'node:crypto';
import { LIMITS } from '@duixian/values';
import mongoose from 'mongoose';
import { type Database, transact } from './database.ts';
import { nextAfter, readPage } from './page.ts';
import { openKinds, type StoredKind } from './upgrades/stored-kind.ts';

export type DeadLetterDocument = {
  _id: string;
  subject: string;
  about: string;
  reason: string;
  at: Date;
  headers: Record<string, string>;
  payload: mongoose.mongo.Binary;
};

/** Of a message as the outbox holds it. */
type Unpublished = Pick<DeadLetterDocument, 'subject' | 'about' | 'payload'> & {
  readonly type: string;
  readonly source: string;
};

/** Why a dead letter is not to be sent again, and who decided so. */
export type Discard = { readonly by: string; readonly reason: string; readonly at: Date };

/** Only ever added to: the same message may come, fail and be discarded again. `_id` is a number of its own. */
type DiscardedDocument = Omit<DeadLetterDocument, '_id'> & { _id: string; letter: string; discard: Discard };

type Listed = DeadLetterDocument & { readonly discard?: Discard };
type DeadLetterPage = { readonly letters: readonly Listed[]; readonly next: string };

/** A message may have most of a MiB. */
const READ_AT_ONCE = 8;

/** Marks what did not come in but could not go out. */
const UNPUBLISHED = 'duixian-unpublished';

/** Whether it is a message that could not go out. */
export function isUnpublished({ headers }: DeadLetterDocument): boolean {
  return headers[UNPUBLISHED] !== undefined;
}

export const DEAD_LETTERS: StoredKind = {
  collection: 'deadLetters',
  version: 1,
  indexes: [{ key: { at: 1, _id: 1 } }],
};

export const DISCARDED_LETTERS: StoredKind = {
  collection: 'discardedLetters',
  version: 1,
  indexes: [{ key: { 'discard.at': 1, _id: 1 } }],
};

/**
 * Messages that no repetition can make right, kept in MongoDB with their reason until somebody repairs the cause and
 * sends them again. The same message is kept once.
 */
export class DeadLetters {
  readonly collection: mongoose.mongo.Collection<DeadLetterDocument>;
  readonly #discarded: mongoose.mongo.Collection<DiscardedDocument>;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.collection = database.collection(
      'deadLetters',
    ) as unknown as mongoose.mongo.Collection<DeadLetterDocument>;
    this.#discarded = database.collection(
      'discardedLetters',
    ) as unknown as mongoose.mongo.Collection<DiscardedDocument>;
  }

  /** Pages go by time. */
  async open(): Promise<void> {
    await openKinds(this.#database, [DEAD_LETTERS, DISCARDED_LETTERS]);
  }

  async keep(
    letter: Omit<DeadLetterDocument, '_id' | 'at' | 'payload'> & { payload: Uint8Array },
  ): Promise<void> {
    const _id = createHash('sha256').update(letter.subject).update(letter.payload).digest('hex').slice(0, 24);
    const document = { ...letter, payload: new mongoose.mongo.Binary(letter.payload) };
    await this.collection.updateOne(
      { _id },
      { $set: document, $setOnInsert: { at: new Date() } },
      { upsert: true },
    );
  }

  /** Of the service's own: a message that NATS does not take. */
  async keepUnpublished(message: Unpublished, reason: string): Promise<void> {
    const { subject, about, type, source, payload } = message;
    const headers = { [UNPUBLISHED]: 'true', 'ce-type': type, 'ce-source': source };
    await this.keep({
      subject,
      about,
      reason: `NATS does not take it: ${reason}`,
      headers,
      payload: payload.buffer,
    });
  }

  /** Oldest first, from behind `after`: the cursor of an earlier page, or nothing. Undefined where that is no cursor. */
  async list(after: string, limit: number): Promise<DeadLetterPage | undefined> {
    const from = after === '' ? {} : behind(after, 'at');
    if (!from) return undefined;
    const found = this.collection.find(from).sort({ at: 1, _id: 1 });
    const page = await readPage(found, limit, { readAtOnce: READ_AT_ONCE });
    return { letters: page.rows, next: nextAfter(page, ({ at, _id }) => cursorOf(at, _id)) };
  }

  /** The same of those that were discarded, in the order in which they were. */
  async listDiscarded(after: string, limit: number): Promise<DeadLetterPage | undefined> {
    const from = after === '' ? {} : behind(after, 'discard.at');
    if (!from) return undefined;
    const found = this.#discarded.find(from).sort({ 'discard.at': 1, _id: 1 });
    const page = await readPage(found, limit, { readAtOnce: READ_AT_ONCE });
    const letters = page.rows.map(({ _id: _, letter, ...rest }) => ({ ...rest, _id: letter }));
    return { letters, next: nextAfter(page, ({ discard, _id }) => cursorOf(discard.at, _id)) };
  }

  /** Which of these there are, oldest first; of none asked for the oldest of all. */
  async idsOf(ids: readonly string[]): Promise<string[]> {
    const found = await this.collection
      .find(ids.length > 0 ? { _id: { $in: [...ids] } } : {}, { projection: { _id: 1 } })
      .sort({ at: 1, _id: 1 })
      .limit(LIMITS.deadLettersAtOnce.most)
      .toArray();
    return found.map(({ _id }) => _id);
  }

  async find(id: string): Promise<DeadLetterDocument | undefined> {
    return (await this.collection.findOne({ _id: id })) ?? undefined;
  }

  /** False where it is not there any more. */
  async discard(id: string, discard: Discard): Promise<boolean> {
    return transact(this.#database, async (session) => {
      const document = await this.collection.findOneAndDelete({ _id: id }, { session });
      if (!document) return false;
      const { _id: letter, ...rest } = document;
      const _id = new mongoose.Types.ObjectId().toHexString();
      await this.#discarded.insertOne({ _id, letter, ...rest, discard }, { session });
      return true;
    });
  }

  /** When the oldest was kept; undefined where there is none. */
  async oldestAt(): Promise<Date | undefined> {
    const [oldest] = await this.collection
      .find({}, { projection: { at: 1 } })
      .sort({ at: 1 })
      .limit(1)
      .toArray();
    return oldest?.at;
  }

  async forget(id: string): Promise<void> {
    await this.collection.deleteOne({ _id: id });
  }

  async count(): Promise<bigint> {
    return BigInt(await this.collection.countDocuments());
  }
}

function cursorOf(at: Date, id: string): string {
  return `${at.getTime()}-${id}`;
}

function behind(cursor: string, field: 'at' | 'discard.at'): object | undefined {
  const [, ms, id = ''] = /^(\d{1,15})-([0-9a-f]{24})$/.exec(cursor) ?? [];
  if (ms === undefined) return undefined;
  const at = new Date(Number(ms));
  return { $or: [{ [field]: { $gt: at } }, { [field]: at, _id: { $gt: id } }] };
}
