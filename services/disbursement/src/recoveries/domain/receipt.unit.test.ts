import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entitled } from '../../../testing/ledger-history.ts';
import { faultsOf } from '../../../testing/run-faults.ts';
import { RunHistory } from '../../../testing/run-history.ts';
import { entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';
import { receiptInNotes } from './receipt.ts';

/** A and B were paid 100 each that are no longer due, and are demanded. */
function demanded(): RunHistory {
  const history = new RunHistory();
  for (const entity of ['A', 'B']) {
    history.consume(entitled(entity, 2018, 'sharing', 100n, 1n));
    history.status(`${entity}-2018-sharing-1`, 'paid');
    history.consume(entitled(entity, 2018, 'sharing', 0n, 2n));
    history.demand(entity);
  }
  return history;
}

const openFen = (history: RunHistory, entity: string) =>
  entityAccounts(history.groupOf(entity)).reduce((sum, account) => sum + openOf(account), 0n);

describe("a bank's reference", () => {
  it('counts once, over all demands of all entities', () => {
    const history = demanded();
    expect(history.receive('A-D1', 60n, 'B-7')).toMatchObject({ isNew: true });
    expect(history.receive('A-D1', 60n, 'B-7')).toMatchObject({ isNew: false });
    const another = { refusal: 'another-transfer', booked: { parts: [{ recovery: 'A-D1', fen: 60n }] } };
    expect(history.receive('A-D1', 61n, 'B-7')).toMatchObject(another);
    expect(history.receive('B-D1', 60n, 'B-7')).toMatchObject(another);
    expect([openFen(history, 'A'), openFen(history, 'B')]).toEqual([-40n, -100n]);
  });

  it('stands for the same transfer in whatever order its parts are named', () => {
    const history = demanded();
    const parts = [
      { recovery: 'A-D1', fen: 60n },
      { recovery: 'B-D1', fen: 40n },
    ];
    expect(history.transfer({ id: 'B-7', parts })).toMatchObject({ isNew: true });
    expect(history.transfer({ id: 'B-7', parts: parts.toReversed() })).toMatchObject({ isNew: false });
    expect(history.transfer({ id: 'B-7', parts: parts.slice(0, 1) })).toMatchObject({
      refusal: 'another-transfer',
    });
    expect([openFen(history, 'A'), openFen(history, 'B')]).toEqual([-40n, -60n]);
  });

  it('that an earlier release noted on two demands is one that both know', () => {
    const history = demanded();
    history.receive('A-D1', 60n, 'B-7');
    const [first] = history.recoveries.values();
    if (!first) throw new Error('there is one');
    const twice = [first, { ...first, id: 'B-D1' }];
    expect(receiptInNotes('B-7', twice)).toMatchObject({
      amountFen: 120n,
      parts: [{ fen: 60n }, { fen: 60n }],
    });
    expect(receiptInNotes('B-8', twice)).toBeUndefined();
    // The note of the demand itself has no reference.
    expect(receiptInNotes('', twice)).toBeUndefined();
  });
});

describe('a transfer', () => {
  it.each([
    [
      'a part that is more than is outstanding',
      [100n, 101n],
      201n,
      { refusal: 'more-than-outstanding', of: 'B-D1' },
    ],
    ['parts that are less than the transfer', [60n, 40n], 101n, { refusal: 'parts-differ', partsFen: 100n }],
    ['parts that are more than the transfer', [60n, 40n], 99n, { refusal: 'parts-differ', partsFen: 100n }],
    ['a part of nothing', [60n, 0n], 60n, { refusal: 'not-positive', of: 'B-D1' }],
  ])('with %s is refused whole', (_, [ofA = 0n, ofB = 0n], amountFen, refusal) => {
    const history = demanded();
    const parts = [
      { recovery: 'A-D1', fen: ofA },
      { recovery: 'B-D1', fen: ofB },
    ];
    expect(history.transfer({ id: 'B-7', parts, amountFen })).toMatchObject(refusal);
    expect([openFen(history, 'A'), openFen(history, 'B')]).toEqual([-100n, -100n]);
    expect(history.receive('A-D1', 100n, 'B-7')).toMatchObject({ isNew: true });
  });

  it('that names a demand twice, or one that is not there, is refused with it', () => {
    const history = demanded();
    const part = { recovery: 'A-D1', fen: 1n };
    expect(history.transfer({ id: 'B-7', parts: [part, part] })).toMatchObject({
      refusal: 'demand-named-twice',
      of: 'A-D1',
    });
    expect(history.transfer({ id: 'B-7', parts: [part, { recovery: 'C-D1', fen: 1n }] })).toMatchObject({
      refusal: 'unknown-recovery',
      of: 'C-D1',
    });
  });

  it('is booked whole or not at all, and each reference once, whatever comes how often', () => {
    const amount = fc.integer({ min: 0, max: 130 }).map(BigInt);
    const transfer = fc.record({ id: fc.constantFrom('B-1', 'B-2', 'B-3'), ofA: amount, ofB: amount });
    fc.assert(
      fc.property(fc.array(transfer, { maxLength: 12 }), (transfers) => {
        const history = demanded();
        const bank = new Map<string, bigint>();
        for (const { id, ofA, ofB } of transfers) {
          const parts = [
            { recovery: 'A-D1', fen: ofA },
            { recovery: 'B-D1', fen: ofB },
          ].filter(({ fen }) => fen > 0n);
          const outcome = history.transfer({ id, parts });
          if ('isNew' in outcome && outcome.isNew && parts.length > 0) {
            expect(bank.has(id)).toBe(false);
            bank.set(id, ofA + ofB);
          }
        }
        const bookedFen = [...history.recoveries.values()].reduce((sum, one) => sum + one.receivedFen, 0n);
        expect(bookedFen).toBe([...bank.values()].reduce((sum, fen) => sum + fen, 0n));
        expect(faultsOf(history)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
