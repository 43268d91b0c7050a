import mongoose from 'mongoose';
import type { Link } from '../link.ts';

/** `before`: the command does not reach the server, or is refused by it; `after`: it took effect, and its answer is lost. */
export type Failure = {
  /** A connection that breaks, or a primary that steps down (all open transactions end with it). */
  readonly kind: 'network' | 'stepdown';
  readonly when: 'before' | 'after';
  /** Such as `commitTransaction`; any command where it is absent. */
  readonly command?: string;
};

/** The failures that are to come, for each process in their order. */
export class Failures {
  readonly #waiting = new Map<Link, Failure[]>();

  add(link: Link, failure: Failure): void {
    this.#waiting.set(link, [...(this.#waiting.get(link) ?? []), failure]);
  }

  /** The next one, where it is meant for this command. */
  take(link: Link, command: string, when: Failure['when']): Failure | undefined {
    const waiting = this.#waiting.get(link) ?? [];
    const [next] = waiting;
    if (next?.when !== when || (next.command ?? command) !== command) return undefined;
    waiting.shift();
    return next;
  }
}

export function brokenConnection(): Error {
  return new mongoose.mongo.MongoNetworkError('connection to the database in memory closed');
}
