import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import { entityAccounts } from '../../ledger/domain/entity-account.ts';
import type { EntityState } from './apply-entitlements.ts';

const BRANCHES = Array.from({ length: 60 }, (_, index) => `B${String(index).padStart(3, '0')}`);
const DUE_FEN = 100n;

/**
 * Each was an entity that was paid for itself, and joins P: its account falls to 0, and that of P rises by as
 * much.
 */
const alone = BRANCHES.map((uscc) => entitled(uscc, 2019, 'sharing', DUE_FEN, 1n, { entityVersion: 1n }));
const held = [
  ...BRANCHES.map((uscc) => state(uscc, 2n, { holds: ['restating'] })),
  state('P', 1n, { holds: ['restating'], members: ['P', ...BRANCHES] }),
];
const totalFen = DUE_FEN * BigInt(BRANCHES.length);
const released = [
  ...BRANCHES.map((uscc) => entitled(uscc, 2019, 'sharing', 0n, 2n, { entityVersion: 3n })),
  entitled('P', 2019, 'sharing', totalFen + 7n, 1n, {
    entityVersion: 2n,
    members: ['P', ...BRANCHES],
    memberVersions: [0n, ...BRANCHES.map(() => 3n)],
  }),
];

describe('a move that does not fit into one message', () => {
  it.each(Array.from({ length: examples(30) }, (_, seed) => [seed]))(
    'ends in the ledgers of one message, and never orders on a part of it (seed %i)',
    (seed) => {
      const whole = new LedgerHistory();
      whole.consume(...alone);
      whole.consume(...held);
      whole.consume(...released);
      const divided = new LedgerHistory();
      divided.consume(...alone);
      const random = randomOf(seed);
      const parts = [...held, ...released].flatMap((state) => partsOf(state, 1 + random(9)));
      const issued: bigint[] = [];
      for (const part of shuffled([...parts, ...parts.filter(() => random(3) === 0)], random))
        issued.push(...divided.consume(part).map(({ amountFen }) => amountFen));
      expect(issued).toEqual([7n]);
      expect(summary(divided)).toEqual(summary(whole));
    },
  );

  it('is contested until the last part, whichever that is', () => {
    const parts = released.flatMap((state) => partsOf(state, 4));
    for (let last = 0; last < parts.length; last += Math.ceil(350 / examples(250))) {
      const history = new LedgerHistory();
      history.consume(...alone);
      history.consume(...held);
      const others = parts.filter((_, index) => index !== last);
      for (const part of others) expect(history.consume(part)).toEqual([]);
      expect(history.consume(parts[last] as EntityState)).toMatchObject([{ payeeUscc: 'P', amountFen: 7n }]);
    }
  });

  it('accounts that go with a state wait for it', () => {
    const history = new LedgerHistory();
    const account = entitled('P', 2019, 'sharing', 50n, 1n, { entityVersion: 4n, accountsOnly: true });
    expect(history.consume(account)).toEqual([]);
    expect(history.consume(state('P', 3n, {}))).toEqual([]);
    expect(history.consume(state('P', 4n, {}))).toMatchObject([{ payeeUscc: 'P', amountFen: 50n }]);
    const more = entitled('P', 2019, 'sharing', 60n, 2n, { entityVersion: 4n, accountsOnly: true });
    expect(history.consume(more)).toMatchObject([{ amountFen: 10n }]);
  });

  it('a newer state puts an end to one that was never whole, its members included', () => {
    const history = new LedgerHistory();
    const [first] = partsOf(state('P', 1n, { members: ['P', 'B', 'C'] }), 3).slice(1);
    history.consume(first as EntityState);
    expect(history.ledgers.get('B')?.claimedBy).toEqual(['P']);
    history.consume(state('P', 2n, { members: ['P', 'C'] }));
    expect(history.ledgers.get('B')?.claimedBy).toEqual([]);
    expect(history.ledgers.get('C')?.entity).toBe('P');
    expect(history.ledgers.get('P')).toMatchObject({ incomplete: null, members: ['C'], entityVersion: 2n });
  });
});

function state(uscc: string, entityVersion: bigint, more: Partial<EntityState>): EntityState {
  return { ...entitled(uscc, 2019, 'sharing', 0n, 0n), accounts: [], entityVersion, ...more };
}

function partsOf(state: EntityState, count: number): EntityState[] {
  const { members, memberVersions = [], accounts } = state;
  if (count === 1) return [state];
  const size = Math.ceil(members.length / count);
  return Array.from({ length: count }, (_, index) => ({
    ...state,
    members: members.slice(index * size, (index + 1) * size),
    memberVersions: memberVersions.slice(index * size, (index + 1) * size),
    accounts: index === count - 1 ? accounts : [],
    part: index + 1,
    parts: count,
  }));
}

function summary(history: LedgerHistory) {
  return [...history.ledgers.values()]
    .map(({ uscc, entity, entityVersion, holds, members, claimedBy }) => ({
      ...{ uscc, entity, entityVersion, holds, members, claimedBy },
      accounts: entityAccounts(history.groupOf(uscc)).map(({ entitledFen, underWayFen, paidFen }) => ({
        ...{ entitledFen, underWayFen, paidFen },
      })),
    }))
    .sort((one, other) => (one.uscc < other.uscc ? -1 : 1));
}

function randomOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function shuffled<Item>(items: readonly Item[], random: (below: number) => number): Item[] {
  const left = [...items];
  for (let index = left.length - 1; index > 0; index--) {
    const other = random(index + 1);
    [left[index], left[other]] = [left[other] as Item, left[index] as Item];
  }
  return left;
}
