import { MongoBulkWriteError, MongoError } from 'mongodb';

/**
 * The result of a command, without the parts in which two servers may differ: texts of errors, times, ids of sessions.
 */
export type Answer = { readonly value: unknown } | { readonly error: unknown };

export async function answerOf(asked: Promise<unknown>): Promise<Answer> {
  try {
    return { value: await asked };
  } catch (error) {
    return { error: errorOf(error) };
  }
}

function errorOf(error: unknown): unknown {
  if (!(error instanceof MongoError)) throw error;
  const { keyPattern, keyValue } = error as { keyPattern?: unknown; keyValue?: unknown };
  return {
    ...{ class: error.constructor.name, code: error.code, labels: [...error.errorLabels].sort() },
    ...{ keyPattern, keyValue },
    ...(error instanceof MongoBulkWriteError && {
      ...{ inserted: error.insertedCount, matched: error.matchedCount, modified: error.modifiedCount },
      ...{ deleted: error.deletedCount, upserted: error.upsertedCount },
      writeErrors: [error.writeErrors].flat().map(({ code, index }) => ({ code, index })),
    }),
  };
}
