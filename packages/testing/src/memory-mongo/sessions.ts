import type { Link } from '../link.ts';
import { ServerError } from './errors.ts';
import { type Commits, noSuchTransaction, type Transaction } from './transaction.ts';
import type { Document } from './values.ts';

type Session = {
  /** The highest number of a transaction or of a retryable write. */
  number: bigint;
  transaction: Transaction | undefined;
  /** The reply to that write: a sender that repeats it gets the same reply again. */
  answered: Uint8Array | undefined;
};

/** The sessions of all processes: which transaction a command belongs to, and which write was already made. */
export class Sessions {
  readonly #commits: Commits;
  readonly #sessions = new Map<string, Session>();

  constructor(commits: Commits) {
    this.#commits = commits;
  }

  /** The transaction of a statement; the first statement begins it, and takes the snapshot. */
  transactionOf(link: Link, command: Document): Transaction | undefined {
    if (command['autocommit'] !== false) return undefined;
    const session = this.#sessionOf(command);
    const number = command['txnNumber'] as bigint;
    if (command['startTransaction'] === true) {
      this.#follow(session, number);
      session.transaction = this.#commits.begin(link);
      return session.transaction;
    }
    const { transaction } = session;
    if (number !== session.number || !transaction) throw noSuchTransaction();
    if (transaction.ranOutOfTime) {
      transaction.ranOutOfTime = false;
      throw new ServerError(
        'TransactionExceededLifetimeLimitSeconds',
        'operation was interrupted because the transaction exceeded the configured transactionLifetimeLimitSeconds',
      );
    }
    return transaction;
  }

  /** The earlier reply to a write that the driver sends a second time. */
  answered(command: Document): Uint8Array | undefined {
    if (!isRetryable(command)) return undefined;
    const session = this.#sessionOf(command);
    const number = command['txnNumber'] as bigint;
    if (number === session.number) return session.answered;
    this.#follow(session, number);
    return undefined;
  }

  keepAnswer(command: Document, answer: Uint8Array): void {
    if (isRetryable(command)) this.#sessionOf(command).answered = answer;
  }

  /** A higher number ends the open transaction of the session. */
  #follow(session: Session, number: bigint): void {
    if (number < session.number)
      throw new ServerError(
        'TransactionTooOld',
        `Cannot start transaction ${number}: a newer one has started`,
      );
    if (session.transaction) this.#commits.abort(session.transaction);
    Object.assign(session, { number, transaction: undefined, answered: undefined });
  }

  #sessionOf({ lsid }: Document): Session {
    const key = String((lsid as { id: { toString(encoding: 'hex'): string } }).id.toString('hex'));
    const known = this.#sessions.get(key) ?? { number: -1n, transaction: undefined, answered: undefined };
    this.#sessions.set(key, known);
    return known;
  }
}

function isRetryable({ txnNumber, autocommit }: Document): boolean {
  return txnNumber !== undefined && autocommit !== false;
}
