import { defined } from '@duixian/values';
import { halves } from './batch-size.ts';
import { turn } from './in-turns.ts';
import { RpcError, rpcStatus } from './rpc-error.ts';

/** How much of each unit that is limited, such as `items` and `bytes`. */
export type Amounts = Readonly<Record<string, number>>;

type Sum = Record<string, number>;

type Batching<Item, Answer> = {
  /** Answers for each item, in order. */
  work(items: readonly Item[]): Promise<readonly Answer[]>;
  sizeOf(item: Item): Amounts;
  /** The most of each unit in one batch; an item alone always goes. */
  readonly batch: Amounts;
  /** The most that may wait, and what a caller is told who comes then; who comes while nothing waits is let in. */
  readonly waiting?: { readonly most: Amounts; refusal(waiting: Amounts, refused: Amounts): Error };
  /** Whether a failed batch may succeed in smaller parts: then it is tried by halves. It is not by default. */
  mayGoInParts?(error: unknown): boolean;
  /** Whether nobody waits for the answer any more: such an item has no turn. */
  isGone?(item: Item): boolean;
  /** Before a batch is taken: lets more come. */
  gather?(): Promise<void>;
  /** One by default. */
  readonly batchesAtOnce?: number;
};

type Result<Answer> =
  | { readonly answer: Answer }
  | { readonly error: unknown; readonly mayRestSucceed: boolean };

type Call<Item, Answer> = {
  readonly items: readonly Item[];
  /** To the first items, as far as these had their turn. */
  readonly results: Result<Answer>[];
  readonly size: Amounts;
  /** Until its last item is taken. */
  isWaiting: boolean;
  resolve(answers: readonly Answer[]): void;
  reject(error: unknown): void;
};

type Part<Item, Answer> = { readonly call: Call<Item, Answer>; readonly items: readonly Item[] };

const GONE = {
  error: new RpcError(rpcStatus.CANCELLED, 'the caller does not wait any more'),
  mayRestSucceed: true,
};

/**
 * Calls that come while a batch is worked on share the next one: work costs more per batch than per item. A call that
 * is larger than a batch queues again behind those that came meanwhile, so that nobody waits for the whole of it. A
 * batch that fails by what is in it is tried by halves, so that nobody suffers from what another sent.
 */
export class Batcher<Item, Answer = undefined> {
  readonly #options: Batching<Item, Answer>;
  #calls: Call<Item, Answer>[] = [];
  readonly #amounts: Sum = {};
  readonly #workers = new Set<Promise<void>>();
  #working = 0;

  constructor(options: Batching<Item, Answer>) {
    this.#options = options;
  }

  /** Of all calls of which an item waits, and of what is reserved. */
  get amounts(): Amounts {
    return this.#amounts;
  }

  get waiting(): readonly Item[] {
    return this.#calls.flatMap(({ items, results }) => items.slice(results.length));
  }

  get isBusy(): boolean {
    return this.#working > 0 || this.#isWaiting;
  }

