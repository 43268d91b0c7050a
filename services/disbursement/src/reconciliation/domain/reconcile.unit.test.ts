import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reconcile } from './reconcile.ts';
import type { StandingOrder } from './standing-order.ts';
import type { LineState, StatementLine } from './statement-line.ts';

const line = (orderId: string, change: Partial<StatementLine> = {}): StatementLine => ({
  orderId,
  voucherNo: `ZF-${orderId}`,
  payeeName: '示例光电（郑州）有限公司',
  payeeAccountNo: '6222021702000001234',
  amountFen: 100n,
  state: 'paid',
  ...change,
});

const at = new Date('2026-03-02T04:00:00Z');
const order = (
  id: string,
  reported: 'paid' | 'returned' | null = 'paid',
  change: Partial<StandingOrder> = {},
): StandingOrder => ({
  id,
  payeeName: '示例光电（郑州）有限公司',
  payeeAccountNo: '6222021702000001234',
  amountFen: 100n,
  state: reported ?? 'accepted',
  returns:
    reported === 'returned' || change.state === 'returned'
      ? [{ fen: 100n, isOfDay: reported === 'returned' }]
      : [],
  reported: reported && { state: reported, isPaid: true, at },
  ...change,
});

/** Paid on another day; parts came back, and the marked ones on that day. */
const paidBefore = (id: string, ...returns: StandingOrder['returns']): StandingOrder =>
  order(id, 'paid', {
    returns,
    reported: returns.some(({ isOfDay }) => isOfDay) ? { state: 'paid', isPaid: false, at } : null,
  });

const back = (orderId: string, amountFen: bigint, voucherNo = `TK-${amountFen}`): StatementLine =>
  line(orderId, { state: 'returned', amountFen, voucherNo });
const part = (fen: bigint, isOfDay = true) => ({ fen, isOfDay });

/** Name, lines, orders, and the expected result for the one order: its class and the fields that differ. */
const CASES: [string, StatementLine[], StandingOrder[], string][] = [
  ['what both say is matched', [line('A')], [order('A')], 'matched'],
  ['an order that is not ours', [line('A')], [], 'missing-here'],
  ['a payment that the treasury does not know', [], [order('A')], 'missing-there'],
  ['a return that the treasury does not know', [], [order('A', 'returned')], 'missing-there'],
  ['another amount', [line('A', { amountFen: 101n })], [order('A')], 'different: amount'],
  ['another payee', [line('A', { payeeName: '别的公司' })], [order('A')], 'different: payee'],
  [
    'half-width brackets are the same payee',
    [line('A', { payeeName: '示例光电(郑州)有限公司' })],
    [order('A')],
    'matched',
  ],
  ['another account', [line('A', { payeeAccountNo: '999999' })], [order('A')], 'different: account'],
  ['no account in the statement', [line('A', { payeeAccountNo: '' })], [order('A')], 'different: account'],
  [
    'an order that left the account to the treasury',
    [line('A')],
    [order('A', 'paid', { payeeAccountNo: '' })],
    'matched',
  ],
  ['paid there, under way here', [line('A')], [order('A', null)], 'different: state'],
  ['rejected there, paid here', [line('A', { state: 'rejected' })], [order('A')], 'different: state'],
  ['paid there, returned here on that day', [line('A')], [order('A', 'returned')], 'different: state'],
  ['paid on that day, returned since', [line('A')], [order('A', 'paid', { state: 'returned' })], 'matched'],
  [
    'paid just before midnight, heard of after it',
    [line('A')],
    [order('A', null, { state: 'paid' })],
    'matched',
  ],
  [
    'paid and returned on one day, a line for each',
    [line('A', { state: 'returned', voucherNo: 'TK-A' }), line('A')],
    [order('A', 'returned')],
    'matched',
  ],
  ['a part that came back on both sides', [back('A', 40n)], [paidBefore('A', part(40n))], 'matched'],
  [
    'paid on that day, and a part of it came back',
    [line('A'), back('A', 40n)],
    [order('A', 'paid', { returns: [part(40n)] })],
    'matched',
  ],
  [
    'two parts of one day',
    [back('A', 40n), back('A', 50n)],
    [paidBefore('A', part(40n), part(50n))],
    'matched',
  ],
  ['one line for two parts', [back('A', 90n)], [paidBefore('A', part(40n), part(50n))], 'matched'],
  [
    'two equal parts under two vouchers',
    [back('A', 40n, 'TK-1'), back('A', 40n, 'TK-2')],
    [paidBefore('A', part(40n), part(40n))],
    'matched',
  ],
  ['a part that was heard a day later', [back('A', 40n)], [paidBefore('A', part(40n, false))], 'matched'],
  [
    'the rest of what came back in parts',
    [back('A', 60n)],
    [{ ...paidBefore('A', part(40n, false), part(60n)), state: 'returned' }],
    'matched',
  ],
  ['a part of another amount', [back('A', 41n)], [paidBefore('A', part(40n))], 'different: returned'],
  [
    'a part that we do not know',
    [back('A', 40n)],
    [order('A', null, { state: 'paid' })],
    'different: returned',
  ],
  [
    'a part that the treasury does not know',
    [line('A')],
    [order('A', 'paid', { returns: [part(40n)] })],
    'different: returned',
  ],
  ['a part that the treasury does not know at all', [], [paidBefore('A', part(40n))], 'missing-there'],
  [
    'a part that came back twice under two vouchers, and once here',
    [back('A', 40n, 'TK-1'), back('A', 40n, 'TK-2')],
    [paidBefore('A', part(40n))],
    'different: returned',
  ],
  [
    'more that came back than was paid',
    [back('A', 60n), back('A', 70n)],
    [paidBefore('A', part(60n))],
    'different: state',
  ],
  [
    'rejected on both sides',
    [line('A', { state: 'rejected' })],
    [order('A', null, { state: 'rejected' })],
    'matched',
  ],
  [
    'everything else',
    [line('A', { amountFen: 1n, payeeName: 'B', payeeAccountNo: '1', state: 'rejected' })],
    [order('A')],
    'different: amount payee account state',
  ],
  [
    'a line that is given three times',
    [line('A'), line('A'), line('A')],
    [order('A')],
    'matched, 2 repeated',
  ],
  [
    'paid twice under two vouchers',
    [line('A'), line('A', { voucherNo: 'ZF-2' })],
    [order('A')],
    'different: voucher',
  ],
  [
    'lines that contradict each other on the amount',
    [line('A'), line('A', { amountFen: 101n })],
    [order('A')],
    'different: amount',
  ],
  [
    'lines that contradict each other on the state',
    [line('A'), line('A', { state: 'rejected' })],
    [order('A')],
    'different: state',
  ],
  [
    'lines that contradict each other on an order that is not ours',
    [line('A'), line('A', { amountFen: 101n })],
    [],
    'missing-here: amount',
  ],
];

