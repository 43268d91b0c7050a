import type { Db } from 'mongodb';
import type { Link } from '../link.ts';
import { Catalog } from './catalog.ts';
import { Stored } from './collection.ts';
import { nameOf, runCommand } from './commands.ts';
import { connectDriver, type WireMessage } from './driver.ts';
import { ServerError } from './errors.ts';
import { brokenConnection, type Failure, Failures } from './failures.ts';
import { labelsOf } from './labels.ts';
import { Cursors } from './reads.ts';
import { errorReply, type Reply, replyOf } from './reply.ts';
import type { Index } from './secondary-index.ts';
import { Sessions } from './sessions.ts';
import { Commits, noSuchTransaction, type Transaction } from './transaction.ts';
import { type Document, fromBytes } from './values.ts';

export type { Link } from '../link.ts';
export type { Failure } from './failures.ts';

/** Notified of internal events as they happen, in the context of the process that sent the command. */
export type Onlooker = {
  /** Documents of these collections were committed. */
  readonly onCommit?: (collections: readonly string[]) => void;
  /** A transaction found a document that another one wrote since its snapshot. */
  readonly onConflict?: () => void;
};

/** The committed content of a database. */
export type Dump = readonly {
  readonly collection: string;
  readonly indexes: readonly Index[];
  readonly documents: readonly Uint8Array[];
}[];

/**
 * A MongoDB server in memory for simulated processes: a replica set of one member that nothing waits for. It processes
 * the driver's own commands, one after the other. Between the two `enter`s of a command it does all of it, or as much
 * as it can before it has to wait for another's transaction. It has no timers, no randomness and no input or output:
 * the code that settles the links' promises decides everything that happens.
 */
export class MemoryMongo {
  readonly #catalogs = new Map<string, Catalog>();
  readonly #commits: Commits;
  readonly #sessions: Sessions;
  readonly #cursors = new Cursors();
  readonly #failures = new Failures();
  readonly #now: () => Date;

  readonly #onConflict: () => void;

  /** `now`: the clock of the server. */
  constructor(now = () => new Date(), { onCommit, onConflict }: Onlooker = {}) {
    this.#now = now;
    this.#onConflict = onConflict ?? (() => {});
    this.#commits = new Commits(onCommit);
    this.#sessions = new Sessions(this.#commits);
  }

  /** A connection like that of the runtime's `connectDatabase`, for one simulated process. */
  connect(dbName: string, link: Link): Db {
    const answer = (message: WireMessage) => this.#answer(message, link);
    return connectDriver(dbName, answer, () => link.enter('retry'));
  }

  /** The number of open transactions of all processes. */
  get openTransactions(): number {
    return this.#commits.open.length;
  }

