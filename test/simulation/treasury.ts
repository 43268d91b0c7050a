import type { ConfirmedOutcome } from '@duixian/disbursement/orders/domain/resolve-exception';
import type { disbursementV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import type { Fen } from '@duixian/values';
import type { World } from './world.ts';

type Word = 'accepted' | 'paid' | 'rejected' | 'returned';
/** What the bank sent back of an order, under its reference. */
interface Part {
  readonly fen: Fen;
  readonly reference: string;
}
type Report = Word | Part;
interface PlannedStatus {
  readonly id: string;
  readonly status: Report;
}

/** What becomes of an order, and what the treasury reports about it: possibly untrue, and in any order. */
export interface Fate {
  readonly outcome: ConfirmedOutcome;
  readonly reports: readonly Word[];
  /** Then these parts of it come back, in hundredths. */
  readonly parts?: readonly number[];
  /** It refuses at once to pay it. */
  readonly refuses?: true;
}

/** An order as it was pushed. */
interface Pushed {
  readonly id: string;
  readonly endToEndId: string;
  readonly payeeUscc: string;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  readonly amountFen: number;
  readonly replaces: string | null;
}
interface Known {
  readonly content: string;
  readonly order: Pushed;
  readonly fate: Fate;
  readonly parts: readonly Part[];
}

export const TREASURY_URL = 'http://treasury.invalid';
/** Smaller ones are paid. */
const LEAST_IN_PARTS_FEN = 10;
const ANSWER_LOST = { storm: 0.4, calm: 0.1 };
/** Away for a request, or short of time. */
const AWAY = 0.15;
/** A treasury that has the order and reports that it is another. */
const FALSE_CONFLICT = 0.02;

const PAID: Fate = { outcome: 'paid', reports: ['accepted', 'paid', 'paid'] };
const FATES: readonly Fate[] = [
  ...[PAID, PAID, PAID, PAID, PAID, PAID],
  { outcome: 'rejected', reports: ['accepted', 'rejected'] },
  { outcome: 'returned', reports: ['paid', 'returned'] },
  { outcome: 'returned', reports: ['returned'] },
  { outcome: 'paid', reports: ['rejected', 'paid'] },
  { outcome: 'rejected', reports: ['paid', 'rejected'] },
  // It does not take it at all; or reports so, and paid it after all.
  { outcome: 'rejected', reports: [], refuses: true },
  { outcome: 'paid', reports: ['paid'], refuses: true },
  { outcome: 'paid', reports: ['paid'], parts: [40] },
  { outcome: 'paid', reports: [], parts: [30, 30] },
  { outcome: 'returned', reports: ['paid'], parts: [40, 60] },
  // Nothing, until somebody asks.
  { outcome: 'paid', reports: [] },
  { outcome: 'rejected', reports: ['accepted'] },
];
const STATES: Record<Word, disbursementV1.OrderState> = {
  accepted: 'ORDER_STATE_ACCEPTED',
  paid: 'ORDER_STATE_PAID',
  rejected: 'ORDER_STATE_REJECTED',
  returned: 'ORDER_STATE_RETURNED',
};

/**
 * Outside of the system, over HTTP: what it was asked for, what it did with the money, and what it has to
 * report.
 */
export class Treasury {
  readonly orders = new Map<string, Known>();
  readonly toReport: PlannedStatus[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Replaces the platform's `fetch`: the way there and the way back are steps of the caller. */
  async fetch(_url: string, { body }: { readonly body: string }): Promise<unknown> {
    const { scheduler, random, isCalm } = this.#world;
    const { life } = scheduler;
    const link = life && scheduler.linkOf(life);
    await link?.enter('orders to the treasury');
    if (!isCalm && random.isTrue(AWAY)) return responseOf(random.pick([429, 500, 503]), 'not now');
    const { orders } = JSON.parse(body) as { orders: Pushed[] };
    const answers = orders.map((order) => this.#answerTo(order));
    await link?.enter('answer of the treasury');
    if (random.isTrue(this.#world.isCalm ? ANSWER_LOST.calm : ANSWER_LOST.storm)) {
      this.#world.count('answers lost');
      throw new TypeError('fetch failed', { cause: new Error('socket hang up') });
    }
    return responseOf(200, JSON.stringify({ orders: answers }));
  }

  outcomeOf(id: string): ConfirmedOutcome {
    return this.orders.get(id)?.fate.outcome ?? 'rejected';
  }

  /**
   * Reports one of all its pending statuses, in any order, to a process that may die of it: then it reports
   * it again.
   */
  async speak(): Promise<void> {
    const world = this.#world;
    const process = world.processOf('disbursement');
    const report = process && this.#nextReport();
    if (!report) return;
    const { id, status } = report;
    world.underWay += 1;
    try {
      const request = this.#requestOf(id, status);
      const { effect } = await process.ask<disbursementV1.RecordStatusResponse>('recordStatus', request);
      world.record(`${process.name} hears that ${id} is ${wordOf(status)}`);
      world.count(`status: ${effect === 'STATUS_EFFECT_CONTRADICTION' ? 'contradiction' : wordOf(status)}`);
    } catch (error) {
      const isRefused = (error as { code?: unknown }).code === rpcStatus.FAILED_PRECONDITION;
      world.count(isRefused ? 'status: refused' : 'status: not heard');
      if (!isRefused) this.toReport.push(report);
    } finally {
      world.underWay -= 1;
    }
  }

  #requestOf(id: string, report: Report): disbursementV1.RecordStatusRequest {
    if (typeof report === 'string') return { id, state: STATES[report], reason: '', reference: '', by: '' };
    const { fen, reference } = report;
    return { id, state: STATES.returned, reason: '', returnedFen: fen, reference, by: '' };
  }

  #nextReport(): PlannedStatus | undefined {
    const { random, isCalm } = this.#world;
    if (this.toReport.length > 0) {
      const [report] = this.toReport.splice(random.below(this.toReport.length), 1);
      return report;
    }
    return isCalm ? this.#outcomeThatLacks() : this.#reportedAgain();
  }

  #reportedAgain(): PlannedStatus | undefined {
    const { random } = this.#world;
    if (this.orders.size === 0) return undefined;
    const { order, fate, parts } = random.pick([...this.orders.values()]);
    const reports = [...fate.reports, ...parts];
    if (reports.length === 0) return undefined;
    this.#world.count('said late');
    return { id: order.id, status: random.pick(reports) };
  }

  /** When it is calm it reports the outcome of orders about which it reported nothing. */
  #outcomeThatLacks(): PlannedStatus | undefined {
    for (const { id, state, contradiction } of this.#world.store.orders.values())
      if (contradiction === '' && (state === 'sent' || state === 'accepted'))
        return { id, status: this.outcomeOf(id) };
    return undefined;
  }

  /** One id has one content; a request with another content is refused. */
  #answerTo(order: Pushed): object {
    const world = this.#world;
    const { random } = world;
    const content = JSON.stringify({ ...order, cursor: '' });
    const known = this.orders.get(order.id);
    const isPlain = (world.isCalm && order.replaces !== null) || order.amountFen < LEAST_IN_PARTS_FEN;
    const fate = isPlain ? PAID : random.pick(FATES);
    world.record(`the treasury is sent ${order.id}: ${order.amountFen} fen`);
    if (!known) {
      const parts = partsOf(order, fate);
      this.orders.set(order.id, { content, order, fate, parts });
      this.toReport.push(
        ...[...fate.reports, ...parts, ...parts].map((status) => ({ id: order.id, status })),
      );
    } else if (known.content === content) world.count('sent twice');
    else {
      world.wrong.push(`order ${order.id} came with other content`);
      return { id: order.id, status: 'conflict' };
    }
    if (!world.isCalm && random.isTrue(FALSE_CONFLICT)) return { id: order.id, status: 'conflict' };
    if ((known?.fate ?? fate).refuses) {
      world.count('status: refused-by-treasury');
      return { id: order.id, status: 'refused', reason: 'the account is closed' };
    }
    return { id: order.id, status: random.pick(['received', 'accepted']) };
  }
}

/** Parts that are meant to make up the whole do. */
function partsOf({ id, amountFen }: Pushed, { parts = [] }: Fate): Part[] {
  const isAll = parts.reduce((sum, part) => sum + part, 0) === 100;
  let leftFen = amountFen;
  return parts.map((hundredths, index) => {
    const isLast = isAll && index === parts.length - 1;
    const fen = isLast ? leftFen : Math.floor((amountFen * hundredths) / 100);
    leftFen -= fen;
    return { fen: BigInt(fen), reference: `TK-${id}-${index}` };
  });
}

function wordOf(report: Report): string {
  return typeof report === 'string' ? report : 'returned in part';
}

function responseOf(status: number, text: string): object {
  const body = (async function* () {
    yield Buffer.from(text);
  })();
  return { ok: status === 200, status, headers: new Headers(), body };
}
