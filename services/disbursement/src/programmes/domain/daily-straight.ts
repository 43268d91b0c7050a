import type { Fen } from '@duixian/values';
import type { Programme } from './programme.ts';

/** What was paid straight through on a day, by programme. */
interface SumsOfDay {
  /** YYYY-MM-DD in Asia/Shanghai. */
  readonly day: string;
  readonly fen: Readonly<Record<string, Fen>>;
}

/** As it is stored: the newest day, and the newest day before it. */
export type StraightOnDay = SumsOfDay & { readonly before: SumsOfDay | null };

/**
 * The cap of a day (`straightThroughPerDayFen`) over all entities. A decision reads what is stored, takes
 * from what is left, and writes it into the document that every transaction with new orders writes, on
 * condition that it is unchanged since it was read: so two processes never take the same yuan. What was
 * released does not come back on the same day. A process whose clock is still before midnight counts on the
 * day before; one that is further behind finds nothing left.
 */
export class DailyStraight {
  readonly read: StraightOnDay | null;
  readonly #today: string;
  readonly #taken = new Map<string, Fen>();

  constructor(today = '', read: StraightOnDay | null = null) {
    this.read = read;
    this.#today = today;
  }

  hasRoomFor({ id, straightThroughPerDayFen }: Programme, fen: Fen): boolean {
    if (straightThroughPerDayFen === null) return true;
    const known = this.#known;
    if (known === undefined) return false;
    return (known[id] ?? 0n) + (this.#taken.get(id) ?? 0n) + fen <= straightThroughPerDayFen;
  }

  /** Null: it has no cap of a day. */
  leftFor({ id, straightThroughPerDayFen }: Programme): Fen | null {
    if (straightThroughPerDayFen === null) return null;
    const known = this.#known;
    return known ? straightThroughPerDayFen - (known[id] ?? 0n) - (this.#taken.get(id) ?? 0n) : 0n;
  }

  take({ id, straightThroughPerDayFen }: Programme, fen: Fen): void {
    if (straightThroughPerDayFen !== null) this.#taken.set(id, (this.#taken.get(id) ?? 0n) + fen);
  }

  /** What is to be stored; undefined: nothing was taken. */
  get after(): StraightOnDay | undefined {
    if (this.#taken.size === 0) return undefined;
    const { read } = this;
    const own = { day: this.#today, fen: this.#sums };
    if (read?.day === this.#today) return { ...own, before: read.before };
    if (read?.before?.day === this.#today) return { ...read, before: own };
    return { ...own, before: read && { day: read.day, fen: read.fen } };
  }

  /** The sums of today; undefined: they are no longer stored. */
  get #known(): Readonly<Record<string, Fen>> | undefined {
    const { read } = this;
    if (!read || this.#today > read.day) return {};
    return [read, read.before].find((one) => one?.day === this.#today)?.fen;
  }

  get #sums(): Readonly<Record<string, Fen>> {
    const fen = { ...this.#known };
    for (const [id, takenFen] of this.#taken) fen[id] = (fen[id] ?? 0n) + takenFen;
    return fen;
  }
}