describe('reconciliation', () => {
  it.each(CASES)('%s', (_, lines, orders, expected) => {
    const { items, counts, repeatedLines } = reconcile(lines, orders);
    expect(items).toHaveLength(1);
    const [item] = items;
    const fields = item?.differences.map(({ field }) => field).join(' ');
    const repeated = repeatedLines === 0 ? '' : `, ${repeatedLines} repeated`;
    expect(`${item?.class}${fields && `: ${fields}`}${repeated}`).toBe(expected);
    expect(Object.values(counts).reduce((a, b) => a + b)).toBe(1);
  });

  it('names what stands on each side of a difference', () => {
    const lines = [line('A', { amountFen: 102n }), line('A', { amountFen: 101n })];
    expect(reconcile(lines, [order('A')]).items[0]?.differences).toEqual([
      { field: 'amount', here: '100', there: ['101', '102'] },
    ]);
  });

  it('sums each side by state, and what differs explains the difference of the sums', () => {
    const { here, there } = reconcile(
      [line('A'), line('A'), line('B', { amountFen: 70n }), line('C', { amountFen: 5n }), line('D')],
      [order('A'), order('B'), order('D', null), order('E', 'returned', { amountFen: 9n })],
    );
    expect(here).toEqual({ orders: 4, paidFen: 200n, returnedFen: 9n, rejectedFen: 0n });
    expect(there).toEqual({ orders: 4, paidFen: 275n, returnedFen: 0n, rejectedFen: 0n });
  });

  it('gives the same in any order and repetition, and every order and line one class', () => {
    fc.assert(
      fc.property(
        side(),
        fc.infiniteStream(fc.nat({ max: 2 })),
        fc.gen(),
        ({ lines, orders }, times, random) => {
          const given = lines.flatMap((one) =>
            Array<StatementLine>(1 + Number(times.next().value)).fill(one),
          );
          const shuffle = <T>(all: readonly T[]) =>
            random(fc.shuffledSubarray<T>, [...all], { minLength: all.length });
          const once = reconcile(lines, orders);
          const again = reconcile(shuffle(given), shuffle(orders));
          const withoutRepeats = ({ items, repeatedLines: _, ...rest }: typeof once) => ({
            ...rest,
            items: items.map(({ repeatedLines: __, ...item }) => item),
          });
          expect(withoutRepeats(again)).toEqual(withoutRepeats(once));
          expect(again.items.reduce((sum, item) => sum + item.lines.length + item.repeatedLines, 0)).toBe(
            given.length,
          );
          const ids = new Set([...lines.map(({ orderId }) => orderId), ...orders.map(({ id }) => id)]);
          expect(once.items.map(({ orderId }) => orderId).sort()).toEqual([...ids].sort());
          expect(Object.values(once.counts).reduce((a, b) => a + b)).toBe(ids.size);
          expect(once.here.orders).toBe(orders.length);
        },
      ),
    );
  });
});

/** Few ids and values, so that the sides have orders in common and lines contradict each other. */
function side(): fc.Arbitrary<{ lines: StatementLine[]; orders: StandingOrder[] }> {
  const id = fc.constantFrom('A', 'B', 'C', 'D');
  const state = fc.constantFrom<LineState>('paid', 'returned', 'rejected');
  const oneLine = fc.record({
    orderId: id,
    voucherNo: fc.constantFrom('1', '2'),
    payeeName: fc.constantFrom('甲（乙）', '甲(乙)', '丙'),
    payeeAccountNo: fc.constantFrom('', '1'),
    amountFen: fc.constantFrom(100n, 101n),
    state,
  });
  const oneOrder = fc
    .tuple(id, fc.constantFrom(null, 'paid' as const, 'returned' as const), oneLine)
    .map(([orderId, reported, { payeeName, payeeAccountNo, amountFen }]) =>
      order(orderId, reported, { payeeName, payeeAccountNo, amountFen }),
    );
  return fc
    .record({
      lines: fc.uniqueArray(oneLine, { selector: (one) => Object.values(one).join(), maxLength: 8 }),
      orders: fc.uniqueArray(oneOrder, { selector: (one) => one.id }),
    })
    .map(({ lines, orders }) => ({
      lines,
      orders: orders.filter(
        ({ id: own, reported }) => reported !== null || lines.some((one) => one.orderId === own),
      ),
    }));
}
