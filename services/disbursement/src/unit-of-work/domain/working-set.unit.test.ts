import { defined } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import type { EntityState } from '../../entitlements/domain/apply-entitlements.ts';
import { hasCurrentActiveMembers } from '../../ledger/domain/active-members.ts';
import { WorkingSet } from './working-set.ts';

const BRANCHES = Array.from({ length: 300 }, (_, index) => `B${index}`);
const whole = (version: bigint, members: string[], more: Partial<EntityState> = {}) =>
  entitled('P', 2019, 'sharing', 0n, 0n, { entityVersion: version, members, accounts: [], ...more });

/** P is the parent of all of them; B0 was paid before it joined. */
function family(): LedgerHistory {
  const history = new LedgerHistory();
  history.consume(entitled('B0', 2019, 'sharing', 100n, 1n));
  history.consume(
    whole(1n, ['P', ...BRANCHES]),
    entitled('B0', 2019, 'sharing', 0n, 2n, { entityVersion: 1n }),
  );
  return history;
}

function readBy(history: LedgerHistory, usccs: string[], states: EntityState[] = []) {
  const set = new WorkingSet(usccs, states);
  const found = (wanted: string[]) => wanted.flatMap((uscc) => history.ledgers.get(uscc) ?? []);
  for (let wanted = set.first(); wanted.length > 0; wanted = set.next(found(wanted)));
  return { read: set.ledgers.map(({ uscc }) => uscc).sort(), resting: set.resting().size };
}

describe('what a decision reads of an entity with many branches', () => {
  it('the entity and the branches that have money, whoever is asked for', () => {
    const history = family();
    expect(readBy(history, ['P'])).toEqual({ read: ['B0', 'P'], resting: 299 });
    expect(readBy(history, ['B7'])).toEqual({ read: ['B0', 'B7', 'P'], resting: 298 });
  });

  it('of a new state of it, whom that state moves', () => {
    const history = family();
    const states = [whole(2n, ['P', 'N', ...BRANCHES.slice(0, -1)])];
    history.consume(entitled('N', 2019, 'sharing', 0n, 0n));
    expect(readBy(history, [], states)).toEqual({ read: ['B0', 'B299', 'N', 'P'], resting: 298 });
    history.consume(...states);
    expect(history.ledgers.get('B299')).toMatchObject({ entity: 'B299', claimedBy: [] });
    expect(history.ledgers.get('N')).toMatchObject({ entity: 'P', claimedBy: ['P'] });
    expect(history.ledgers.get('P')?.members).toHaveLength(300);
  });

  it('nothing more of a state that is held already', () => {
    expect(readBy(family(), [], [whole(1n, ['P', ...BRANCHES])]).read).toEqual(['B0', 'P']);
  });

  it('a branch whose own state has to come first', () => {
    const state = whole(2n, ['P', ...BRANCHES], { memberVersions: [0n, 0n, 0n, 4n] });
    expect(readBy(family(), [], [state]).read).toEqual(['B0', 'B2', 'P']);
    const history = family();
    history.consume(state);
    expect(history.consume(entitled('P', 2019, 'sharing', 500n, 1n))).toEqual([]);
    const late = entitled('B2', 2019, 'sharing', 0n, 0n, { entityVersion: 4n, accounts: [] });
    expect(history.consume(late)).toMatchObject([{ amountFen: 400n }]);
  });

  it('all, where a release wrote the entity that does not say who is active', () => {
    const history = family();
    const root = defined(history.ledgers.get('P'), 'it stands for all');
    history.ledgers.set('P', { ...root, version: root.version + 1 });
    expect(readBy(history, ['P']).read).toHaveLength(301);
    history.consume(entitled('P', 2019, 'sharing', 500n, 1n));
    expect(readBy(history, ['P']).read).toEqual(['B0', 'P']);
  });

  it('all of an entity that joins another', () => {
    const history = family();
    const state = entitled('Q', 2019, 'sharing', 0n, 0n, {
      ...{ entityVersion: 1n, accounts: [], members: ['Q', 'P', ...BRANCHES] },
      memberVersions: [0n, 2n],
    });
    expect(readBy(history, [], [state]).read).toHaveLength(301);
    history.consume(state, whole(2n, []));
    expect(history.groupOf('Q')).toHaveLength(302);
    expect(hasCurrentActiveMembers(defined(history.ledgers.get('Q'), 'it took them over'))).toBe(true);
    expect(readBy(history, ['B9']).read).toEqual(['B0', 'B9', 'Q']);
  });
});

it('a branch that gets money of its own is read with its entity from then on', () => {
  const history = family();
  history.consume(entitled('B5', 2019, 'sharing', 70n, 3n));
  expect(readBy(history, ['P']).read).toEqual(['B0', 'B5', 'P']);
});
