import { randomBytes } from 'node:crypto';
import type { DatabaseClock, Session } from '@duixian/runtime';
import { defined } from '@duixian/values';
import { Binary, type Filter, ObjectId } from 'mongodb';
import { dataOf } from './cloud-event.ts';
import type { FeedCollections, FeedDocument, FeedEndDocument, NewFeedEvent } from './feed-documents.ts';

/**
 * The feed: events in one order, each with a sequence of one counter. Every transaction that adds some writes the
 * counter, so of two the later one waits or is run again: nobody reads 7 before 6 was committed.
 */
export class FeedLog {
  readonly #collections: FeedCollections;
  readonly #clock: DatabaseClock;
  readonly #listeners = new Set<() => void>();

  private constructor(collections: FeedCollections, clock: DatabaseClock) {
    this.#collections = collections;
    this.#clock = clock;
  }

  static async open(collections: FeedCollections, clock: DatabaseClock): Promise<FeedLog> {
    const first = { feed: randomBytes(4).toString('hex'), last: 0, oldest: 1 };
    await collections.feedEnd.updateOne({ _id: 'feed' }, { $setOnInsert: first }, { upsert: true });
    return new FeedLog(collections, clock);
  }

  /** Calls this in the process that added something, after the commit. */
  onAppended(listener: () => void): void {
    this.#listeners.add(listener);
  }

  appended(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Answers their sequences. */
  async append(session: Session, events: readonly NewFeedEvent[]): Promise<number[]> {
    if (events.length === 0) return [];
    const { feed, feedEnd } = this.#collections;
    const before = defined(
      await feedEnd.findOneAndUpdate({ _id: 'feed' }, { $inc: { last: events.length } }, { session }),
      'it is made at the start',
    );
    const recordedAt = this.#clock.now();
    const documents = events.map((event, index): FeedDocument => {
      const { state: _, ...rest } = event;
      const data = new Binary(dataOf(event));
      return { _id: before.last + 1 + index, id: `evt_${new ObjectId()}`, ...rest, recordedAt, data };
    });
    await feed.insertMany(documents, { session });
    return documents.map(({ _id }) => _id);
  }

  async end(): Promise<FeedEndDocument> {
    return defined(await this.#collections.feedEnd.findOne({ _id: 'feed' }), 'it is made at the start');
  }

  /** Those of the events after one and up to another that a filter lets through, in order. */
  read(after: number, upTo: number, filter: Filter<FeedDocument>) {
    return this.#collections.feed
      .find({ $and: [{ _id: { $gt: after, $lte: upTo } }, filter] })
      .sort({ _id: 1 });
  }
}
