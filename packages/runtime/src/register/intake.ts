import type { Fact } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import { type FailureKind, isHopeless, kindOf, messageOf } from '../failure.ts';
import { inTurns } from '../in-turns.ts';
import type { Logger } from '../logger.ts';
import { RpcError, rpcStatus } from '../rpc-error.ts';
import { type Arrival, arrivalOf, type Outcome } from './judge-batch.ts';

type Record = (arrivals: readonly Arrival[]) => Promise<readonly Outcome[]>;

/** An arrival whose caller waits for the answer until that caller is gone. */
type Expected = Arrival & { readonly isGone: () => boolean };

type Waiting = {
  readonly arrivals: readonly Expected[];
  readonly bytes: number;
  /** Answers to the first arrivals, as far as these had their turn. */
  readonly answers: Answer[];
  resolve(outcomes: readonly Outcome[]): void;
  reject(error: unknown): void;
};

/** Failures that a part of a batch may not share. */
const HALVED = new Set<FailureKind>(['defect', 'permanent', 'out-of-time']);

type Answer = { readonly outcome: Outcome } | { readonly error: unknown };
const GONE: Answer = { error: new RpcError(rpcStatus.CANCELLED, 'the caller does not wait any more') };
/** The part of a call that goes into one transaction. */
type Turn = { readonly call: Waiting; readonly arrivals: readonly Expected[] };

/**
 * Calls that arrive while a transaction runs share the next one; the number that wait is bounded. A call that is larger
 * than a transaction queues again behind those that arrived meanwhile, so that nobody waits for the whole of it. A call
 * whose caller is gone gets no further turn: what the caller sends again would wait behind it.
 */
export class Intake {
  readonly #owner: string;
  readonly #recordInOne: Record;
  readonly #documentsOf: (fact: Fact) => number;
  readonly #log: Logger | undefined;
  readonly #waiting: Waiting[] = [];
  /** The amount that waits or is being recorded. */
  readonly #held = { items: 0, bytes: 0 };
  #working = false;

  /** `documentsOf`: how many documents a fact writes besides its own history. */
  constructor(
    owner: string,
    record: Record,
    documentsOf: (fact: Fact) => number = () => 1,
    log: Logger | undefined = undefined,
  ) {
    this.#log = log;
    this.#documentsOf = documentsOf;
    this.#owner = owner;
    this.#recordInOne = record;
  }

  get isBusy(): boolean {
    return this.#held.items > 0;
  }

