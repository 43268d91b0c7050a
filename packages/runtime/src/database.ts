import { LIMITS } from '@duixian/values';
import type { Histogram } from '@opentelemetry/api';
import { type ClientSession, type Db, MongoClient, MongoServerError } from 'mongodb';
import { retried } from './backoff.ts';
import type { Secret } from './secret.ts';

export type Database = Db;
export type Session = ClientSession;

/**
 * Thrown inside a transaction that finds fewer or other documents than it read, because another writer was faster. The
 * whole work runs again on the current state.
 */
export class ConcurrentChange extends Error {
  override name = 'ConcurrentChange';
}

/** Thrown where the server ended a transaction because it took too long: a smaller part of the work may succeed. */
export class OutOfTime extends Error {
  override name = 'OutOfTime';
}

const DUPLICATE_KEY = 11_000;
const NO_SUCH_TRANSACTION = 251;
const LIVED_TOO_LONG = 290;
const MAX_ATTEMPTS = 60;
/** A faster writer is done in a moment. */
const CONFLICT = { firstMs: 5, longestMs: 100 };

/** Clients that no member of their replica set accepts writes from now, as their monitors saw it last. */
const withoutPrimary = new WeakSet<MongoClient>();

export function hasPrimary({ client }: Database): boolean {
  return !withoutPrimary.has(client);
}

/** With a password: as the user that has the name of the database and rights in that database only. */
export async function connectDatabase(url: string, dbName: string, password?: Secret): Promise<Database> {
  const client = new MongoClient(url, {
    ...(password && { auth: { username: dbName, password: password.reveal() }, authSource: dbName }),
    useBigInt64: true, // amounts and versions are 64-bit integers, read as bigint
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    serverSelectionTimeoutMS: 5_000,
    // A frozen server is noticed within seconds, not only when its connections end.
    connectTimeoutMS: 3_000,
    heartbeatFrequencyMS: 2_000,
    // One question each time, instead of a stream of answers and a second connection that measures how fast they come.
    serverMonitoringMode: 'poll',
    ignoreUndefined: true,
    maxPoolSize: 20,
  });
  client.on('topologyDescriptionChanged', ({ newDescription: { servers } }) => {
    const isThere = Array.from(servers.values()).some(({ isWritable }) => isWritable);
    if (isThere) withoutPrimary.delete(client);
    else withoutPrimary.add(client);
  });
  await client.connect();
  return client.db(dbName);
}

/** Counts the attempts of each transaction, where a histogram is set. */
let attemptsHistogram: Histogram | undefined;
export function recordAttemptsIn(histogram: Histogram): void {
  attemptsHistogram = histogram;
}

/**
 * Runs work in one transaction (snapshot, majority, journaled). The work may run several times, so it must have no
 * effect outside the database. An outage is thrown to the caller; a conflict with another writer is retried here.
 */
export async function transact<Result>(
  database: Database,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = database.client.startSession();
  let attempts = 0;
  let uncommittedMs = 0;
  const attempt = async () => {
    // The attempt before had finished its work, and its commit found the transaction ended.
    if (isTooLong(uncommittedMs)) throw outOfTime(uncommittedMs);
    attempts++;
    const since = performance.now();
    try {
      const result = await work(session);
      uncommittedMs = performance.now() - since;
      return result;
    } catch (error) {
      throw outOfTimeOr(error, performance.now() - since);
    }
  };
  try {
    const inTransaction = () =>
      session.withTransaction(attempt, {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority', journal: true },
      });
    return await retried(inTransaction, (error) => isConcurrent(error) && attempts < MAX_ATTEMPTS, CONFLICT);
  } finally {
    attemptsHistogram?.record(attempts);
    await session.endSession();
  }
}

/** Two writers that insert the same document get a duplicate key error, which the server does not label transient. */
function isConcurrent(error: unknown): boolean {
  if (error instanceof ConcurrentChange) return true;
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/**
 * The server ends a transaction after its lifetime and reports for the next statement only that there is no such
 * transaction, as after an election. What took that long would take as long again.
 */
function outOfTimeOr(error: unknown, tookMs: number): unknown {
  if (!(error instanceof MongoServerError)) return error;
  if (error.code === LIVED_TOO_LONG) return outOfTime(tookMs, error);
  return error.code === NO_SUCH_TRANSACTION && isTooLong(tookMs) ? outOfTime(tookMs, error) : error;
}

function isTooLong(tookMs: number): boolean {
  return tookMs >= LIMITS.transactionMs.most;
}

function outOfTime(tookMs: number, cause?: Error): OutOfTime {
  return new OutOfTime(`a transaction took ${Math.round(tookMs)} ms and was ended by the server`, { cause });
}
