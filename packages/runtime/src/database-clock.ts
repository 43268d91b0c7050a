import type { Database } from './database.ts';

const ASK_AGAIN_MS = 5_000;
/** What a question that takes no time may still be off by. */
const LEAST_DIFFERENCE_MS = 20;

/**
 * The time of the database: the one clock by which dates are written that any process compares with its own. A process
 * whose own clock is wrong by an hour writes and reads them right all the same. It asks for the difference every few
 * seconds, while it is used; where the database does not say, the last one known holds.
 */
export class DatabaseClock {
  readonly #database: Database;
  #differenceMs = 0;
  #askedAt = Number.NEGATIVE_INFINITY;

  private constructor(database: Database) {
    this.#database = database;
  }

  static async open(database: Database): Promise<DatabaseClock> {
    const clock = new DatabaseClock(database);
    await clock.#ask();
    return clock;
  }

  now(): Date {
    if (Math.abs(Date.now() - this.#askedAt) > ASK_AGAIN_MS) void this.#ask();
    return new Date(Date.now() + this.#differenceMs);
  }

  async #ask(): Promise<void> {
    this.#askedAt = Date.now();
    try {
      const before = Date.now();
      const answer = await this.#database.db?.admin().command({ hello: 1 });
      const after = Date.now();
      const { localTime } = (answer ?? {}) as { localTime?: unknown };
      if (!(localTime instanceof Date)) return;
      const differenceMs = localTime.getTime() - (before + after) / 2;
      // Between two differences that cannot be told apart it stays with the one it has: time does not jump to and fro.
      const uncertainMs = (after - before) / 2 + LEAST_DIFFERENCE_MS;
      if (Math.abs(differenceMs - this.#differenceMs) > uncertainMs)
        this.#differenceMs = Math.round(differenceMs);
    } catch {
      // It is asked again in a moment.
    }
  }
}
