import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LargestChanges } from './largest-changes.ts';
import { movedInWords, planInWords } from './plan-in-words.ts';

const GROUP = {
  year: 2019,
  group: 'sharing',
  article: 11,
  nowFen: 500n,
  thenFen: 300n,
  risesFen: 100n,
  fallsFen: 300n,
  ...{ orderedFen: 100n, recoverableFen: 200n },
};
const PLAN = {
  ...{
    digest: 'd'.repeat(64),
    inForce: 'a'.repeat(64),
    offered: 'b'.repeat(64),
    plannedAt: '2026-11-29T00:00:00Z',
  },
  ...{
    from: '2017-05-12' as string | null,
    isFirst: false,
    isForOne: false,
    changesPast: true,
    facts: 3,
    accounts: 2,
    entities: 2,
  },
  ...{ risesFen: 100n, fallsFen: 300n, orderedFen: 100n, recoverableFen: 200n, groups: [GROUP] },
  lackingBudgets: [{ fiscalYear: 2026, programme: 'sharing', lacksFen: 4_200n }],
};
const account = (entity: string, nowFen: number, thenFen: number, year = 2019) => ({
  ...{ entity, entityName: '', year, group: 'sharing', article: 11 },
  ...{ nowFen: BigInt(nowFen), thenFen: BigInt(thenFen) },
  ...{ nowUndecided: 0, thenUndecided: 0, orderedFen: 0n, recoverableFen: 0n },
});

describe('The words of a plan', () => {
  it('say first whether it changes the past', () => {
    const first = (plan: typeof PLAN) => planInWords(plan, [])[0];
    expect(first(PLAN)).toMatch(/^THIS CHANGES THE PAST .*2017-05-12/);
    expect(first({ ...PLAN, changesPast: false, from: '2027-01-01' })).toMatch(
      /^Claims dated from 2027-01-01/,
    );
    expect(first({ ...PLAN, isFirst: true })).toMatch(/^TWO PERSONS HAVE TO AGREE .* first start/);
    expect(first({ ...PLAN, from: null })).toMatch(/changes nothing/);
  });

  it('say the article, what rises and falls, and the digest', () => {
    const words = planInWords(PLAN, []).join('\n');
    expect(words).toMatch(/11 [│ ]+sharing [│ ]+2019 [│ ]+5\.00 [│ ]+3\.00 [│ ]+1\.00 [│ ]+3\.00/);
    expect(words).toMatch(/1\.00 yuan more become due .* 3\.00 yuan less/);
    expect(words).toMatch(/1\.00 yuan are ordered .* 2\.00 yuan that were ordered become recoverable/);
    expect(words).toMatch(/The budget of sharing for 2026 lacks 42\.00 yuan/);
    expect(words).toMatch(/Plan d{64}$/);
  });

  it('say by how much facts since moved it', () => {
    expect(movedInWords(PLAN, { ...PLAN, facts: 5 })[0]).toMatch(/changed none/);
    const moved = movedInWords(PLAN, { ...PLAN, facts: 5, risesFen: 700n })[0];
    expect(moved).toMatch(/\(2 more than then\).*1\.00 → 7\.00 yuan more become due, 3\.00 → 3\.00/);
  });
});

it('The largest movements are those of a sort of all entities', () => {
  const moves = fc.array(fc.tuple(fc.nat(9), fc.nat(1_000), fc.nat(1_000)), { maxLength: 40 });
  fc.assert(
    fc.property(moves, fc.integer({ min: 1, max: 5 }), (all, most) => {
      const sorted = [...all].sort(([a], [b]) => a - b);
      const largest = new LargestChanges(most);
      for (const [entity, now, then] of sorted) largest.add(account(`E${entity}`, now, then));
      const sizes = new Map<string, number>();
      for (const [entity, now, then] of all)
        sizes.set(`E${entity}`, (sizes.get(`E${entity}`) ?? 0) + Math.abs(then - now));
      const expected = [...sizes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, most);
      const found = largest
        .all()
        .map(({ entity, risesFen, fallsFen }) => [entity, Number(risesFen + fallsFen)]);
      expect(found).toEqual(expected);
    }),
  );
});
