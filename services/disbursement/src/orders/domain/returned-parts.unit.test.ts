import { LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entitled } from '../../../testing/ledger-history.ts';
import { faultsOf } from '../../../testing/run-faults.ts';
import { RunHistory } from '../../../testing/run-history.ts';
import { budgetId } from '../../budgets/domain/budget.ts';
import { movedTotals } from '../../budgets/domain/programme-totals.ts';
import { DEFAULT_PROGRAMME } from '../../programmes/domain/programme.ts';
import { isReleasable } from './order.ts';
import { holdingsOf } from './order-holdings.ts';

const ID = 'A-2019-sharing-1';

/** This amount was ordered straight through, and paid. */
function paid(fen = 100n): RunHistory {
  const history = new RunHistory();
  history.consume(entitled('A', 2019, 'sharing', fen, 1n));
  history.status(ID, 'paid');
  return history;
}

const back = (history: RunHistory, fen: bigint | null, reference: string) =>
  history.reportStatus(ID, 'returned', 'account closed', { fen, reference });

const balancesOf = (history: RunHistory) => {
  const payable = history.ledgers.get('A')?.payables[0];
  return [payable?.paidFen, payable?.underWayFen];
};

describe('a part of a paid order that comes back (部分退款)', () => {
  it('stays ordered until an officer releases it, and the rest stays paid', () => {
    const history = paid();
    expect(back(history, 40n, 'B-1')).toMatchObject({ effect: 'recorded', order: { state: 'paid' } });
    expect(balancesOf(history)).toEqual([60n, 40n]);
    expect(history.release(ID)).toMatchObject([{ id: 'A-2019-sharing-2', amountFen: 40n, replaces: ID }]);
    expect(history.order(ID)).toMatchObject({
      state: 'paid',
      release: null,
      returns: [{ release: { by: 'officer' } }],
    });
    expect(history.release(ID)).toBe('already-released');
    expect(faultsOf(history)).toEqual([]);
  });

  it('adds up with others; together they are the whole, and the order is returned', () => {
    const history = paid();
    back(history, 40n, 'B-1');
    history.release(ID);
    expect(back(history, 25n, 'B-2')).toMatchObject({ order: { state: 'paid' } });
    expect(back(history, 35n, 'B-3')).toMatchObject({ order: { state: 'returned', release: null } });
    expect(history.release(ID)).toMatchObject([{ amountFen: 60n }]);
    expect(history.order(ID)).toMatchObject({ state: 'returned', release: { by: 'officer' } });
    expect(holdingsOf(history.order(ID))).toMatchObject({ paid: [], underWay: [] });
    expect(faultsOf(history)).toEqual([]);
  });

  it('is all that is left where it does not say how much', () => {
    const history = paid();
    back(history, 40n, 'B-1');
    expect(back(history, null, '')).toMatchObject({
      order: { state: 'returned', returns: [{}, { fen: 60n }] },
    });
    expect(back(history, null, '').effect).toBe('none');
  });

  it('is refused beyond what was paid, and changes nothing', () => {
    const history = paid();
    back(history, 40n, 'B-1');
    const before = history.order(ID);
    expect(back(history, 61n, 'B-2')).toMatchObject({ effect: 'none', refusal: 'more-than-paid' });
    expect(history.order(ID)).toBe(before);
    back(history, 60n, 'B-2');
    expect(back(history, 1n, 'B-3')).toMatchObject({ effect: 'none', refusal: 'more-than-paid' });
  });

  it('comes back at once with all that is left, where there are as many parts as an order keeps', () => {
    const { most } = LIMITS.returnedParts;
    const history = paid(1_000n);
    for (let part = 1; part <= most; part += 1)
      expect(back(history, 1n, `B-${part}`).effect).toBe('recorded');
    expect(back(history, 1n, `B-${most}`)).toEqual({ order: history.order(ID), effect: 'none' });
    expect(back(history, 1n, 'B-more')).toMatchObject({ effect: 'none', refusal: 'too-many-parts' });
    expect(back(history, null, '')).toMatchObject({ effect: 'recorded', order: { state: 'returned' } });
    expect(faultsOf(history)).toEqual([]);
  });

  it('counts once under its reference, and is refused with another amount', () => {
    const history = paid();
    back(history, 40n, 'B-1');
    expect(back(history, 40n, 'B-1')).toEqual({ order: history.order(ID), effect: 'none' });
    expect(back(history, 41n, 'B-1')).toMatchObject({ refusal: 'another-amount' });
    // All that is left, under the reference of a known part.
    expect(back(history, null, 'B-1')).toMatchObject({ refusal: 'another-amount' });
  });

  it('says of an order that was only accepted that it was paid', () => {
    const history = new RunHistory();
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
    expect(back(history, 40n, 'B-1')).toMatchObject({ effect: 'recorded', order: { state: 'paid' } });
    expect(balancesOf(history)).toEqual([60n, 40n]);
    expect(history.status(ID, 'paid')).toBe('none');
  });

  it('of an order that is held is noted, and counts when an officer says that the order was paid', () => {
    const history = paid();
    history.status(ID, 'rejected');
    expect(back(history, 40n, 'B-1').effect).toBe('contradiction');
    expect(back(history, 40n, 'B-1').effect).toBe('none');
    expect(balancesOf(history)).toEqual([100n, 0n]);
    history.resolve(ID, 'paid');
    expect(history.order(ID)).toMatchObject({ state: 'paid', contradiction: '', returns: [{ fen: 40n }] });
    expect(balancesOf(history)).toEqual([60n, 40n]);
  });

  it('that was released is under way again where the order turns out to be rejected', () => {
    const history = paid();
    back(history, 40n, 'B-1');
    history.release(ID);
    history.status(ID, 'rejected');
    history.resolve(ID, 'rejected');
    expect(history.order(ID)).toMatchObject({ state: 'rejected', returns: [], release: null });
    expect(faultsOf(history)).toEqual([]);
  });

  it('of an order over several accounts is of the oldest first', () => {
    const history = new RunHistory();
    history.terms = {
      ...history.terms,
      programmes: [{ ...DEFAULT_PROGRAMME, mode: 'runs', publicityWorkingDays: 0 }],
    };
    history.consume(entitled('A', 2018, 'sharing', 60n, 1n));
    history.consume(entitled('A', 2019, 'sharing', 40n, 1n));
    history.draft('R1', 'ann');
    history.workOff('R1');
    for (const [event, by] of [
      ['publish', 'ann'],
      ['approve', 'eve'],
      ['issue', 'ann'],
    ] as const) {
      history.step('R1', event, by);
      history.workOff('R1');
    }
    const id = 'R1-A';
    history.status(id, 'paid');
    history.reportStatus(id, 'returned', '', { fen: 50n, reference: 'B-1' });
    history.reportStatus(id, 'returned', '', { fen: 30n, reference: 'B-2' });
    expect(history.order(id).returns.map(({ lines }) => lines.map(({ year, fen }) => [year, fen]))).toEqual([
      [[2018, 50n]],
      [
        [2018, 10n],
        [2019, 20n],
      ],
    ]);
    expect(faultsOf(history)).toEqual([]);
  });

  it('is told by the totals of its programme', () => {
    const history = paid();
    const before = history.order(ID);
    back(history, 40n, 'B-1');
    const returned = history.order(ID);
    history.release(ID);
    const programmes = [DEFAULT_PROGRAMME];
    const key = budgetId(2019, DEFAULT_PROGRAMME.id);
    expect(movedTotals([{ before, after: returned }], programmes).get(key)).toEqual({
      orderedFen: 0n,
      paidFen: -40n,
      returnedFen: 40n,
    });
    expect(movedTotals([{ before: returned, after: history.order(ID) }], programmes).get(key)).toEqual({
      orderedFen: -40n,
      paidFen: 0n,
      returnedFen: 0n,
    });
  });

  it('whatever comes back, is released or resolved: nothing is paid twice, and every fen stands in one book', () => {
    const deed = fc.oneof(
      fc.record({
        what: fc.constant('back' as const),
        fen: fc.option(fc.integer({ min: 1, max: 110 }).map(BigInt)),
        reference: fc.constantFrom('B-1', 'B-2', 'B-3', 'B-4'),
      }),
      fc.record({ what: fc.constantFrom('release', 'paid', 'rejected', 'returned', 'resolve') }),
    );
    fc.assert(
      fc.property(
        fc.array(deed, { maxLength: 14 }),
        fc.constantFrom('paid', 'rejected', 'returned'),
        (deeds, confirmedOutcome) => {
          const history = new RunHistory();
          history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
          for (const one of deeds) {
            if ('reference' in one) back(history, one.fen, one.reference);
            else if (one.what === 'release') history.release(ID);
            else if (one.what === 'resolve') history.resolve(ID, confirmedOutcome as 'paid');
            else history.status(ID, one.what as 'paid');
            const { underWay, paid: paidNow, open } = holdingsOf(history.order(ID));
            const sums = [underWay, paidNow, open].map((lines) =>
              lines.reduce((sum, { fen }) => sum + fen, 0n),
            );
            expect(sums.reduce((sum, fen) => sum + fen, 0n)).toBe(100n);
            expect(faultsOf(history)).toEqual([]);
            const { returns, state } = history.order(ID);
            const backFen = returns.reduce((sum, { fen }) => sum + fen, 0n);
            if (state === 'paid') expect(backFen).toBeLessThan(100n);
            expect(new Set(returns.map(({ reference }) => reference)).size).toBe(returns.length);
            if (isReleasable(history.order(ID))) expect(sums[0]).toBeGreaterThan(0n);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
