import type { registerV1 } from '@duixian/proto';
import { assert } from '@duixian/values';
import { Pace } from './pace.ts';

type Item = registerV1.RecordRequest_Item;
type Result = registerV1.RecordResponse_Result;
type Record = (request: { items: Item[] }, options: { timeoutMs: number }) => Promise<{ results: Result[] }>;

type Waiting = {
  readonly items: readonly Item[];
  resolve(results: Result[]): void;
  reject(error: unknown): void;
};

/** As long as a register may take for a full batch of large items. */
const TIMEOUT_MS = 60_000;
/** One that the register works on, and one that waits there to be next. */
const MAX_CALLS = 2;
const MAX_ITEMS = 1_000;

/**
 * Requests that come while a register is busy share the next call to it: for a single fact the call costs many times more
 * than the fact. Each request gets its own answers; a call that fails fails all that share it, and nothing of it was recorded.
 */
export class SharedCalls {
  readonly #record: Record;
  readonly #waiting: Waiting[] = [];
  readonly #pace: Pick<Pace, 'keep'>;
  #calls = 0;

  constructor(record: Record, pace: Pick<Pace, 'keep'> = new Pace()) {
    this.#record = record;
    this.#pace = pace;
  }

  record(items: readonly Item[]): Promise<Result[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (this.#calls < MAX_CALLS) void this.#call();
    });
  }

  async #call(): Promise<void> {
    this.#calls += 1;
    // One turn of the event loop lets requests that came together share the call.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      await this.#pace.keep(() => this.#countItems());
      // The other call may have taken them meanwhile.
      if (this.#waiting.length > 0) await this.#answer(this.#take());
    }
    this.#calls -= 1;
  }

  #countItems(): number {
    return this.#waiting.reduce((sum, { items }) => sum + items.length, 0);
  }

  #take(): Waiting[] {
    let items = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      if (count > 0 && items + waiting.items.length > MAX_ITEMS) break;
      items += waiting.items.length;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #answer(requests: readonly Waiting[]): Promise<void> {
    try {
      const items = requests.flatMap((request) => request.items);
      const { results } = await this.#record({ items }, { timeoutMs: TIMEOUT_MS });
      assert(results.length === items.length, 'a register answers for every item');
      let at = 0;
      for (const request of requests) {
        request.resolve(results.slice(at, at + request.items.length));
        at += request.items.length;
      }
    } catch (error) {
      for (const request of requests) request.reject(error);
    }
  }
}
