import type { registerV1 } from '@duixian/proto';
import { Batcher, rpcStatus } from '@duixian/runtime';
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

type Request = {
  readonly items: readonly Item[];
  readonly pass: Pass;
  readonly bytes: number;
  /** By `performance.now()`; then it is answered in any case. */
  readonly until: number;
};

/** One that the register works on, and one that waits there. */
const MAX_CALLS = 2;
/** Codes of a process that ended or was frozen: another one may take the call. Recording twice has no second effect. */
const OUTAGES: readonly number[] = [rpcStatus.UNAVAILABLE, rpcStatus.CANCELLED];
/** Failures that no single request caused: a timeout or a full queue would meet a part of the call too. */
const SHARED_FAILURES: readonly number[] = [...OUTAGES, rpcStatus.RESOURCE_EXHAUSTED];

/**
 * Requests that arrive while a register is busy share the next call, because a call costs many times more than a single
 * fact. Each request gets its own results, or after `recordMs` an error, whether it still waits or is being recorded. A
 * call that fails because of its content is repeated in halves, so that one request's fault does not fail the others.
 * Facts that were recorded already are duplicates then.
 */
export class SharedCalls {
  readonly #record: Record;
  readonly #batcher: Batcher<Request, Result[]>;

  constructor(record: Record, throttle: Pick<IntakeThrottle, 'keep'> = new IntakeThrottle()) {
    const { callItems, callBytes, waitingItems, waitingBytes } = LIMITS;
    this.#record = record;
    this.#batcher = new Batcher({
      work: (requests) => this.#call(requests),
      sizeOf: ({ items, bytes }) => ({ items: items.length, bytes, requests: 1 }),
      batch: { items: callItems.most, bytes: callBytes.most },
      waiting: {
        most: { items: waitingItems.most, bytes: waitingBytes.most },
        refusal: () => new Problem('busy', 'Too many facts wait to be recorded; send these again.'),
      },
      mayGoInParts: (error) => !isShared(error),
      isGone: ({ until }) => until <= performance.now(),
      gather: () => throttle.keep(() => this.#load),
      batchesAtOnce: MAX_CALLS,
    });
  }

  /** Rejects with a Problem where too much waits already, keeping nothing, and after `recordMs`. */
  record(items: readonly Item[], pass: Pass = NO_PASS): Promise<Result[]> {
    const { promise, resolve, reject } = Promise.withResolvers<Result[]>();
    const request = { items, pass, bytes: bytesOf(items), until: performance.now() + LIMITS.recordMs.most };
    const timer = setTimeout(() => reject(outOfTime()), LIMITS.recordMs.most);
    this.#batcher.add([request]).then(([results = []]) => resolve(results), reject);
    return promise.finally(() => clearTimeout(timer));
  }

  get #load(): { facts: number; requests: number } {
    const { items = 0, requests = 0 } = this.#batcher.amounts;
    return { facts: items, requests };
  }

  async #call(requests: readonly Request[]): Promise<Result[][]> {
    const items = requests.flatMap((request) => request.items);
    const passed = passedTogether(requests.map(({ pass }) => pass));
    const until = Math.max(...requests.map((request) => request.until));
    const results = await this.#recordOnceMore({ items, ...passed }, until);
    return requests.map((request) => results.splice(0, request.items.length));
  }

  async #recordOnceMore(request: registerV1.RecordRequest, until: number): Promise<Result[]> {
    const record = () => this.#record(request, { timeoutMs: until - performance.now() });
    const { results } = await record()
      .catch((error: unknown) => {
        if (!OUTAGES.includes(codeOf(error))) throw error;
        return record();
      })
      .catch((error: unknown) => {
        // The register answers other calls meanwhile, so this is not an outage.
        throw codeOf(error) === rpcStatus.DEADLINE_EXCEEDED ? outOfTime() : error;
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

function codeOf(error: unknown): number {
  return (error as { code: number }).code;
}

function isShared(error: unknown): boolean {
  return error instanceof Problem || SHARED_FAILURES.includes(codeOf(error));
}

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