  /** After the death of a process the server ends its open transactions, as a real one does within a minute. */
  abortTransactionsOf(link: Link): void {
    for (const transaction of this.#openOf(link)) this.#commits.abort(transaction);
  }

  /**
   * The server ends the open transactions of a living process, because they took too long. `between`: the next
   * statement finds none; `during`: a running statement is interrupted.
   */
  expire(link: Link, when: 'between' | 'during'): void {
    for (const transaction of this.#openOf(link)) {
      this.#commits.abort(transaction);
      transaction.ranOutOfTime = when === 'during';
    }
  }

  failNext(link: Link, failure: Failure): void {
    this.#failures.add(link, failure);
  }

  dump(dbName: string): Dump {
    return this.#catalogOf(dbName).collections.map((collection) => ({
      collection: collection.name.slice(dbName.length + 1),
      indexes: Array.from(collection.indexes.values(), ({ index }) => index),
      documents: collection.standing().map(({ bytes }) => bytes),
    }));
  }

  /** Replaces the content of a database with a backup: all open transactions end. */
  restore(dbName: string, dump: Dump): void {
    for (const transaction of this.#commits.open) this.#commits.abort(transaction);
    const catalog = this.#catalogOf(dbName);
    catalog.drop();
    for (const { collection: name, indexes, documents } of dump) {
      const collection = catalog.open(name);
      const view = this.#commits.viewOf(undefined);
      for (const bytes of documents) collection.insert(new Stored(bytes), view);
      for (const index of indexes) collection.addIndex(index);
    }
  }

  async #answer(message: WireMessage, link: Link): Promise<Reply> {
    const command = commandOf(message);
    const name = nameOf(command);
    await link.enter(name);
    const reply = await this.#failed(link, command, 'before', () => this.#run(command, link));
    await link.enter(name);
    return this.#failed(link, command, 'after', () => reply);
  }

  async #failed(
    link: Link,
    command: Document,
    when: Failure['when'],
    otherwise: () => Reply | Promise<Reply>,
  ): Promise<Reply> {
    const failure = this.#failures.take(link, nameOf(command), when);
    if (!failure) return otherwise();
    if (failure.kind === 'network') throw brokenConnection();
    for (const transaction of this.#commits.open) this.#commits.abort(transaction);
    const error = new ServerError('PrimarySteppedDown', 'primary stepped down while waiting for replication');
    return errorReply(error, labelsOf(error, command));
  }

  async #run(command: Document, link: Link): Promise<Reply> {
    try {
      const answered = this.#sessions.answered(command);
      if (answered) return answered;
      const name = nameOf(command);
      const isEnd = name === 'commitTransaction' || name === 'abortTransaction';
      const transaction = this.#sessions.transactionOf(link, command);
      const reply = isEnd ? this.#end(name, transaction) : await this.#runIn(transaction, command, link);
      this.#sessions.keepAnswer(command, reply);
      return reply;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (error.codeName === 'WriteConflict') this.#onConflict();
      return errorReply(error, labelsOf(error, command));
    }
  }

  #end(name: string, transaction: Transaction | undefined): Reply {
    if (!transaction) throw noSuchTransaction();
    if (name === 'commitTransaction') this.#commits.commit(transaction);
    else if (transaction.state === 'open') this.#commits.abort(transaction);
    else throw transaction.state === 'committed' ? alreadyCommitted() : noSuchTransaction();
    return replyOf({});
  }

  /** A failing statement ends its transaction. */
  async #runIn(transaction: Transaction | undefined, command: Document, link: Link): Promise<Reply> {
    if (transaction?.state === 'aborted') throw noSuchTransaction();
    if (transaction?.state === 'committed') throw alreadyCommitted();
    const abort = () => {
      if (transaction) this.#commits.abort(transaction);
    };
    try {
      return await runCommand(command, {
        catalog: this.#catalogOf(String(command['$db'])),
        cursors: this.#cursors,
        view: this.#commits.viewOf(transaction),
        now: this.#now,
        waits: () => link.enter(`${nameOf(command)} waits`),
        abort,
      });
    } catch (error) {
      abort();
      throw error;
    }
  }

  #openOf(link: Link): Transaction[] {
    return this.#commits.open.filter((transaction) => transaction.link === link);
  }

  #catalogOf(name: string): Catalog {
    const known = this.#catalogs.get(name) ?? new Catalog(name);
    this.#catalogs.set(name, known);
    return known;
  }
}

function alreadyCommitted(): ServerError {
  return new ServerError('TransactionCommitted', 'Transaction has been committed.');
}

const HEADER_BYTES = 20;

/**
 * What the driver would have sent: the command's document, then documents in sequences that belong to one of its
 * fields. So everything is parsed from bytes, and nothing is shared with the sender.
 */
function commandOf(message: WireMessage): Document {
  const bytes = Buffer.concat(message.toBin());
  const command: Record<string, unknown> = {};
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    const isSequence = bytes[at] === 1;
    const from = at + 1;
    const length = bytes.readInt32LE(from);
    if (isSequence) {
      const nameEnd = bytes.indexOf(0, from + 4);
      const documents: Document[] = [];
      for (let one = nameEnd + 1; one < from + length; one += bytes.readInt32LE(one))
        documents.push(fromBytes(bytes.subarray(one, one + bytes.readInt32LE(one))));
      command[bytes.toString('utf8', from + 4, nameEnd)] = documents;
    } else Object.assign(command, fromBytes(bytes.subarray(from, from + length)));
    at = from + length;
  }
  return command;
}
