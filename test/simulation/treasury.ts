import type { Order } from '@duixian/disbursement/domain/order';
import type { TreasuryStatus } from '@duixian/disbursement/domain/order-status';
import type { Truth } from '@duixian/disbursement/domain/resolve-contradiction';
import type { Fen } from '@duixian/values';

/** What becomes of an order, and what the treasury says of it: perhaps not the truth, and in any order. */
interface Fate {
  readonly truth: Truth;
  readonly says: readonly TreasuryStatus[];
}

export const PAID: Fate = { truth: 'paid', says: ['accepted', 'paid', 'paid'] };
export const FATES: readonly Fate[] = [
  ...[PAID, PAID, PAID, PAID, PAID, PAID],
  { truth: 'rejected', says: ['accepted', 'rejected'] },
  { truth: 'returned', says: ['paid', 'returned'] },
  { truth: 'returned', says: ['returned'] },
  { truth: 'paid', says: ['rejected', 'paid'] },
  { truth: 'rejected', says: ['paid', 'rejected'] },
  // It does not take it at all; or says so, and paid it after all.
  { truth: 'rejected', says: ['refused-by-treasury'] },
  { truth: 'paid', says: ['refused-by-treasury', 'paid'] },
  // Nothing, until somebody asks.
  { truth: 'paid', says: [] },
  { truth: 'rejected', says: ['accepted'] },
];

/** Outside of the system: what it was asked for, and what it did with the money. */
export class Treasury {
  readonly orders = new Map<
    string,
    { readonly content: string; readonly order: Order; readonly fate: Fate }
  >();

  /** One id stands for one content; whoever comes with another is refused. */
  take(order: Order, fate: Fate): 'new' | 'known' | 'conflict' {
    const content = contentOf(order);
    const known = this.orders.get(order.id);
    if (known) return known.content === content ? 'known' : 'conflict';
    this.orders.set(order.id, { content, order, fate });
    return 'new';
  }

  truthOf(id: string): Truth {
    return this.orders.get(id)?.fate.truth ?? 'rejected';
  }

  /** What left it for good, to this USCC. */
  paidTo(uscc: string): Fen {
    let fen = 0n;
    for (const { order, fate } of this.orders.values())
      if (order.payeeUscc === uscc && fate.truth === 'paid') fen += order.amountFen;
    return fen;
  }
}

/** All but what changes as an order is dealt with. */
function contentOf(order: Order): string {
  const { id, fiscalYear, programme, payeeUscc, payeeName, payeeAccountNo, payeeBankName, amountFen } = order;
  const lines = order.lines.map(({ year, group, fen }) => `${year} ${group} ${fen}`);
  const payee = [payeeUscc, payeeName, payeeAccountNo, payeeBankName];
  return [id, fiscalYear, programme, ...payee, amountFen, ...lines, order.remark, order.replaces].join('|');
}
