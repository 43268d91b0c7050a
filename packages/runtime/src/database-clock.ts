import type { Database } from './database.ts';

const ASK_AGAIN_MS = 5_000;
/** The uncertainty that remains even for a query that takes no time. */
const LEAST_DIFFERENCE_MS = 20;

/**
 * The time of the database: the one clock for every stored date that a process compares with its own time. A process
 * whose own clock is wrong by an hour still writes and reads such dates correctly. It measures the difference every few
 * seconds while the clock is used; where the database does not answer, the last known difference remains in force.
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
      const answer = await this.#database.admin().command({ hello: 1 });
      const after = Date.now();
      const { localTime } = (answer ?? {}) as { localTime?: unknown };
      if (!(localTime instanceof Date)) return;
      const differenceMs = localTime.getTime() - (before + after) / 2;
      // Where two differences cannot be told apart it keeps the one it has, so that time does not jump back and forth.
      const uncertainMs = (after - before) / 2 + LEAST_DIFFERENCE_MS;
      if (Math.abs(differenceMs - this.#differenceMs) > uncertainMs)
        this.#differenceMs = Math.round(differenceMs);
    } catch {
      // It is measured again in a moment.
    }
  }
}
