/** What a test needs of a database that `HeldDatabase` holds back. */
type Methods = Record<PropertyKey, unknown>;

const WRITES = ['bulkWrite', 'insertMany', 'insertOne', 'replaceOne', 'updateOne', 'findOneAndUpdate'];
const READS = ['aggregate', 'find', 'findOne'];

type Held = {
  readonly collection: string | undefined;
  readonly reached: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
};

/**
 * A database connection for one of two processes that are to collide at a chosen point: the next transaction that
 * writes stops before its first write, when everything is read but nothing of it is visible or locked, until it is
 * released. So the other process can change what was read, and a collision that is rare in practice becomes certain.
 *
 * `blind`: reads leave the transaction's snapshot, so that MongoDB itself sees no conflict. Then only the lock versions
 * that a write compares protect the data.
 */
export class HeldDatabase<Database extends object> {
  readonly connection: Database;
  readonly #isBlind: boolean;
  #held: Held | undefined;
  #isBroken = false;

  constructor(database: Database, { blind }: { blind: boolean }) {
    this.#isBlind = blind;
    this.connection = this.#wrapped(database, (name, value) => {
      if (name === 'db') return this.#wrapped(value as object, (key, of) => this.#collections(key, of));
      return this.#collections(name, value);
    });
  }

  /**
   * Runs `first` until its transaction is about to write, or until anything writes to `collection` if one is named;
   * then all of `meanwhile`; then releases `first`. Resolves to the results of both.
   */
  async meet<First, Second>(
    first: () => Promise<First>,
    meanwhile: () => Promise<Second>,
    collection?: string,
  ): Promise<[First, Second]> {
    const held = {
      collection,
      reached: Promise.withResolvers<void>(),
      released: Promise.withResolvers<void>(),
    };
    this.#held = held;
    const running = first();
    const ended = running.then(() => {
      throw new Error('it ended without the write that was waited for');
    });
    try {
      await Promise.race([held.reached.promise, ended]);
      const second = await meanwhile();
      held.released.resolve();
      return [await running, second];
    } finally {
      held.released.resolve();
      await ended.catch(() => {});
    }
  }

  /** The next read outside a transaction fails, as if the process had ended there. */
  breakNextRead(): void {
    this.#isBroken = true;
  }

  #collections(name: PropertyKey, value: unknown): unknown {
    if (name !== 'collection') return value;
    const open = value as (...given: unknown[]) => object;
    return (...given: unknown[]) =>
      this.#wrapped(open(...given), (key, of) => this.#operation(String(given[0]), String(key), of));
  }

  #operation(collection: string, name: string, value: unknown): unknown {
    if (typeof value !== 'function') return value;
    const call = value as (...given: unknown[]) => unknown;
    if (READS.includes(name))
      return (filter: unknown, options: object = {}) => {
        this.#mayBreak(options);
        return call(filter, this.#isBlind ? { ...options, session: undefined } : options);
      };
    if (!WRITES.includes(name)) return value;
    return async (...given: unknown[]) => {
      await this.#stop(collection, given.some(isOfTransaction));
      return call(...given);
    };
  }

  #mayBreak(options: object): void {
    if (!this.#isBroken || isOfTransaction(options)) return;
    this.#isBroken = false;
    throw new Error('the connection to the database is lost');
  }

  async #stop(collection: string, isTransaction: boolean): Promise<void> {
    const held = this.#held;
    if (!held || (held.collection === undefined ? !isTransaction : held.collection !== collection)) return;
    this.#held = undefined;
    held.reached.resolve();
    await held.released.promise;
  }

  #wrapped<Target extends object>(
    target: Target,
    see: (name: PropertyKey, value: unknown) => unknown,
  ): Target {
    return new Proxy(target, {
      get: (of, name) => {
        const value = (of as Methods)[name];
        return see(name, typeof value === 'function' ? value.bind(of) : value);
      },
    });
  }
}

function isOfTransaction(options: unknown): boolean {
  return (
    typeof options === 'object' && options !== null && 'session' in options && options.session !== undefined
  );
}
