import { describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import type { EntityState } from '../../entitlements/domain/apply-entitlements.ts';
import { entityAccounts } from './entity-account.ts';
import { openOf } from './entry.ts';

const branchPaid = entitled('B', 2019, 'sharing', 100n, 1n);
const joins: EntityState[] = [
  entitled('P', 2019, 'sharing', 100n, 1n, { entityVersion: 1n, members: ['P', 'B'] }),
  entitled('B', 2019, 'sharing', 0n, 2n, { entityVersion: 1n }),
];
const leaves: EntityState[] = [
  entitled('P', 2019, 'sharing', 0n, 2n, { entityVersion: 2n }),
  entitled('B', 2019, 'sharing', 100n, 3n, { entityVersion: 2n }),
];

describe('a change of parent', () => {
  it('counts what the branch was paid for the entity, and orders nothing twice', () => {
    const history = new LedgerHistory();
    expect(history.consume(branchPaid)).toHaveLength(1);
    expect(history.consume(...joins)).toEqual([]);
    expect(summary(history, 'P')).toEqual([['2019 sharing', 100n, 0n]]);
    expect(summary(history, 'B')).toEqual([]);
    expect(history.consume(entitled('P', 2019, 'sharing', 130n, 4n))).toMatchObject([
      { id: 'P-2019-sharing-1', amountFen: 30n },
    ]);
  });

  it('can be undone: the branch has its own orders again', () => {
    const history = new LedgerHistory();
    history.consume(branchPaid);
    history.consume(...joins);
    expect(history.consume(...leaves)).toEqual([]);
    expect(summary(history, 'B')).toEqual([['2019 sharing', 100n, 0n]]);
    expect(summary(history, 'P')).toEqual([['2019 sharing', 0n, 0n]]);
  });

  it('ends the same when the messages come in any order', () => {
    const messages = [[branchPaid], joins, leaves];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const history = new LedgerHistory();
      const issued = order.flatMap((index) => history.consume(...(messages[index] ?? [])));
      expect(history.ledgers.get('B')?.entity).toBe('B');
      expect(entityAccounts(history.groupOf('B')).map((account) => account.entitledFen)).toEqual([100n]);
      expect(issued.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBeGreaterThanOrEqual(100n);
      for (const account of entityAccounts(history.groupOf('B'))) expect(openOf(account) <= 0n).toBe(true);
    }
  });

  it('holds everybody concerned while two entities claim one branch', () => {
    const history = new LedgerHistory();
    history.consume(...joins);
    const late = entitled('Q', 2019, 'sharing', 500n, 1n, { entityVersion: 1n, members: ['Q', 'B'] });
    expect(history.consume(late)).toEqual([]);
    expect(history.consume(entitled('P', 2019, 'sharing', 700n, 4n))).toEqual([]);
    const resolved = entitled('P', 2019, 'sharing', 0n, 5n, { entityVersion: 2n });
    expect(history.consume(resolved)).toMatchObject([{ payeeUscc: 'Q', amountFen: 500n }]);
    expect(history.ledgers.get('B')?.entity).toBe('Q');
  });

  it('lets the entity that a former entity joined speak for its members', () => {
    const history = new LedgerHistory();
    history.consume(entitled('B', 2019, 'sharing', 10n, 1n, { entityVersion: 1n, members: ['B', 'C'] }));
    const joined = entitled('P', 2019, 'sharing', 25n, 1n, { entityVersion: 1n, members: ['P', 'B', 'C'] });
    expect(history.consume(joined, entitled('B', 2019, 'sharing', 0n, 2n))).toMatchObject([
      { payeeUscc: 'P', amountFen: 15n },
    ]);
    expect(
      history
        .groupOf('P')
        .map(({ uscc }) => uscc)
        .sort(),
    ).toEqual(['B', 'C', 'P']);
  });
});

function summary(history: LedgerHistory, entity: string): [string, bigint, bigint][] {
  return entityAccounts(history.groupOf(entity)).map((account) => [
    `${account.year} ${account.group}`,
    account.entitledFen,
    openOf(account),
  ]);
}
