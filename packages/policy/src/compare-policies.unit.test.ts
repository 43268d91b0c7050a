import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { articleOf, differsFrom, GroupDifferences } from './compare-policies.ts';
import type { Policy } from './policy.ts';
import { policyOfPacks } from './policy-of-packs.ts';

const ID = 'zhengzhou-2017-61';
const text = readFileSync(new URL(`../packs/${ID}/policy.yaml`, import.meta.url), 'utf8');
const START = 'inForceFrom: { byReading: R8, issued: 2017-05-12, approved: 2017-03-17 }';
const pack = (name: string, content: string) => ({ name, text: content });
const now = policyOfPacks([pack(ID, text)]);
const raised = text.replace('capYuan: 1000000', 'capYuan: 3000000');
const ended = pack(ID, text.replace(START, `${START}\ninForceUntil: 2027-01-01`));
const later = (content: string) => pack(`${ID}@2027`, content.replace(START, 'inForceFrom: 2027-01-01'));

describe('The first day of which two policies say something else', () => {
  it.each<[string, Policy, string | undefined]>([
    ['is that of the pack whose number changed', policyOfPacks([pack(ID, raised)]), '2017-05-12'],
    [
      'is the first of the edition that changes something',
      policyOfPacks([ended, later(raised)]),
      '2027-01-01',
    ],
    ['is none where only the text is cut in two', policyOfPacks([ended, later(text)]), undefined],
    ['is the day on which one ends and none follows', policyOfPacks([ended]), '2027-01-01'],
    ['is none where a comment changed', policyOfPacks([pack(ID, `${text}\n# seen`)]), undefined],
    [
      'is the earlier first day of another reading',
      policyOfPacks([pack(ID, text)], { R8: 'approved' }),
      '2017-03-17',
    ],
  ])('%s', (_, next, day) => {
    expect(differsFrom(now, next)).toBe(day);
  });
});

const differences = fc.array(
  fc.record({
    ...{ entity: fc.constantFrom('A', 'B'), group: fc.constantFrom('import', 'export') },
    ...{ year: fc.integer({ min: 2017, max: 2019 }), article: fc.constant(5) },
    ...{ nowFen: fc.bigInt({ min: 0n, max: 10n ** 15n }), thenFen: fc.bigInt({ min: 0n, max: 10n ** 15n }) },
    ...{ nowUndecided: fc.constant(0), thenUndecided: fc.constant(0) },
  }),
);

it('Sums of groups lose no fen: what rises and falls is what is more and less, each in its year and group', () => {
  fc.assert(
    fc.property(differences, (all) => {
      const sums = new GroupDifferences();
      for (const one of all) sums.add(one);
      const found = sums.all();
      const keys = found.map(({ year, group }) => `${year} ${group}`);
      expect(keys).toEqual([...new Set(all.map(({ year, group }) => `${year} ${group}`))].sort());
      for (const { year, group, nowFen, thenFen, risesFen, fallsFen } of found) {
        const own = all.filter((one) => one.year === year && one.group === group);
        expect(nowFen).toBe(own.reduce((sum, one) => sum + one.nowFen, 0n));
        expect(thenFen - nowFen).toBe(risesFen - fallsFen);
        const rising = own.filter((one) => one.thenFen > one.nowFen);
        expect(risesFen).toBe(rising.reduce((sum, one) => sum + one.thenFen - one.nowFen, 0n));
      }
    }),
  );
});

it('An account is of the article of its cap group', () => {
  expect(articleOf([now], 'sharing')).toBe(11);
  expect(articleOf([now], 'none of them')).toBe(0);
});
