import type { Link } from '../link.ts';
import type { Entry, Stored } from './collection.ts';
import { ServerError } from './errors.ts';

export type Write = { readonly entry: Entry; readonly value: Stored | undefined };

/** What a statement sees, and where its writes go: into its transaction, or to an immediate commit. */
export type View = {
  /** Commits up to this one are visible. */
  readonly at: number;
  readonly transaction?: Transaction;
  /** The oldest snapshot that is still in use. */
  oldest(): number;
  commit(writes: readonly Write[]): void;
};

/** One transaction of a session: a snapshot, and its writes so far. */
export class Transaction {
  readonly link: Link;
  readonly at: number;
  readonly written = new Set<Entry>();
  state: 'open' | 'committed' | 'aborted' = 'open';
  /** Its position among all commits, once it has one. */
  since = 0;
  /**
   * The server ended it while a statement ran: the next statement learns that, the later ones only that there is no
   * transaction.
   */
  ranOutOfTime = false;

  constructor(link: Link, at: number) {
    this.link = link;
    this.at = at;
  }
}

/** The order of all commits, and the transactions that are open. */
export class Commits {
  #clock = 0;
  readonly #open = new Set<Transaction>();
  readonly #onCommit: (collections: readonly string[]) => void;

  constructor(onCommit: (collections: readonly string[]) => void = () => {}) {
    this.#onCommit = onCommit;
  }

  get open(): readonly Transaction[] {
    return [...this.#open];
  }

  begin(link: Link): Transaction {
    const transaction = new Transaction(link, this.#clock);
    this.#open.add(transaction);
    return transaction;
  }

  viewOf(transaction: Transaction | undefined): View {
    const commit = (writes: readonly Write[]) => this.#write(writes);
    const oldest = () => this.#oldest();
    return transaction
      ? { at: transaction.at, transaction, oldest, commit }
      : { at: Number.POSITIVE_INFINITY, oldest, commit };
  }

  commit(transaction: Transaction): void {
    if (transaction.state === 'committed') return;
    if (transaction.state === 'aborted') throw noSuchTransaction();
    const writes = [...transaction.written].map((entry) => ({ entry, value: entry.pending?.value }));
    this.#end(transaction, 'committed');
    this.#write(writes);
    transaction.since = this.#clock;
  }

  abort(transaction: Transaction): void {
    if (transaction.state === 'open') this.#end(transaction, 'aborted');
  }

  #end(transaction: Transaction, state: 'committed' | 'aborted'): void {
    transaction.state = state;
    this.#open.delete(transaction);
    for (const entry of transaction.written) {
      entry.pending = undefined;
      if (state === 'aborted') entry.collection.prune(entry, this.#oldest());
    }
  }

  #write(writes: readonly Write[]): void {
    this.#clock += 1;
    for (const { entry, value } of writes) entry.versions.push({ since: this.#clock, value });
    const oldest = this.#oldest();
    for (const { entry } of writes) entry.collection.prune(entry, oldest);
    if (writes.length > 0) this.#onCommit(writes.map(({ entry }) => entry.collection.name));
  }

  #oldest(): number {
    let oldest = this.#clock;
    for (const { at } of this.#open) oldest = Math.min(oldest, at);
    return oldest;
  }
}

export function noSuchTransaction(): ServerError {
  return new ServerError(
    'NoSuchTransaction',
    'Given transaction number does not match any in-progress transactions.',
  );
}
