import type { registerV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { assert, LIMITS } from '@duixian/values';
import { Problem } from '../http/problem.ts';
import { IntakeThrottle } from './intake-throttle.ts';

type Item = registerV1.RecordRequest_Item;
type Result = registerV1.RecordResponse_Result;
type Record = (
  request: registerV1.RecordRequest,
  options: { timeoutMs: number },
) => Promise<{ results: Result[] }>;

/** What the gateway checked a request against; the register checks again against its own. */
export type Pass = {
  /** Versions of the request's sources, as far as the gateway knows them. */
  readonly sourceVersions: ReadonlyMap<string, bigint>;
  readonly isAnySource: boolean;
};
const NO_PASS: Pass = { sourceVersions: new Map(), isAnySource: false };

type Waiting = {
  readonly items: readonly Item[];
  readonly pass: Pass;
  readonly bytes: number;
  /** By `performance.now()`; then it is answered in any case. */
  readonly until: number;
  resolve(results: Result[]): void;
  reject(error: unknown): void;
};

/** One that the register works on, and one that waits there. */
const MAX_CALLS = 2;
/** Codes of a process that ended or was frozen: another one may take the call. Recording twice has no second effect. */
const OUTAGES: readonly number[] = [rpcStatus.UNAVAILABLE, rpcStatus.CANCELLED];
/** Failures that no single request caused: a timeout or a full queue would meet a part of the call too. */
const SHARED_FAILURES: readonly number[] = [
  ...OUTAGES,
  rpcStatus.DEADLINE_EXCEEDED,
  rpcStatus.RESOURCE_EXHAUSTED,
];

/**
 * Requests that arrive while a register is busy share the next call, because a call costs many times more than a single
 * fact. Each request gets its own results, or after `recordMs` an error, whether it still waits or is being recorded. A
 * call that fails because of its content is repeated in halves, so that one request's fault does not fail the others.
 * Facts that were recorded already are duplicates then.
 */
export class SharedCalls {
  readonly #record: Record;
  readonly #waiting: Waiting[] = [];
  readonly #throttle: Pick<IntakeThrottle, 'keep'>;
  #calls = 0;
  /** Of all waiting requests. */
  #items = 0;
  #bytes = 0;

  constructor(record: Record, throttle: Pick<IntakeThrottle, 'keep'> = new IntakeThrottle()) {
    this.#record = record;
    this.#throttle = throttle;
  }

  /** Rejects with a Problem where too much waits already, keeping nothing, and after `recordMs`. */
  record(items: readonly Item[], pass: Pass = NO_PASS): Promise<Result[]> {
    const bytes = bytesOf(items);
    const isFull =
      this.#items + items.length > LIMITS.waitingItems.most || this.#bytes + bytes > LIMITS.waitingBytes.most;
    if (isFull && this.#waiting.length > 0)
      return Promise.reject(new Problem('busy', 'Too many facts wait to be recorded; send these again.'));
    this.#items += items.length;
    this.#bytes += bytes;
    const { promise, resolve, reject } = Promise.withResolvers<Result[]>();
    const request = { items, pass, bytes, until: performance.now() + LIMITS.recordMs.most, resolve, reject };
    const timer = setTimeout(() => this.#giveUp(request), LIMITS.recordMs.most);
    this.#waiting.push(request);
    if (this.#calls < MAX_CALLS) void this.#call();
    return promise.finally(() => clearTimeout(timer));
  }

  #giveUp(request: Waiting): void {
    const at = this.#waiting.indexOf(request);
    if (at >= 0) this.#remove(at, 1);
    request.reject(outOfTime());
  }

  #remove(from: number, count: number): Waiting[] {
    const removed = this.#waiting.splice(from, count);
    for (const { items, bytes } of removed) {
      this.#items -= items.length;
      this.#bytes -= bytes;
    }
    return removed;
  }

  async #call(): Promise<void> {
    this.#calls += 1;
    // One turn of the event loop lets requests that came together share the call.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      await this.#throttle.keep(() => ({ facts: this.#items, requests: this.#waiting.length }));
      // The other call may have taken them meanwhile.
      if (this.#waiting.length > 0) await this.#answer(this.#take());
    }
    this.#calls -= 1;
  }

  /** As many as fit into one call, by number and by bytes; a single request always fits. */
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
    return this.#remove(0, count);
  }

  async #answer(all: readonly Waiting[]): Promise<void> {
    // The halves run one after the other, so some requests may have timed out.
    const requests = all.filter(({ until }) => until > performance.now());
    const youngest = requests.at(-1);
    if (!youngest) return;
    try {
      const items = requests.flatMap((request) => request.items);
      const passed = passedTogether(requests.map(({ pass }) => pass));
      const results = await this.#recordOnceMore({ items, ...passed }, youngest.until);
      let at = 0;
      for (const request of requests) {
        request.resolve(results.slice(at, at + request.items.length));
        at += request.items.length;
      }
    } catch (error) {
      if (requests.length === 1 || SHARED_FAILURES.includes((error as { code: number }).code)) {
        // The register answers other calls meanwhile, so this is not an outage.
        const isLate = (error as { code: number }).code === rpcStatus.DEADLINE_EXCEEDED;
        for (const request of requests) request.reject(isLate ? outOfTime() : error);
        return;
      }
      const middle = Math.ceil(requests.length / 2);
      await this.#answer(requests.slice(0, middle));
      await this.#answer(requests.slice(middle));
    }
  }

  async #recordOnceMore(request: registerV1.RecordRequest, until: number): Promise<Result[]> {
    const record = () => this.#record(request, { timeoutMs: until - performance.now() });
    const { results } = await record().catch((error: unknown) => {
      if (!OUTAGES.includes((error as { code: number }).code)) throw error;
      return record();
    });
    assert(results.length === request.items.length, 'a register answers for every item');
    return results;
  }
}

