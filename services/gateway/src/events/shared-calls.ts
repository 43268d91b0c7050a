import type { registerV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { assert, LIMITS } from '@duixian/values';
import { Problem } from '../http/problem.ts';
import { Pace } from './pace.ts';

type Item = registerV1.RecordRequest_Item;
type Result = registerV1.RecordResponse_Result;
type Record = (request: { items: Item[] }, options: { timeoutMs: number }) => Promise<{ results: Result[] }>;

type Waiting = {
  readonly items: readonly Item[];
  readonly bytes: number;
  resolve(results: Result[]): void;
  reject(error: unknown): void;
};

/** One that the register works on, and one that waits there to be next. */
const MAX_CALLS = 2;
/** What a process that ended, or was frozen, answers: another may take the call. Recording twice has no second effect. */
const OUTAGES: readonly number[] = [rpcStatus.UNAVAILABLE, rpcStatus.CANCELLED];

/**
 * Requests that come while a register is busy share the next call to it: for a single fact the call costs many times more
 * than the fact. Each request gets its own answers. A call that fails otherwise than by an outage is made again for each
 * request by itself, so that nobody suffers from what another sent. What of it was recorded already is a duplicate then.
 */
export class SharedCalls {
  readonly #record: Record;
  readonly #waiting: Waiting[] = [];
  readonly #pace: Pick<Pace, 'keep'>;
  #calls = 0;
  /** Of all that wait. */
  #items = 0;
  #bytes = 0;

  constructor(record: Record, pace: Pick<Pace, 'keep'> = new Pace()) {
    this.#record = record;
    this.#pace = pace;
  }

  /** Rejects with a Problem, and keeps nothing, where too much waits already. */
  record(items: readonly Item[]): Promise<Result[]> {
    const bytes = items.reduce((sum, { eventJson }) => sum + eventJson.length, 0);
    const isFull =
      this.#items + items.length > LIMITS.waitingItems.most || this.#bytes + bytes > LIMITS.waitingBytes.most;
    if (isFull && this.#waiting.length > 0)
      return Promise.reject(
        new Problem('unavailable', 'Too many facts wait to be recorded; send these again.'),
      );
    this.#items += items.length;
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, bytes, resolve, reject });
      if (this.#calls < MAX_CALLS) void this.#call();
    });
  }

  async #call(): Promise<void> {
    this.#calls += 1;
    // One turn of the event loop lets requests that came together share the call.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      await this.#pace.keep(() => this.#items);
      // The other call may have taken them meanwhile.
      if (this.#waiting.length > 0) await this.#answer(this.#take());
    }
    this.#calls -= 1;
  }

  /** As many as one call carries, by number and by bytes; a request alone always goes. */
  #take(): Waiting[] {
    let items = 0;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      const isTooMuch =
        items + waiting.items.length > LIMITS.callItems.most || bytes + waiting.bytes > LIMITS.callBytes.most;
      if (count > 0 && isTooMuch) break;
      items += waiting.items.length;
      bytes += waiting.bytes;
      count += 1;
    }
    this.#items -= items;
    this.#bytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  async #answer(requests: readonly Waiting[]): Promise<void> {
    try {
      const items = requests.flatMap((request) => request.items);
      const results = await this.#recordOnceMore(items);
      let at = 0;
      for (const request of requests) {
        request.resolve(results.slice(at, at + request.items.length));
        at += request.items.length;
      }
    } catch (error) {
      if (requests.length === 1 || OUTAGES.includes((error as { code: number }).code)) {
        for (const request of requests) request.reject(error);
      } else for (const request of requests) await this.#answer([request]);
    }
  }

  async #recordOnceMore(items: Item[]): Promise<Result[]> {
    const options = { timeoutMs: LIMITS.recordMs.most };
    const { results } = await this.#record({ items }, options).catch((error: unknown) => {
      if (!OUTAGES.includes((error as { code: number }).code)) throw error;
      return this.#record({ items }, options);
    });
    assert(results.length === items.length, 'a register answers for every item');
    return results;
  }
}
