import type { Link } from '../link.ts';
import { ServerError } from './errors.ts';
import { type Commits, noSuchTransaction, type Transaction } from './transaction.ts';
import type { Document } from './values.ts';

type Session = {
  /** The highest of a transaction or of a write that can be tried again. */
  number: bigint;
  transaction: Transaction | undefined;
  /** The answer to that write: who sends it again gets it again. */
  answered: Uint8Array | undefined;
};

/** The sessions of all processes: which transaction a command belongs to, and which write was made already. */
export class Sessions {
  readonly #commits: Commits;
  readonly #sessions = new Map<string, Session>();

  constructor(commits: Commits) {
    this.#commits = commits;
  }

  /** The transaction of a statement; the first one begins it, and takes the snapshot. */
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

  /** The answer that a write had already, when the driver sends it a second time. */
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

  /** A later number ends what the session had open. */
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