/**
 * The entry point of a register: small requests share calls with small ones and large with large, so that a request
 * with a fact or two does not wait for one with a thousand. Requests that may write any source (only in development)
 * share no call with others.
 */
export class WayIn {
  readonly #own: SharedCallsBySize;
  readonly #any: SharedCallsBySize;

  constructor(record: Record) {
    const sharedCalls = () => ({ small: new SharedCalls(record), large: new SharedCalls(record) });
    this.#own = sharedCalls();
    this.#any = sharedCalls();
  }

  /** As `SharedCalls.record`. */
  record(items: readonly Item[], pass: Pass = NO_PASS): Promise<Result[]> {
    const isSmall = bytesOf(items) <= LIMITS.smallRequestBytes.most;
    const { small, large } = pass.isAnySource ? this.#any : this.#own;
    return (isSmall ? small : large).record(items, pass);
  }
}

type SharedCallsBySize = { readonly small: SharedCalls; readonly large: SharedCalls };

function outOfTime(): Problem {
  const within = `${LIMITS.recordMs.most / 1_000} s`;
  return new Problem(
    'unavailable',
    `The facts were not all recorded within ${within}; send these again, which is harmless. Where they name thousands of usage records each, send fewer at once.`,
  );
}

/** The highest version of each source among them. */
function passedTogether(
  passes: readonly Pass[],
): Pick<registerV1.RecordRequest, 'sourceVersions' | 'anySource'> {
  const versions = new Map<string, bigint>();
  for (const { sourceVersions } of passes)
    for (const [uri, version] of sourceVersions)
      if (version > (versions.get(uri) ?? 0n)) versions.set(uri, version);
  return {
    sourceVersions: Object.fromEntries(versions),
    anySource: passes.every(({ isAnySource }) => isAnySource),
  };
}

function bytesOf(items: readonly Item[]): number {
  return items.reduce((sum, { eventJson }) => sum + eventJson.length, 0);
}
