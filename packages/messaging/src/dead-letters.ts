import { createHash } from 'node:crypto';
import {
  type Database,
  nextAfter,
  openKinds,
  readPage,
  type Session,
  type StoredKind,
  transact,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { Binary, type Collection, ObjectId } from 'mongodb';

/**
 * Where a dead letter came from. A believed message remains believed, because only this service writes its database. An
 * unbelieved one is checked again at each redrive, and so is one that was kept by a release that did not require
 * proofs.
 */
export type DeadLetterOrigin = 'believed' | 'unbelieved' | 'set-aside' | 'unpublished';

export type DeadLetterDocument = {
  _id: string;
  origin?: DeadLetterOrigin;
  subject: string;
  about: string;
  reason: string;
  at: Date;
  headers: Record<string, string>;
  payload: Binary;
  /** Since when somebody is redriving it, by the clock of the database. */
  takenAt?: Date;
};

type NewDeadLetter = Omit<DeadLetterDocument, '_id' | 'at' | 'payload'> & {
  readonly origin: DeadLetterOrigin;
  readonly payload: Uint8Array;
};

/** A message as the outbox stores it. */
type Unpublished = Pick<DeadLetterDocument, 'subject' | 'about' | 'payload'> & {
  readonly type: string;
  readonly source: string;
};

/** Why a dead letter is not to be redriven, and who decided so. */
export type Discard = { readonly by: string; readonly reason: string; readonly at: Date };

/** Documents are only added: the same message may arrive, fail and be discarded again. `_id` is an id of its own. */
type DiscardedDocument = Omit<DeadLetterDocument, '_id' | 'takenAt'> & {
  _id: string;
  letter: string;
  discard: Discard;
};

type Listed = Omit<DeadLetterDocument, 'takenAt'> & { readonly discard?: Discard };
type DeadLetterPage = { readonly letters: readonly Listed[]; readonly next: string };

/** A message may take most of a MiB. */
const READ_AT_ONCE = 8;
const DISCARDED_AT_ONCE = 100;

/** An unbelieved message is not pending work. */
const WAITING = { origin: { $ne: 'unbelieved' } } as const;
const UNBELIEVED = { origin: 'unbelieved' } as const;
const UNPUBLISHED = { origin: 'unpublished' } as const;

export const DEAD_LETTERS: StoredKind = {
  collection: 'deadLetters',
  version: 1,
  indexes: [{ key: { at: 1, _id: 1 } }, { key: { origin: 1 } }],
};

export const DISCARDED_DEAD_LETTERS: StoredKind = {
  collection: 'discardedLetters',
  version: 1,
  indexes: [{ key: { 'discard.at': 1, _id: 1 } }],
};

/**
 * Messages that no retry can make succeed. MongoDB keeps them with their reason until somebody repairs the cause and
 * redrives them. The same message is kept once.
 */
export class DeadLetters {
  readonly collection: Collection<DeadLetterDocument>;
  readonly #discarded: Collection<DiscardedDocument>;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.collection = database.collection<DeadLetterDocument>('deadLetters');
    this.#discarded = database.collection<DiscardedDocument>('discardedLetters');
  }

  /** Pages are ordered by time. */
  async open(): Promise<void> {
    await openKinds(this.#database, [DEAD_LETTERS, DISCARDED_DEAD_LETTERS]);
  }

  /** Returns false for a further unbelieved message where the most that are kept are stored. */
  async keep(deadLetter: NewDeadLetter): Promise<boolean> {
    const _id = idOf(deadLetter);
    if (deadLetter.origin === 'unbelieved' && (await this.#isFull(_id))) return false;
    const document = { ...deadLetter, payload: new Binary(deadLetter.payload) };
    await this.collection.updateOne(
      { _id },
      { $set: document, $setOnInsert: { at: new Date() } },
      { upsert: true },
    );
    return true;
  }

  /** Somebody who forges messages must not fill the disk with them. */
  async #isFull(_id: string): Promise<boolean> {
    if ((await this.countUnbelieved()) < LIMITS.unbelievedMessages.most) return false;
    return (await this.collection.countDocuments({ _id }, { limit: 1 })) === 0;
  }

  /** Keeps a message of this service that NATS does not accept. */
  async keepUnpublished(message: Unpublished, reason: string): Promise<void> {
    const { subject, about, type, source, payload } = message;
    const headers = { 'ce-type': type, 'ce-source': source };
    await this.keep({
      origin: 'unpublished',
      subject,
      about,
      reason: `NATS does not take it: ${reason}`,
      headers,
      payload: payload.buffer,
    });
  }

  /**
   * Oldest first, after the cursor `after` of an earlier page, or from the start where it is empty. Returns undefined
   * for an invalid cursor.
   */
  async list(after: string, limit: number): Promise<DeadLetterPage | undefined> {
    const from = after === '' ? {} : behind(after, 'at');
    if (!from) return undefined;
    const found = this.collection.find(from).sort({ at: 1, _id: 1 });
    const page = await readPage(found, limit, { readAtOnce: READ_AT_ONCE });
    return { letters: page.rows, next: nextAfter(page, ({ at, _id }) => cursorOf(at, _id)) };
  }

  /** The same for discarded dead letters, in the order in which they were discarded. */
  async listDiscarded(after: string, limit: number): Promise<DeadLetterPage | undefined> {
    const from = after === '' ? {} : behind(after, 'discard.at');
    if (!from) return undefined;
    const found = this.#discarded.find(from).sort({ 'discard.at': 1, _id: 1 });
    const page = await readPage(found, limit, { readAtOnce: READ_AT_ONCE });
    const letters = page.rows.map(({ _id: _, letter: deadLetter, ...rest }) => ({
      ...rest,
      _id: deadLetter,
    }));
    return { letters, next: nextAfter(page, ({ discard, _id }) => cursorOf(discard.at, _id)) };
  }

  /** Which of these ids exist, oldest first; without ids, the oldest of all that wait. */
  async idsOf(ids: readonly string[]): Promise<string[]> {
    const found = await this.collection
      .find(ids.length > 0 ? { _id: { $in: [...ids] } } : WAITING, { projection: { _id: 1 } })
      .sort({ at: 1, _id: 1 })
      .limit(LIMITS.deadLettersAtOnce.most)
      .toArray();
    return found.map(({ _id }) => _id);
  }

  /**
   * Takes a dead letter for a redrive: until it is forgotten or given back, nobody discards it. Returns undefined where
   * it no longer exists.
   */
  async take(id: string): Promise<DeadLetterDocument | undefined> {
    const update = { $currentDate: { takenAt: true } } as const;
    return (
      (await this.collection.findOneAndUpdate({ _id: id }, update, { returnDocument: 'after' })) ?? undefined
    );
  }

  /** Gives back one that could not be redriven. Somebody else may have taken it meanwhile. */
  async giveBack({ _id, takenAt }: DeadLetterDocument): Promise<void> {
    await this.collection.updateOne({ _id, ...(takenAt && { takenAt }) }, { $unset: { takenAt: '' } });
  }

  /** Returns which of these were discarded; not those that are being redriven or no longer exist. */
  async discard(ids: readonly string[], discard: Discard): Promise<string[]> {
    const discarded: string[] = [];
    for (let rest = ids; rest.length > 0; ) {
      const { looked, done } = await transact(this.#database, (session) =>
        this.#discardSome(rest.slice(0, DISCARDED_AT_ONCE), discard, session),
      );
      discarded.push(...done);
      rest = rest.filter((id) => !looked.includes(id));
    }
    return discarded;
  }

  /** Discards as many as fit into one transaction; returns which were looked at, and which of them were discarded. */
  async #discardSome(ids: readonly string[], discard: Discard, session: Session) {
    const free = {
      $lt: [
        { $ifNull: ['$takenAt', new Date(0)] },
        { $subtract: ['$$NOW', LIMITS.deadLetterRedriveMs.most] },
      ],
    };
    const found = this.collection
      .find({ _id: { $in: [...ids] }, $expr: free }, { session })
      .batchSize(READ_AT_ONCE);
    const letters: DeadLetterDocument[] = [];
    let bytes = 0;
    let isAll = true;
    for await (const deadLetter of found) {
      bytes += deadLetter.payload.length();
      isAll = letters.length === 0 || bytes <= LIMITS.discardedTogetherBytes.most;
      if (!isAll) break;
      letters.push(deadLetter);
    }
    const done = letters.map(({ _id }) => _id);
    if (letters.length > 0) {
      await this.collection.deleteMany({ _id: { $in: done } }, { session });
      await this.#discarded.insertMany(
        letters.map(({ _id: deadLetter, takenAt: _, ...rest }) => {
          return { ...rest, _id: new ObjectId().toHexString(), letter: deadLetter, discard };
        }),
        { session },
      );
    }
    return { looked: isAll ? ids : done, done };
  }

  /** When the oldest of those that wait was kept; undefined where there is none. */
  async oldestAt(): Promise<Date | undefined> {
    const [oldest] = await this.collection
      .find(WAITING, { projection: { at: 1 } })
      .sort({ at: 1 })
      .limit(1)
      .toArray();
    return oldest?.at;
  }

  async forget(id: string): Promise<void> {
    await this.collection.deleteOne({ _id: id });
  }

  /** The number of those that wait to be redriven or discarded. */
  async count(): Promise<bigint> {
    return BigInt(await this.collection.countDocuments(WAITING));
  }

  async countUnbelieved(): Promise<number> {
    return this.collection.countDocuments(UNBELIEVED);
  }

  /** Of those that wait, the number of those that NATS did not take from this service. */
  async countUnpublished(): Promise<bigint> {
    return BigInt(await this.collection.countDocuments(UNPUBLISHED));
  }
}

/** Unbelieved messages have ids of their own, so that a forged copy cannot take the place of a genuine message. */
function idOf({ origin, subject, payload }: NewDeadLetter): string {
  const apart = origin === 'unbelieved' ? 'unbelieved ' : '';
  return createHash('sha256').update(`${apart}${subject}`).update(payload).digest('hex').slice(0, 24);
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
