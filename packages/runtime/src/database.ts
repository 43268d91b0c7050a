import type { Histogram } from '@opentelemetry/api';
import mongoose from 'mongoose';
import type { Secret } from './secret.ts';

export type Database = mongoose.Connection;
export type Session = mongoose.mongo.ClientSession;

/**
 * Thrown inside a transaction that finds less, or other, than it read: somebody else was faster. The whole work runs
 * again on what stands now.
 */
export class ConcurrentChange extends Error {
  override name = 'ConcurrentChange';
}

const DUPLICATE_KEY = 11_000;
const MAX_ATTEMPTS = 60;

/** With a password, as the user of the database's own name, who has rights there and nowhere else. */
export async function connectDatabase(url: string, dbName: string, password?: Secret): Promise<Database> {
  return mongoose
    .createConnection(url, {
      dbName,
      ...(password && { auth: { username: dbName, password: password.reveal() }, authSource: dbName }),
      useBigInt64: true, // amounts and versions are 64-bit integers, read as bigint
      writeConcern: { w: 'majority', journal: true },
      readConcern: { level: 'majority' },
      serverSelectionTimeoutMS: 5_000,
      autoIndex: false, // each store says when its indexes are built
      ignoreUndefined: true,
      maxPoolSize: 20,
    })
    .asPromise();
}

/** Counts the attempts of each transaction, where somebody wants to know. */
let attemptsHistogram: Histogram | undefined;
export function recordAttemptsIn(histogram: Histogram): void {
  attemptsHistogram = histogram;
}

/**
 * Runs work in one transaction (snapshot, majority, journaled). It may run several times, so nothing in it reaches
 * outside the database. An outage is thrown to the caller; a conflict with somebody else is tried again here.
 */
export async function transact<Result>(
  database: Database,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = database.getClient().startSession();
  let attempts = 0;
  try {
    for (;;) {
      try {
        const result = await session.withTransaction(
          () => {
            attempts++;
            return work(session);
          },
          { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
        );
        return result;
      } catch (error) {
        if (!isConcurrent(error) || attempts >= MAX_ATTEMPTS) throw error;
        await pause(Math.random() * Math.min(5 * attempts, 100));
      }
    }
  } finally {
    attemptsHistogram?.record(attempts);
    await session.endSession();
  }
}

/** Two that insert the same document meet as a duplicate key, which the server does not call transient. */
function isConcurrent(error: unknown): boolean {
  if (error instanceof ConcurrentChange) return true;
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
