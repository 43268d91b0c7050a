import { describe, expect, it } from '@jest/globals';
import { entitled } from '../../../testing/ledger-history.ts';
import { RunHistory } from '../../../testing/run-history.ts';
import { entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';

/** 100 and 50 were paid, and only 20 and 0 are due. */
function short(): RunHistory {
  const history = new RunHistory();
  history.consume(entitled('A', 2018, 'sharing', 100n, 1n));
  history.consume(entitled('A', 2019, 'sharing', 50n, 1n));
  history.status('A-2018-sharing-1', 'paid');
  history.status('A-2019-sharing-1', 'paid');
  history.consume(entitled('A', 2018, 'sharing', 20n, 2n));
  history.consume(entitled('A', 2019, 'sharing', 0n, 2n));
  return history;
}

const opens = (history: RunHistory) => entityAccounts(history.groupOf('A')).map((account) => openOf(account));

describe('a demand (追回)', () => {
  it('asks for what was paid and is not due, account by account, with the arithmetic', () => {
    expect(short().demand('A')).toMatchObject({
      recovery: {
        id: 'A-D1',
        demandedFen: 130n,
        lines: [
          { year: 2018, fen: 80n, paidFen: 100n, entitledFen: 20n },
          { year: 2019, fen: 50n, paidFen: 50n, entitledFen: 0n },
        ],
      },
    });
  });

  it('is received in parts, oldest account first', () => {
    const history = short();
    history.demand('A');
    expect(history.receive('A-D1', 90n, 'bank-1')).toMatchObject({ recoveries: [{ state: 'demanded' }] });
    expect(opens(history)).toEqual([0n, -40n]);
    expect(history.receive('A-D1', 41n, 'bank-2')).toMatchObject({ refusal: 'more-than-outstanding' });
    expect(history.receive('A-D1', 0n, 'bank-2')).toMatchObject({ refusal: 'not-positive' });
    expect(history.receive('A-D1', 40n, 'bank-2')).toMatchObject({ recoveries: [{ state: 'settled' }] });
    expect(opens(history)).toEqual([0n, 0n]);
    expect(history.receive('A-D1', 1n, 'bank-3')).toMatchObject({ refusal: 'settled' });
  });

  it('is not said to have come back by who demanded it', () => {
    const history = short();
    history.demand('A');
    expect(history.receive('A-D1', 90n, 'bank-1', 'officer')).toMatchObject({ refusal: 'same-person' });
    expect(opens(history)).toEqual([-80n, -50n]);
  });

  it('goes on being netted against later payables', () => {
    const history = short();
    history.demand('A');
    expect(history.consume(entitled('A', 2020, 'sharing', 100n, 1n))).toEqual([]);
    expect(history.receive('A-D1', 31n)).toMatchObject({ refusal: 'more-than-outstanding' });
    history.consume(entitled('A', 2020, 'sharing', 130n, 2n));
    expect(history.demand('A')).toEqual({ refusal: 'nothing-recoverable' });
    expect(history.receive('A-D1', 1n)).toMatchObject({ refusal: 'more-than-outstanding' });
  });

  it('stands alone', () => {
    const history = short();
    history.demand('A');
    expect(history.demand('A')).toEqual({ refusal: 'already-demanded' });
  });

  it('is written off, and what is due again afterwards is paid whole', () => {
    const history = short();
    history.demand('A');
    history.receive('A-D1', 30n);
    expect(history.writeOff('A-D1', 'officer')).toEqual({ refusal: 'same-person' });
    expect(history.writeOff('A-D1')).toMatchObject({
      recovery: { state: 'written-off', writtenOffFen: 100n },
    });
    expect(opens(history)).toEqual([0n, 0n]);
    expect(history.writeOff('A-D1')).toMatchObject({ isNew: false });
    expect(history.consume(entitled('A', 2020, 'sharing', 10n, 1n))).toMatchObject([{ amountFen: 10n }]);
  });

  it('pays again what was given back, when it is due after all', () => {
    const history = short();
    history.demand('A');
    history.receive('A-D1', 130n);
    expect(history.consume(entitled('A', 2018, 'sharing', 100n, 3n))).toMatchObject([{ amountFen: 80n }]);
  });

  it('asks for nothing where only an order under way is too much', () => {
    const history = new RunHistory();
    history.consume(entitled('A', 2018, 'sharing', 100n, 1n));
    history.consume(entitled('A', 2018, 'sharing', 20n, 2n));
    expect(history.demand('A')).toEqual({ refusal: 'nothing-recoverable' });
  });
});

describe('the time after which it can be demanded', () => {
  const day = (number: number) => new Date(Date.UTC(2019, 5, number));
  const sharing2018 = (history: RunHistory) =>
    history.ledgers.get('A')?.payables.find(({ year }) => year === 2018)?.shortSince;

  it('begins again when netting settled the account meanwhile', () => {
    const history = short();
    history.terms = { ...history.terms, now: day(10) };
    history.consume(entitled('A', 2020, 'sharing', 200n, 1n));
    expect(sharing2018(history)).toBeNull();
    history.status('A-2020-sharing-1', 'paid');
    history.terms = { ...history.terms, now: day(20) };
    history.consume(entitled('A', 2018, 'sharing', 10n, 3n));
    expect(sharing2018(history)).toEqual(day(20));
  });

  it('begins when it comes to light that a released amount was paid after all', () => {
    const history = new RunHistory();
    history.consume(entitled('A', 2018, 'sharing', 100n, 1n));
    history.status('A-2018-sharing-1', 'rejected');
    history.release('A-2018-sharing-1');
    history.status('A-2018-sharing-2', 'paid');
    history.status('A-2018-sharing-1', 'paid');
    history.terms = { ...history.terms, now: day(20) };
    history.resolve('A-2018-sharing-1', 'paid');
    expect(sharing2018(history)).toEqual(day(20));
  });
});
