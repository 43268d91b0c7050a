import { MongoNetworkError } from 'mongodb';
import type { Link } from '../link.ts';

/**
 * `before`: the command does not reach the server, or is refused by it; `after`: it took effect, and its response is
 * lost.
 */
export type Failure = {
  /** A connection that breaks, or a primary that steps down (all open transactions end with it). */
  readonly kind: 'network' | 'stepdown';
  readonly when: 'before' | 'after';
  /** Such as `commitTransaction`; any command where it is absent. */
  readonly command?: string;
};

/** The planned failures, for each process in order. */
export class Failures {
  readonly #waiting = new Map<Link, Failure[]>();

  add(link: Link, failure: Failure): void {
    this.#waiting.set(link, [...(this.#waiting.get(link) ?? []), failure]);
  }

  /** Takes the next failure, if it applies to this command. */
  take(link: Link, command: string, when: Failure['when']): Failure | undefined {
    const waiting = this.#waiting.get(link) ?? [];
    const [next] = waiting;
    if (next?.when !== when || (next.command ?? command) !== command) return undefined;
    waiting.shift();
    return next;
  }
}

export function brokenConnection(): Error {
  return new MongoNetworkError('connection to the database in memory closed');
}
