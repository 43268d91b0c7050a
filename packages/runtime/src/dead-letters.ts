import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import type { Database } from './database.ts';

export type DeadLetterDocument = {
  _id: string;
  subject: string;
  about: string;
  reason: string;
  at: Date;
  headers: Record<string, string>;
  payload: mongoose.mongo.Binary;
};

/**
 * Messages that no repetition can make right, kept in MongoDB with their reason until somebody repairs the cause and
 * sends them again. The same message is kept once.
 */
export class DeadLetters {
  readonly collection: mongoose.mongo.Collection<DeadLetterDocument>;

  constructor(database: Database) {
    this.collection = database.collection(
      'deadLetters',
    ) as unknown as mongoose.mongo.Collection<DeadLetterDocument>;
  }

  async keep(
    letter: Omit<DeadLetterDocument, '_id' | 'at' | 'payload'> & { payload: Uint8Array },
  ): Promise<void> {
    const _id = createHash('sha256').update(letter.subject).update(letter.payload).digest('hex').slice(0, 24);
    const document = { ...letter, at: new Date(), payload: new mongoose.mongo.Binary(letter.payload) };
    await this.collection.updateOne({ _id }, { $set: document }, { upsert: true });
  }

  async list(after: string, limit: number): Promise<DeadLetterDocument[]> {
    return this.collection
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
  }

  async find(ids: readonly string[]): Promise<DeadLetterDocument[]> {
    return this.collection.find(ids.length > 0 ? { _id: { $in: [...ids] } } : {}).toArray();
  }

  async forget(id: string): Promise<void> {
    await this.collection.deleteOne({ _id: id });
  }

  async count(): Promise<bigint> {
    return BigInt(await this.collection.countDocuments());
  }
}
