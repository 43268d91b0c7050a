import type { Fact } from '@duixian/facts';
import { AssertionFailed, LIMITS } from '@duixian/values';
import { type FailureKind, kindOf, messageOf } from '../failure.ts';
import { inTurns } from '../in-turns.ts';
import { packed } from '../packed.ts';
import { RpcError, rpcStatus } from '../rpc-error.ts';
import { type Arrival, arrivalOf, type Outcome } from './judge-batch.ts';

type Record = (arrivals: readonly Arrival[]) => Promise<readonly Outcome[]>;

type Waiting = {
  readonly arrivals: readonly Arrival[];
  readonly bytes: number;
  resolve(outcomes: readonly Outcome[]): void;
  reject(error: unknown): void;
};

/** Failures that a part of a batch need not share. */
const HALVED = new Set<FailureKind>(['defect', 'permanent', 'out-of-time']);

type Answer = { readonly outcome: Outcome } | { readonly error: unknown };

/** Calls that arrive while a transaction runs share the next one; what waits is bounded. */
export class Intake {
  readonly #owner: string;
  readonly #record: Record;
  readonly #documentsOf: (fact: Fact) => number;
  readonly #waiting: Waiting[] = [];
  /** Of what waits and what is being recorded. */
  readonly #held = { items: 0, bytes: 0 };
  #working = false;

  /** `documentsOf`: how many documents a fact writes beside its own history. */
  constructor(owner: string, record: Record, documentsOf: (fact: Fact) => number = () => 1) {
    this.#documentsOf = documentsOf;
    this.#owner = owner;
    this.#record = record;
  }

  async add(facts: readonly { fact: Fact; traceparent: string | undefined }[]): Promise<readonly Outcome[]> {
    if (facts.length === 0) return [];
    this.#mustHaveRoom(facts.length, 0);
    this.#held.items += facts.length;
    const arrivals = await inTurns(facts, ({ fact, traceparent }) => arrivalOf(fact, traceparent)).finally(
      () => {
        this.#held.items -= facts.length;
      },
    );
    const bytes = arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0);
    this.#mustHaveRoom(facts.length, bytes);
    this.#held.items += arrivals.length;
    this.#held.bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ arrivals, bytes, resolve, reject });
      if (!this.#working) void this.#workOff();
    });
  }

  #mustHaveRoom(items: number, bytes: number): void {
    const held = this.#held;
    if (held.items === 0) return;
    const { intakeItems, intakeBytes } = LIMITS;
    if (held.items + items <= intakeItems.most && held.bytes + bytes <= intakeBytes.most) return;
    throw new RpcError(
      rpcStatus.UNAVAILABLE,
      `${held.items} facts of ${held.bytes} bytes wait for the register of ${this.#owner}, which is as much as it keeps ` +
        `waiting (${intakeItems.most} facts, ${intakeBytes.most} bytes); these ${items} facts were not recorded, perhaps others ` +
        'of the same call: send it again in a few seconds, which is harmless',
    );
  }

  async #workOff(): Promise<void> {
    this.#working = true;
    // One turn of the event loop lets requests that came together share the transaction.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#answer(this.#takeBatch());
    this.#working = false;
  }

  #takeBatch(): Waiting[] {
    let [count, items, bytes] = [0, 0, 0];
    for (const waiting of this.#waiting) {
      items += waiting.arrivals.length;
      bytes += waiting.bytes;
      if (count > 0 && (items > LIMITS.intakeBatchItems.most || bytes > LIMITS.intakeBatchBytes.most)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #answer(requests: readonly Waiting[]): Promise<void> {
    const answers: Answer[] = [];
    // Each a transaction: a few facts that write very much are as much for one as many that write little.
    const parts = packed(
      requests.flatMap(({ arrivals }) => arrivals),
      ({ fact }) => this.#documentsOf(fact),
      LIMITS.intakeBatchDocuments.most,
    );
    for (const part of parts) answers.push(...(await this.#answersTo(part)));
    let at = 0;
    for (const request of requests) {
      settle(request, answers.slice(at, at + request.arrivals.length));
      at += request.arrivals.length;
      this.#held.items -= request.arrivals.length;
      this.#held.bytes -= request.bytes;
    }
  }

  /** By halves where a batch fails by what is in it, or takes too long: so one fact never spoils the others. */
  async #answersTo(arrivals: readonly Arrival[]): Promise<Answer[]> {
    try {
      return (await this.#record(arrivals)).map((outcome) => ({ outcome }));
    } catch (error) {
      if (arrivals.length === 1 || !HALVED.has(kindOf(error))) return arrivals.map(() => ({ error }));
      const middle = Math.ceil(arrivals.length / 2);
      const first = await this.#answersTo(arrivals.slice(0, middle));
      return [...first, ...(await this.#answersTo(arrivals.slice(middle)))];
    }
  }
}

function settle({ arrivals, resolve, reject }: Waiting, answers: readonly Answer[]): void {
  const outcomes: Outcome[] = [];
  for (const [at, answer] of answers.entries()) {
    if ('error' in answer) {
      reject(kindOf(answer.error) === 'defect' ? bugAt(at, arrivals[at]?.fact, answer.error) : answer.error);
      return;
    }
    outcomes.push(answer.outcome);
  }
  resolve(outcomes);
}

function bugAt(at: number, fact: Fact | undefined, cause: unknown): AssertionFailed {
  const message = `item ${at} (${fact?.type} ${fact?.subject}) cannot be recorded: ${messageOf(cause)}`;
  return new AssertionFailed(message, { cause });
}
