import { nameOf } from './commands.ts';
import type { ServerError } from './errors.ts';
import type { Document } from './values.ts';

/** The labels by which the server tells the driver whether to retry. */
export function labelsOf({ codeName }: ServerError, command: Document): string[] {
  const name = nameOf(command);
  const isEnd = name === 'commitTransaction' || name === 'abortTransaction';
  const isInTransaction = command['autocommit'] === false;
  const isNoPrimary = codeName === 'PrimarySteppedDown';
  if (isInTransaction && (codeName === 'NoSuchTransaction' || codeName === 'WriteConflict'))
    return ['TransientTransactionError'];
  if (isNoPrimary && isInTransaction && !isEnd) return ['TransientTransactionError'];
  return isNoPrimary && (isEnd || command['txnNumber'] !== undefined) ? ['RetryableWriteError'] : [];
}
