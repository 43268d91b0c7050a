import { describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import { entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';
import { DEFAULT_PROGRAMME } from '../../programmes/domain/programme.ts';

describe('straight-through settlement', () => {
  it('makes one order of what is open, in the words of the budget system', () => {
    const history = new LedgerHistory();
    history.terms = { ...history.terms, now: new Date('2019-12-31T16:00:00Z') };
    expect(history.consume(entitled('A', 2019, 'import-technology', 500_000n, 1n))).toMatchObject([
      {
        id: 'A-2019-import-technology-1',
        fiscalYear: 2020, // In Shanghai the new year has begun.
        functionalCode: '2060404',
        payeeUscc: 'A',
        payeeName: 'A 公司',
        entity: 'A',
        year: 2019,
        group: 'import-technology',
        amountFen: 500_000n,
        purpose: '2019年度 引进技术 奖补',
        trackingId: 'A-2019-import-technology-1',
        state: 'issued',
      },
    ]);
  });

  it('orders each increase under the next number, and nothing for what is known', () => {
    const history = new LedgerHistory();
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
    expect(history.consume(entitled('A', 2019, 'sharing', 100n, 1n))).toEqual([]);
    expect(history.consume(entitled('A', 2019, 'sharing', 150n, 3n))).toMatchObject([
      { id: 'A-2019-sharing-2', amountFen: 50n },
    ]);
    expect(history.consume(entitled('A', 2019, 'sharing', 900n, 2n))).toEqual([]);
  });

  it('waits for a name, and orders once there is one', () => {
    const history = new LedgerHistory();
    expect(history.consume(entitled('A', 2019, 'sharing', 100n, 1n, { name: '' }))).toEqual([]);
    expect(history.consume(entitled('A', 2019, 'sharing', 100n, 1n, { name: '甲公司' }))).toMatchObject([
      { payeeName: '甲公司', amountFen: 100n },
    ]);
  });

  it.each(['parent-circle', 'restating'] as const)(
    'orders and nets nothing while %s holds the entity',
    (hold) => {
      const history = new LedgerHistory();
      const [first] = history.consume(entitled('A', 2018, 'sharing', 100n, 1n));
      history.status(first?.id ?? '', 'paid');
      const held = { holds: [hold], entityVersion: 1n };
      expect(
        history.consume(
          entitled('A', 2018, 'sharing', 0n, 2n, held),
          entitled('A', 2019, 'sharing', 150n, 1n),
        ),
      ).toEqual([]);
      expect(opens(history)).toEqual([-100n, 150n]);
      expect(history.consume(entitled('A', 2019, 'sharing', 150n, 1n, { entityVersion: 2n }))).toMatchObject([
        { amountFen: 50n },
      ]);
    },
  );

  it('leaves an account beyond exact integers alone and goes on with the others', () => {
    const history = new LedgerHistory();
    const state = entitled('A', 2019, 'sharing', 0n, 1n);
    const beyond = { year: 2019, group: 'facilitation', version: 1n, entitledFen: 7n, beyondExact: true };
    expect(
      history.consume({ ...state, accounts: [beyond, { ...beyond, group: 'sharing', beyondExact: false }] }),
    ).toMatchObject([{ group: 'sharing' }]);
    expect(history.consume(entitled('A', 2019, 'facilitation', 5n, 2n))).toMatchObject([{ amountFen: 5n }]);
  });

  it('leaves amounts above the limit for a run', () => {
    const history = new LedgerHistory();
    history.terms = {
      ...history.terms,
      programmes: [{ ...DEFAULT_PROGRAMME, straightThroughUpToFen: 100n }],
    };
    expect(history.consume(entitled('A', 2019, 'sharing', 101n, 1n))).toEqual([]);
    expect(history.consume(entitled('A', 2019, 'sharing', 100n, 2n))).toMatchObject([{ amountFen: 100n }]);
  });

  it('waits until an entitlement has stood, counted from its last rise', () => {
    const history = new LedgerHistory();
    history.terms = { ...history.terms, settleForMs: 1000 };
    const start = history.terms.now.getTime();
    expect(history.consume(entitled('A', 2019, 'sharing', 100n, 1n))).toEqual([]);
    expect(history.ledgers.get('A')?.dueAt).toEqual(new Date(start + 1000));
    history.terms = { ...history.terms, now: new Date(start + 500) };
    history.consume(entitled('A', 2019, 'sharing', 60n, 2n));
    history.terms = { ...history.terms, now: new Date(start + 1000) };
    expect(history.consume(entitled('A', 2018, 'sharing', 1n, 1n))).toMatchObject([
      { year: 2019, amountFen: 60n },
    ]);
    expect(history.ledgers.get('A')?.dueAt).toEqual(new Date(start + 2000));
  });
});

describe('recovery', () => {
  it('nets what was paid against the next open amount of any account, oldest first', () => {
    const history = paid(['2017', 30n], ['2018', 100n]);
    history.consume(entitled('A', 2017, 'sharing', 0n, 2n), entitled('A', 2018, 'sharing', 0n, 2n));
    expect(history.consume(entitled('A', 2019, 'facilitation', 50n, 1n))).toEqual([]);
    expect(opens(history)).toEqual([0n, -80n, 0n]);
    expect(history.consume(entitled('A', 2019, 'facilitation', 150n, 2n))).toMatchObject([
      { amountFen: 20n },
    ]);
    expect(opens(history)).toEqual([0n, 0n, 0n]);
  });

  it('waits for an order under way and nets once it was paid', () => {
    const history = new LedgerHistory();
    const [first] = history.consume(entitled('A', 2018, 'sharing', 100n, 1n));
    history.consume(entitled('A', 2018, 'sharing', 0n, 2n));
    expect(history.consume(entitled('A', 2019, 'sharing', 30n, 1n, { name: '' }))).toMatchObject([
      { amountFen: 30n },
    ]);
    expect(opens(history)).toEqual([-100n, 0n]);
    history.status(first?.id ?? '', 'paid');
    expect(history.consume(entitled('A', 2019, 'sharing', 70n, 2n))).toEqual([]);
    expect(opens(history)).toEqual([-60n, 0n]);
  });

  it('takes what is no longer due out of a released rejection, so that it is never asked for again', () => {
    const history = new LedgerHistory();
    const [first] = history.consume(entitled('A', 2018, 'sharing', 100n, 1n));
    history.status(first?.id ?? '', 'rejected', 'account closed');
    history.consume(entitled('A', 2018, 'sharing', 40n, 2n));
    expect(history.release(first?.id ?? '')).toMatchObject([{ amountFen: 40n }]);
  });

  it('recovers from an account what settled another one for it, too', () => {
    const history = paid(['2018', 100n]);
    history.consume(entitled('A', 2018, 'sharing', 0n, 2n), entitled('A', 2019, 'sharing', 100n, 1n));
    history.consume(entitled('A', 2019, 'sharing', 0n, 2n));
    expect(history.consume(entitled('A', 2020, 'sharing', 130n, 1n))).toMatchObject([
      { year: 2020, amountFen: 30n },
    ]);
    expect(opens(history)).toEqual([0n, 0n, 0n]);
  });

  it('neither takes from nor gives to an account beyond exact integers', () => {
    const history = paid(['2018', 100n]);
    const beyond = (year: number, version: bigint) => {
      const state = entitled('A', year, 'sharing', 0n, version);
      return { ...state, accounts: state.accounts.map((account) => ({ ...account, beyondExact: true })) };
    };
    history.consume(entitled('A', 2018, 'sharing', 40n, 2n), beyond(2018, 3n));
    expect(history.consume(entitled('A', 2019, 'sharing', 50n, 1n))).toMatchObject([{ amountFen: 50n }]);
    history.terms = { ...history.terms, programmes: [{ ...DEFAULT_PROGRAMME, straightThroughUpToFen: 10n }] };
    history.consume(entitled('A', 2017, 'sharing', 20n, 1n), beyond(2017, 2n));
    expect(history.consume(entitled('A', 2018, 'sharing', 40n, 4n))).toEqual([]);
    expect(opens(history)).toEqual([20n, -60n, 0n]);
  });

  it('takes nothing from an amount that has not stood long enough', () => {
    const history = paid(['2018', 100n]);
    history.consume(entitled('A', 2018, 'sharing', 0n, 2n));
    history.terms = { ...history.terms, settleForMs: 1000 };
    history.consume(entitled('A', 2019, 'sharing', 30n, 1n));
    expect(opens(history)).toEqual([-100n, 30n]);
  });

  it('gives back what was netted when the entitlement returns', () => {
    const history = paid(['2018', 100n]);
    history.consume(entitled('A', 2018, 'sharing', 0n, 2n), entitled('A', 2019, 'sharing', 100n, 1n));
    expect(history.consume(entitled('A', 2018, 'sharing', 100n, 3n))).toMatchObject([
      { year: 2018, amountFen: 100n },
    ]);
  });
});

function paid(...amounts: [year: string, fen: bigint][]): LedgerHistory {
  const history = new LedgerHistory();
  for (const [year, fen] of amounts) history.consume(entitled('A', Number(year), 'sharing', fen, 1n));
  for (const id of history.orders.keys()) history.status(id, 'paid');
  return history;
}

function opens(history: LedgerHistory): bigint[] {
  return entityAccounts(history.groupOf('A')).map(openOf);
}
