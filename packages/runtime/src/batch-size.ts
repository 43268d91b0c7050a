import { isHopeless, kindOf } from './failure.ts';

/**
 * How many items go into one transaction: a quarter of them after a transaction that failed because of its content or
 * its duration, then gradually more again.
 */
export class BatchSize {
  readonly #most: number;
  #now: number;

  constructor(most: number) {
    this.#most = most;
    this.#now = most;
  }

  get now(): number {
    return this.#now;
  }

  succeeded(): void {
    this.#now = Math.min(2 * this.#now, this.#most);
  }

  /** Returns whether a smaller batch may still succeed. */
  shrinksAfter(error: unknown): boolean {
    if (this.#now === 1 || !mayGoInParts(error)) return false;
    this.#now = Math.ceil(this.#now / 4);
    return true;
  }
}

/** Whether items that failed together may succeed in smaller parts. An outage fails all of them alike. */
export function mayGoInParts(error: unknown): boolean {
  return isHopeless(error) || kindOf(error) === 'out-of-time';
}

export function halves<Item>(items: readonly Item[]): (readonly Item[])[] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
