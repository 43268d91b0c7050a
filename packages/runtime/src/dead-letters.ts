import { createHash } from 'node:crypto';
import { LIMITS } from '@duixian/values';
import mongoose from 'mongoose';
import type { Database } from './database.ts';
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

type DeadLetterPage = { readonly letters: readonly DeadLetterDocument[]; readonly next: string };

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

/**
 * Messages that no repetition can make right, kept in MongoDB with their reason until somebody repairs the cause and
 * sends them again. The same message is kept once.
 */
export class DeadLetters {
  readonly collection: mongoose.mongo.Collection<DeadLetterDocument>;

  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.collection = database.collection(
      'deadLetters',
    ) as unknown as mongoose.mongo.Collection<DeadLetterDocument>;
  }

  /** Pages go by time. */
  async open(): Promise<void> {
    await openKinds(this.#database, [DEAD_LETTERS]);
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
    const from = after === '' ? {} : behind(after);
    if (!from) return undefined;
    const letters = await this.collection.find(from).sort({ at: 1, _id: 1 }).limit(limit).toArray();
    const last = letters.at(-1);
    const next = last && letters.length === limit ? `${last.at.getTime()}-${last._id}` : '';
    return { letters, next };
  }

  /** By their ids; without any the oldest. */
  async find(ids: readonly string[]): Promise<DeadLetterDocument[]> {
    const filter = ids.length > 0 ? { _id: { $in: [...ids] } } : {};
    return this.collection
      .find(filter)
      .sort({ at: 1, _id: 1 })
      .limit(LIMITS.deadLettersAtOnce.most)
      .toArray();
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

function behind(cursor: string): mongoose.mongo.Filter<DeadLetterDocument> | undefined {
  const [, ms, id = ''] = /^(\d{1,15})-([0-9a-f]{24})$/.exec(cursor) ?? [];
  if (ms === undefined) return undefined;
  const at = new Date(Number(ms));
  return { $or: [{ at: { $gt: at } }, { at, _id: { $gt: id } }] };
}
