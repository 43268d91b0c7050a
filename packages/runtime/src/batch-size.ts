import { isHopeless, kindOf } from './failure.ts';

/** How much goes into one transaction: a quarter after one that failed by what was in it or by its time, then more again. */
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

  /** Whether a part of it may still go. */
  shrinksAfter(error: unknown): boolean {
    if (this.#now === 1 || !mayGoInParts(error)) return false;
    this.#now = Math.ceil(this.#now / 4);
    return true;
  }
}

/** Whether what failed together may still go in parts: an outage fails them all alike. */
export function mayGoInParts(error: unknown): boolean {
  return isHopeless(error) || kindOf(error) === 'out-of-time';
}

export function halves<Item>(items: readonly Item[]): (readonly Item[])[] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
