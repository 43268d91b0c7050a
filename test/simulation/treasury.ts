import type { Truth } from '@duixian/disbursement/domain/resolve-contradiction';
import type { disbursementV1 } from '@duixian/proto';
import type { World } from './world.ts';

type Said = 'accepted' | 'paid' | 'rejected' | 'returned';

/** What becomes of an order, and what the treasury says of it: perhaps not the truth, and in any order. */
export interface Fate {
  readonly truth: Truth;
  readonly says: readonly Said[];
  /** It says at once that it will not pay it. */
  readonly refuses?: true;
}

/** An order as it was pushed. */
interface Pushed {
  readonly id: string;
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
}

export const TREASURY_URL = 'http://treasury.invalid';
const ANSWER_LOST = { storm: 0.4, calm: 0.1 };
/** Away for a request, or short of time. */
const AWAY = 0.15;
/** Of a treasury that has it and says that it is another. */
const FALSE_CONFLICT = 0.02;

const PAID: Fate = { truth: 'paid', says: ['accepted', 'paid', 'paid'] };
const FATES: readonly Fate[] = [
  ...[PAID, PAID, PAID, PAID, PAID, PAID],
  { truth: 'rejected', says: ['accepted', 'rejected'] },
  { truth: 'returned', says: ['paid', 'returned'] },
  { truth: 'returned', says: ['returned'] },
  { truth: 'paid', says: ['rejected', 'paid'] },
  { truth: 'rejected', says: ['paid', 'rejected'] },
  // It does not take it at all; or says so, and paid it after all.
  { truth: 'rejected', says: [], refuses: true },
  { truth: 'paid', says: ['paid'], refuses: true },
  // Nothing, until somebody asks.
  { truth: 'paid', says: [] },
  { truth: 'rejected', says: ['accepted'] },
];
const STATES: Record<Said, disbursementV1.OrderState> = {
  accepted: 'ORDER_STATE_ACCEPTED',
  paid: 'ORDER_STATE_PAID',
  rejected: 'ORDER_STATE_REJECTED',
  returned: 'ORDER_STATE_RETURNED',
};

/** Outside of the system, over HTTP: what it was asked for, what it did with the money, and what it has to say. */
export class Treasury {
  readonly orders = new Map<string, Known>();
  readonly toSay: { readonly id: string; readonly status: Said }[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** In place of the platform's `fetch`: the way there and the way back are steps of whoever asks. */
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

  truthOf(id: string): Truth {
    return this.orders.get(id)?.fate.truth ?? 'rejected';
  }

  /** Says one thing of all that it has to say, in any order, to a process that may die of it: then it says it again. */
  async speak(): Promise<void> {
    const world = this.#world;
    const process = world.processOf('disbursement');
    const said = process && this.#nextToSay();
    if (!said) return;
    const { id, status } = said;
    world.underWay += 1;
    try {
      const request = { id, state: STATES[status], reason: '' };
      const { effect } = await process.ask<disbursementV1.RecordStatusResponse>('recordStatus', request);
      world.tell(`${process.name} hears that ${id} is ${status}`);
      world.count(`status: ${effect === 'STATUS_EFFECT_CONTRADICTION' ? 'contradiction' : status}`);
    } catch {
      world.count('status: not heard');
      this.toSay.push(said);
    } finally {
      world.underWay -= 1;
    }
  }

  #nextToSay(): { id: string; status: Said } | undefined {
    const { random, isCalm } = this.#world;
    if (this.toSay.length > 0) {
      const [said] = this.toSay.splice(random.below(this.toSay.length), 1);
      return said;
    }
    return isCalm ? this.#truthThatLacks() : this.#saidAgain();
  }

  #saidAgain(): { id: string; status: Said } | undefined {
    const { random } = this.#world;
    if (this.orders.size === 0) return undefined;
    const { order, fate } = random.pick([...this.orders.values()]);
    if (fate.says.length === 0) return undefined;
    this.#world.count('said late');
    return { id: order.id, status: random.pick(fate.says) };
  }

  /** When it is calm it says what became of orders of which it said nothing. */
  #truthThatLacks(): { id: string; status: Said } | undefined {
    for (const { id, state, contradiction } of this.#world.store.orders.values())
      if (contradiction === '' && (state === 'sent' || state === 'accepted'))
        return { id, status: this.truthOf(id) };
    return undefined;
  }

  /** One id stands for one content; whoever comes with another is refused. */
  #answerTo(order: Pushed): object {
    const world = this.#world;
    const { random } = world;
    const content = JSON.stringify({ ...order, cursor: '' });
    const known = this.orders.get(order.id);
    const fate = world.isCalm && order.replaces !== null ? PAID : random.pick(FATES);
    world.tell(`the treasury is sent ${order.id}: ${order.amountFen} fen`);
    if (!known) {
      this.orders.set(order.id, { content, order, fate });
      this.toSay.push(...fate.says.map((status) => ({ id: order.id, status })));
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

function responseOf(status: number, text: string): object {
  const body = (async function* () {
    yield Buffer.from(text);
  })();
  return { ok: status === 200, status, headers: new Headers(), body };
}
