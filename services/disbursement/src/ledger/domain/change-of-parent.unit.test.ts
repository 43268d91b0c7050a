import { describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import { DEFAULT_PROGRAMME } from '../../programmes/domain/programme.ts';

const joined = (version = 1n) =>
  entitled('A', 2018, 'sharing', 0n, version, { entityVersion: version, members: ['A', 'B'] });
const alone = (version: bigint) =>
  entitled('A', 2018, 'sharing', 0n, version, { entityVersion: version, members: [] });

describe('what a branch waited for when it stood alone', () => {
  it('is waited for by its entity from then on: no date is left behind on the branch', () => {
    const history = new LedgerHistory();
    history.terms = { ...history.terms, settleForMs: 1_000 };
    history.consume(entitled('B', 2019, 'sharing', 50n, 1n));
    expect(history.ledgers.get('B')?.dueAt).not.toBeNull();
    history.consume(joined());
    expect(history.ledgers.get('B')?.dueAt).toBeNull();
    expect(history.ledgers.get('A')?.dueAt).not.toBeNull();
  });

  it('is cleared too where it lacked budget', () => {
    const history = new LedgerHistory();
    history.terms = { ...history.terms, programmes: [{ ...DEFAULT_PROGRAMME, budgeted: true }] };
    history.consume(entitled('B', 2019, 'sharing', 50n, 1n));
    expect(history.ledgers.get('B')?.dueAt).not.toBeNull();
    history.consume(joined());
    expect(history.ledgers.get('B')?.dueAt).toBeNull();
  });

  it('is cleared too where ordering was suspended or a hold stands on the entity', () => {
    const history = new LedgerHistory();
    history.terms = { ...history.terms, isSuspended: true };
    history.consume(entitled('B', 2019, 'sharing', 50n, 1n));
    expect(history.ledgers.get('B')?.dueAt).not.toBeNull();
    history.consume({ ...joined(), holds: ['restating'] });
    expect([...history.ledgers.values()].map(({ dueAt }) => dueAt)).toEqual([null, null]);
  });

  it('is nothing any more where every ledger of the group had a date', () => {
    const history = new LedgerHistory();
    history.terms = { ...history.terms, settleForMs: 1_000 };
    history.consume(entitled('A', 2017, 'sharing', 10n, 1n), entitled('B', 2019, 'sharing', 50n, 1n));
    history.terms = { ...history.terms, now: new Date(history.terms.now.getTime() + 5_000) };
    history.consume(joined());
    expect([...history.ledgers.values()].map(({ dueAt }) => dueAt)).toEqual([null, null]);
    expect(history.orders.size).toBe(2);
  });
});

describe('an order of a branch that was released', () => {
  it('is named by the order that the entity makes in its place', () => {
    const { history, id } = rejectedOrderOfBranch();
    history.consume(joined());
    expect(history.release(id)).toMatchObject([{ entity: 'A', amountFen: 50n, replaces: id }]);
  });

  it('is named once, and by no later order of the branch', () => {
    const { history, id } = rejectedOrderOfBranch();
    history.consume(joined());
    history.release(id);
    history.consume(alone(2n));
    const later = history.consume(entitled('B', 2019, 'sharing', 90n, 2n));
    expect(later).toMatchObject([{ entity: 'B', replaces: '' }]);
  });

  it('is named though it was released before the branch joined, and waited', () => {
    const { history, id } = rejectedOrderOfBranch();
    const { programmes } = history.terms;
    history.terms = { ...history.terms, programmes: [{ ...DEFAULT_PROGRAMME, mode: 'runs' }] };
    history.release(id);
    history.terms = { ...history.terms, programmes };
    expect(history.consume(joined())).toMatchObject([{ entity: 'A', replaces: id }]);
  });

  it('of two released ones names the first, and a later order names none', () => {
    const { history, id } = rejectedOrderOfBranch();
    const [own] = history.consume(entitled('A', 2019, 'sharing', 20n, 1n));
    history.status(own?.id ?? '', 'rejected');
    history.terms = { ...history.terms, programmes: [{ ...DEFAULT_PROGRAMME, mode: 'runs' }] };
    history.release(own?.id ?? '');
    history.release(id);
    history.terms = { ...history.terms, programmes: [DEFAULT_PROGRAMME] };
    expect(history.consume(joined())).toMatchObject([{ amountFen: 70n, replaces: own?.id }]);
    expect(history.consume(entitled('B', 2019, 'sharing', 60n, 2n))).toMatchObject([{ replaces: '' }]);
  });
});

describe('an entitlement that rose by a clock that was ahead', () => {
  it.each([[0], [1_000]])('keeps nothing waiting (settles for %d ms)', (settleForMs) => {
    const history = new LedgerHistory();
    const { now } = history.terms;
    history.terms = {
      ...history.terms,
      settleForMs,
      isSuspended: true,
      now: new Date(now.getTime() + 3_600_000),
    };
    history.consume(entitled('A', 2019, 'sharing', 50n, 1n));
    history.terms = { ...history.terms, isSuspended: false, now };
    expect(history.consume(entitled('A', 2019, 'sharing', 50n, 2n))).toMatchObject([{ amountFen: 50n }]);
  });
});

function rejectedOrderOfBranch(): { history: LedgerHistory; id: string } {
  const history = new LedgerHistory();
  const [order] = history.consume(entitled('B', 2019, 'sharing', 50n, 1n));
  const id = order?.id ?? '';
  history.status(id, 'rejected');
  return { history, id };
}