  /** `isGone`: whether the caller no longer waits for the answer. */
  async add(
    facts: readonly { fact: Fact; traceparent: string | undefined }[],
    isGone: () => boolean = () => false,
  ): Promise<readonly Outcome[]> {
    if (facts.length === 0) return [];
    this.#mustHaveRoom(facts.length, 0);
    this.#held.items += facts.length;
    const arrivals = await inTurns(facts, ({ fact, traceparent }) => ({
      ...arrivalOf(fact, traceparent),
      isGone,
    })).finally(() => {
      this.#held.items -= facts.length;
    });
    const bytes = arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0);
    this.#mustHaveRoom(facts.length, bytes);
    this.#held.items += arrivals.length;
    this.#held.bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ arrivals, bytes, answers: [], resolve, reject });
      if (!this.#working) void this.#workOff();
    });
  }

  #mustHaveRoom(items: number, bytes: number): void {
    const held = this.#held;
    if (held.items === 0) return;
    const { intakeItems, intakeBytes } = LIMITS;
    if (held.items + items <= intakeItems.most && held.bytes + bytes <= intakeBytes.most) return;
    throw new RpcError(
      rpcStatus.RESOURCE_EXHAUSTED,
      `${held.items} facts of ${held.bytes} bytes wait for the register of ${this.#owner}, which is as much as it keeps ` +
        `waiting (${intakeItems.most} facts, ${intakeBytes.most} bytes); these ${items} facts were not recorded, perhaps others ` +
        'of the same call: send it again in a few seconds, which is harmless',
    );
  }

  async #workOff(): Promise<void> {
    this.#working = true;
    // One turn of the event loop lets requests that came together share the transaction.
    await new Promise((resolve) => setImmediate(resolve));
    for (let turns = this.#takeTurns(); turns.length > 0; turns = this.#takeTurns())
      await this.#record(turns);
    this.#working = false;
  }

  /** The next transaction: of each call whose caller still waits, in order, as much as fits. */
  #takeTurns(): Turn[] {
    for (const call of this.#waiting.filter(({ arrivals }) => areGone(arrivals))) {
      this.#waiting.splice(this.#waiting.indexOf(call), 1);
      this.#settle(call, GONE);
    }
    const turns: Turn[] = [];
    const room = new Room(this.#documentsOf);
    for (const call of this.#waiting) {
      const left = call.arrivals.slice(call.answers.length);
      const end = left.findIndex((arrival) => !room.takes(arrival));
      const arrivals = end < 0 ? left : left.slice(0, end);
      if (arrivals.length > 0) turns.push({ call, arrivals });
      if (end >= 0) break;
    }
    return turns;
  }

  async #record(turns: readonly Turn[]): Promise<void> {
    const answers = await this.#answersTo(turns.flatMap(({ arrivals }) => arrivals));
    let at = 0;
    // A call that has more queues behind those that arrived meanwhile.
    this.#waiting.splice(0, turns.length);
    for (const { call, arrivals } of turns) {
      call.answers.push(...answers.slice(at, at + arrivals.length));
      at += arrivals.length;
      const outage = call.answers.find(isOutage);
      // A failure that its items did not cause would repeat a moment later, so the sender learns of it at once.
      if (outage || call.answers.length === call.arrivals.length) this.#settle(call, outage);
      else this.#waiting.push(call);
    }
  }

  /** `ofTheRest`: the answer to the arrivals that had no turn. */
  #settle(call: Waiting, ofTheRest?: Answer): void {
    const rest = call.arrivals.length - call.answers.length;
    if (ofTheRest) call.answers.push(...Array.from({ length: rest }, () => ofTheRest));
    this.#held.items -= call.arrivals.length;
    this.#held.bytes -= call.bytes;
    settle(call);
  }

  #logDefect(fact: Fact | undefined, error: unknown): void {
    const about = { type: fact?.type, subject: fact?.subject, reason: messageOf(error) };
    this.#log?.error(
      about,
      'a defect of this software prevents a fact from being recorded; others are recorded',
    );
  }

  /**
   * Splits a batch into halves where it fails because of its content or its duration, so that one fact never affects
   * the others.
   */
  async #answersTo(arrivals: readonly Expected[]): Promise<Answer[]> {
    if (areGone(arrivals)) return arrivals.map(() => GONE);
    try {
      return (await this.#recordInOne(arrivals)).map((outcome) => ({ outcome }));
    } catch (error) {
      if (arrivals.length === 1 && isHopeless(error)) this.#logDefect(arrivals[0]?.fact, error);
      if (arrivals.length === 1 || !HALVED.has(kindOf(error))) return arrivals.map(() => ({ error }));
      const middle = Math.ceil(arrivals.length / 2);
      const first = await this.#answersTo(arrivals.slice(0, middle));
      return [...first, ...(await this.#answersTo(arrivals.slice(middle)))];
    }
  }
}

function areGone(arrivals: readonly Expected[]): boolean {
  return arrivals.every(({ isGone }) => isGone());
}

function isOutage(answer: Answer): boolean {
  return 'error' in answer && !HALVED.has(kindOf(answer.error));
}

/** What still fits into one transaction: a few facts that write very much count as much as many that write little. */
class Room {
  readonly #documentsOf: (fact: Fact) => number;
  readonly #taken = { items: 0, bytes: 0, documents: 0 };

  constructor(documentsOf: (fact: Fact) => number) {
    this.#documentsOf = documentsOf;
  }

  /** A single arrival is always accepted. */
  takes({ fact, bytes }: Arrival): boolean {
    const items = this.#taken.items + 1;
    const documents = this.#taken.documents + this.#documentsOf(fact);
    const allBytes = this.#taken.bytes + bytes;
    const { intakeBatchItems, intakeBatchBytes, intakeBatchDocuments } = LIMITS;
    const isTooMuch =
      items > intakeBatchItems.most ||
      allBytes > intakeBatchBytes.most ||
      documents > intakeBatchDocuments.most;
    if (items > 1 && isTooMuch) return false;
    Object.assign(this.#taken, { items, bytes: allBytes, documents });
    return true;
  }
}

/** A failure that no retry helps belongs to its item; an outage fails the whole call, which may be sent again. */
function settle({ answers, resolve, reject }: Waiting): void {
  const failures = answers.flatMap((answer) =>
    'error' in answer && !isHopeless(answer.error) ? [answer.error] : [],
  );
  if (failures.length > 0) reject(failures[0]);
  else
    resolve(
      answers.map((answer) => ('error' in answer ? { defect: messageOf(answer.error) } : answer.outcome)),
    );
}
