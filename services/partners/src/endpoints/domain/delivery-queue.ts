const AT_ONCE = 4;

/** `attempt`: which one it will be. `isRetry`: it does not move the cursor. */
export interface Delivery<Event> {
  readonly event: Event;
  readonly attempt: number;
  readonly isRetry: boolean;
  readonly isTest: boolean;
}

interface Settings {
  readonly cursor: number;
  /** One at a time, and nothing new before what failed is delivered. */
  readonly isOrdered: boolean;
  /** Something that failed is still to be delivered. */
  readonly isBlocked: boolean;
  /** It was never verified: only tests are sent. */
  readonly isUnverified: boolean;
}

/**
 * What one endpoint is to receive, in the memory of the process that has its lease. At most four are in flight; so a slow
 * endpoint holds four connections and nobody else's, and a process that dies repeats four at most.
 */
export class DeliveryQueue<Event extends { readonly sequence: number }> {
  readonly #settings: Settings;
  #isBlocked: boolean;
  /** Everything up to it was looked at. */
  #scanned: number;
  #upcoming: Event[] = [];
  #retries: Delivery<Event>[] = [];
  readonly #inFlight = new Map<number, Delivery<Event>>();
  /** What was settled since what is due was last read: it may be due in what is being read. */
  readonly #settled = new Set<number>();
  #pausedUntilMs = 0;
  #atOnce: number;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#isBlocked = settings.isBlocked;
    this.#scanned = settings.cursor;
    this.#atOnce = settings.isOrdered ? 1 : AT_ONCE;
  }

  /** Up to where everything was delivered, or failed and is kept as an exception. */
  get cursor(): number {
    const open = [...this.#inFlight.values()].filter(({ isRetry }) => !isRetry).map(({ event }) => event);
    const lowest = Math.min(...[...open, ...this.#upcoming.slice(0, 1)].map(({ sequence }) => sequence));
    return Number.isFinite(lowest) ? lowest - 1 : this.#scanned;
  }

  /** From where to read on; undefined: it has enough for now. */
  readsAfter(): number | undefined {
    const { isUnverified } = this.#settings;
    return isUnverified || this.#upcoming.length > 0 ? undefined : this.#scanned;
  }

  add(events: readonly Event[], through: number): void {
    this.#upcoming.push(...events);
    this.#scanned = through;
  }

  /** What is due again is read from now on, and then added. */
  readsDue(): void {
    this.#settled.clear();
  }

  /** What is due again. It may be given again while it waits or is in flight. */
  addRetries(retries: readonly Omit<Delivery<Event>, 'isRetry'>[]): void {
    for (const retry of retries) {
      const { sequence } = retry.event;
      if (
        this.#settled.has(sequence) ||
        this.#inFlight.has(sequence) ||
        this.#retries.some(({ event }) => event.sequence === sequence)
      )
        continue;
      this.#retries.push({ ...retry, isRetry: true });
    }
  }

  /** The next one to send, which is in flight from now on. */
  take(nowMs: number): Delivery<Event> | undefined {
    if (nowMs < this.#pausedUntilMs || this.#inFlight.size >= this.#atOnce) return undefined;
    const next = this.#nextRetry() ?? this.#nextEvent();
    if (next) this.#inFlight.set(next.event.sequence, next);
    return next;
  }

  delivered({ event, isTest }: Delivery<Event>): void {
    this.#settle(event);
    if (!isTest) this.#isBlocked = false;
    if (!this.#settings.isOrdered) this.#atOnce = Math.min(AT_ONCE, this.#atOnce + 1);
  }

  failed({ event, isTest }: Delivery<Event>, pausedUntilMs: number, isOverloaded: boolean): void {
    this.#settle(event);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, pausedUntilMs);
    if (isOverloaded) this.#atOnce = 1;
    if (!isTest) this.#isBlocked = true;
  }

  #settle({ sequence }: Event): void {
    this.#inFlight.delete(sequence);
    this.#settled.add(sequence);
  }

  #nextRetry(): Delivery<Event> | undefined {
    const at = this.#retries.findIndex(({ isTest }) => isTest || !this.#settings.isUnverified);
    return at < 0 ? undefined : this.#retries.splice(at, 1)[0];
  }

  #nextEvent(): Delivery<Event> | undefined {
    const { isOrdered } = this.#settings;
    if (isOrdered && (this.#isBlocked || this.#inFlight.size > 0)) return undefined;
    // What is sent again may be new here too.
    const event = this.#upcoming.find(({ sequence }) => !this.#inFlight.has(sequence));
    if (!event) return undefined;
    this.#upcoming = this.#upcoming.filter((one) => one !== event);
    return { event, attempt: 1, isRetry: false, isTest: false };
  }
}