  /** Keeps room for what will be added in a moment, until the returned function is called. Throws where there is none. */
  reserve(size: Amounts): () => void {
    this.#mustHaveRoom(size);
    add(this.#amounts, size);
    return () => add(this.#amounts, size, -1);
  }

  /**
   * Answers when all items had their turn. Rejects with the failure of one of them, after the others had theirs, or at
   * once where those would fail as well; with the refusal, and takes nothing, where too much waits already.
   */
  async add(items: readonly Item[]): Promise<readonly Answer[]> {
    if (items.length === 0) return [];
    const size: Sum = {};
    for (const item of items) add(size, this.#options.sizeOf(item));
    this.#mustHaveRoom(size);
    add(this.#amounts, size);
    const { promise, resolve, reject } = Promise.withResolvers<readonly Answer[]>();
    this.#calls.push({ items, results: [], size, isWaiting: true, resolve, reject });
    if (this.#working < (this.#options.batchesAtOnce ?? 1)) {
      const worker = this.#workOff().finally(() => this.#workers.delete(worker));
      this.#workers.add(worker);
    }
    return promise;
  }

  /** What waits is dropped, and never answered. Returns when what is worked on is done. */
  async stop(): Promise<void> {
    for (const call of this.#calls.splice(0)) this.#countOff(call);
    await Promise.all(this.#workers);
  }

  async #workOff(): Promise<void> {
    this.#working += 1;
    // One turn of the event loop lets calls that came together share the batch.
    await turn();
    while (this.#calls.length > 0) {
      await this.#options.gather?.();
      await this.#answer(this.#take());
    }
    // In the same step as the last look: what comes later begins again.
    this.#working -= 1;
  }

  /** The next batch: of each call, in order, as much as fits. */
  #take(): Part<Item, Answer>[] {
    this.#dropGone();
    const parts: Part<Item, Answer>[] = [];
    let taken: Sum | undefined;
    const takes = (item: Item) => {
      const size = this.#options.sizeOf(item);
      if (taken && !hasRoom(taken, size, this.#options.batch)) return false;
      taken ??= {};
      add(taken, size);
      return true;
    };
    for (const call of this.#calls) {
      const left = call.items.slice(call.results.length);
      const end = left.findIndex((item) => !takes(item));
      const items = end < 0 ? left : left.slice(0, end);
      if (items.length > 0) parts.push({ call, items });
      if (end < 0) this.#countOff(call);
      else break;
    }
    this.#calls.splice(0, parts.length);
    return parts;
  }

  #dropGone(): void {
    const { isGone } = this.#options;
    if (!isGone) return;
    const gone = this.#calls.filter(({ items }) => items.every(isGone));
    if (gone.length === 0) return;
    this.#calls = this.#calls.filter((call) => !gone.includes(call));
    for (const call of gone) this.#settle(call, GONE);
  }

  async #answer(parts: readonly Part<Item, Answer>[]): Promise<void> {
    const results = await this.#resultsOf(parts.flatMap(({ items }) => items));
    for (const { call, items } of parts) {
      call.results.push(...results.splice(0, items.length));
      const failed = call.results.find((result) => 'error' in result && !result.mayRestSucceed);
      if (failed || call.results.length === call.items.length) this.#settle(call, failed);
      else this.#calls.push(call);
    }
  }

  #settle(call: Call<Item, Answer>, ofTheRest?: Result<Answer>): void {
    this.#countOff(call);
    const results = ofTheRest ? [...call.results, ofTheRest] : call.results;
    const failed = results.find((result) => 'error' in result);
    if (failed) call.reject(failed.error);
    else call.resolve(results.flatMap((result) => ('answer' in result ? [result.answer] : [])));
  }

  async #resultsOf(items: readonly Item[]): Promise<Result<Answer>[]> {
    const isGone = items.map((item) => this.#options.isGone?.(item) ?? false);
    const alive = items.filter((_, at) => !isGone[at]);
    const results = (alive.length > 0 ? await this.#tried(alive) : []).values();
    return isGone.map((itIs) => (itIs ? GONE : defined(results.next().value, 'each item has its result')));
  }

  async #tried(items: readonly Item[]): Promise<Result<Answer>[]> {
    try {
      const answers = await this.#options.work(items);
      return items.map((_, at) => ({ answer: answers[at] as Answer }));
    } catch (error) {
      const mayRestSucceed = this.#options.mayGoInParts?.(error) ?? false;
      if (items.length === 1 || !mayRestSucceed) return items.map(() => ({ error, mayRestSucceed }));
      const results: Result<Answer>[] = [];
      for (const half of halves(items)) results.push(...(await this.#resultsOf(half)));
      return results;
    }
  }

  #mustHaveRoom(size: Amounts): void {
    const { waiting } = this.#options;
    if (!waiting || hasRoom(this.#amounts, size, waiting.most)) return;
    this.#dropGone();
    if (this.#isWaiting && !hasRoom(this.#amounts, size, waiting.most))
      throw waiting.refusal(this.#amounts, size);
  }

  get #isWaiting(): boolean {
    return Object.values(this.#amounts).some((amount) => amount > 0);
  }

  #countOff(call: Call<Item, Answer>): void {
    if (call.isWaiting) add(this.#amounts, call.size, -1);
    call.isWaiting = false;
  }
}

/** For each item that comes, so it makes no other object. */
function add(sum: Sum, size: Amounts, sign: 1 | -1 = 1): void {
  for (const unit in size) sum[unit] = (sum[unit] ?? 0) + sign * (size[unit] ?? 0);
}

function hasRoom(held: Amounts, size: Amounts, most: Amounts): boolean {
  for (const unit in most) if ((held[unit] ?? 0) + (size[unit] ?? 0) > (most[unit] ?? 0)) return false;
  return true;
}
