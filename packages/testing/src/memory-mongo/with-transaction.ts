import { type ClientSession, MongoError, type TransactionOptions } from 'mongodb';

/**
 * The driver's own loop, step by step, but without the pause between two attempts and the two minutes after which it
 * gives up: a simulated process waits only for the simulation.
 */
export async function withTransactionAtOnce<Result>(
  session: ClientSession,
  work: (session: ClientSession) => Promise<Result>,
  options: TransactionOptions | undefined,
  beforeRetry: () => Promise<void>,
): Promise<Result> {
  for (let isRetry = false; ; isRetry = true) {
    if (isRetry) await beforeRetry();
    session.startTransaction(options);
    let result: Result;
    try {
      result = await work(session);
    } catch (error) {
      if (session.inTransaction()) await session.abortTransaction();
      if (has(error, 'TransientTransactionError')) continue;
      throw error;
    }
    if (!session.inTransaction()) return result;
    if (await isCommitted(session)) return result;
  }
}

/** False where the whole transaction must run again. A commit with an unknown outcome is sent again. */
async function isCommitted(session: ClientSession): Promise<boolean> {
  for (;;) {
    try {
      await session.commitTransaction();
      return true;
    } catch (error) {
      if (has(error, 'UnknownTransactionCommitResult')) continue;
      if (has(error, 'TransientTransactionError')) return false;
      throw error;
    }
  }
}

function has(error: unknown, label: string): boolean {
  return error instanceof MongoError && error.hasErrorLabel(label);
}
