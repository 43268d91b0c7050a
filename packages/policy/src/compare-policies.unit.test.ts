import { readFileSync } from 'node:fs';
import type { Fact } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fillAccounts } from './account.ts';
import { differsFrom, groupDifferences, PolicyComparison } from './compare-policies.ts';
import type { Policy } from './policy.ts';
import { policyOfPacks } from './policy-of-packs.ts';
import { claimsOf } from './recompute.ts';
import { readCases } from './worked-cases/case-file.ts';
import { factOfLine, readNotedFact } from './worked-cases/fact-notation.ts';

const ID = 'zhengzhou-2017-61';
const text = readFileSync(new URL(`../packs/${ID}/policy.yaml`, import.meta.url), 'utf8');
const { parties } = readCases(ID);
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

const contracts = fc.array(
  fc.record({
    day: fc.constantFrom('2018-03-04', '2019-05-06', '2026-12-31', '2027-01-01', '2028-02-29'),
    buyer: fc.constantFrom('Optics', 'Optics East'),
    yuan: fc.integer({ min: 1, max: 40_000_000 }),
    receivedOn: fc.constantFrom(undefined, '2026-11-30', '2027-06-01'),
    percent: fc.constantFrom(undefined, 10, 50),
  }),
  { minLength: 1, maxLength: 12 },
);

it('What a comparison says of each account and group is what computing them under each gives, to the fen', () => {
  const others = [
    policyOfPacks([pack(ID, raised)]),
    policyOfPacks([ended, later(raised)]),
    policyOfPacks([pack(ID, text)], { R5: 'paid', R6: 'signed' }),
    policyOfPacks([ended]),
  ];
  fc.assert(
    fc.property(contracts, fc.constantFrom(...others), (written, next) => {
      const facts = written.flatMap(factsOf);
      const comparison = new PolicyComparison(now, next);
      for (const claim of [...claimsOf(now, facts)].reverse()) comparison.addNow(claim);
      for (const claim of claimsOf(next, facts)) comparison.addThen(claim);
      const [before, after] = [entitlements(now, facts), entitlements(next, facts)];
      const moved = [...new Set([...before.keys(), ...after.keys()])]
        .filter((key) => before.get(key) !== after.get(key))
        .sort();
      const found = comparison.differences();
      const paid = found.filter(({ nowFen, thenFen }) => nowFen !== thenFen);
      expect(paid.map(({ entity, year, group }) => `${entity} ${year} ${group}`)).toEqual(moved);
      const total = groupDifferences(found).reduce((sum, one) => sum + one.risesFen - one.fallsFen, 0n);
      expect(total).toBe(sumOf(after) - sumOf(before));
    }),
    { numRuns: 50 },
  );
});

type Written = typeof contracts extends fc.Arbitrary<(infer One)[]> ? One : never;

function factsOf({ day, buyer, yuan, receivedOn, percent }: Written, index: number): Fact[] {
  const name = `C${index + 1}`;
  const lines: [string, string][] = [
    [
      `contract ${name} ${day}`,
      `Institute → ${buyer}; ${yuan.toLocaleString('en-US')}.00; through Bridge; development`,
    ],
    ...(receivedOn
      ? [
          [`receipt K${index} ${receivedOn}`, `of ${name}; ${yuan.toLocaleString('en-US')}.00`] as [
            string,
            string,
          ],
        ]
      : []),
    ...(percent
      ? [
          [
            `decision D${index} 2026-11-30`,
            `under commissioned-research; ${percent}%; for receipt K${index}`,
          ] as [string, string],
        ]
      : []),
  ];
  return lines.map(([key, line]) => {
    const read = readNotedFact(factOfLine(key, line, parties, ID), () => []);
    if (!('fact' in read)) throw new Error(read.refusal);
    return read.fact;
  });
}

function entitlements(policy: Policy, facts: readonly Fact[]): Map<string, bigint> {
  const accounts = fillAccounts(policy, claimsOf(policy, facts)).filter(
    ({ entitledFen }) => entitledFen > 0n,
  );
  return new Map(
    accounts.map(({ entity, year, group, entitledFen }) => [`${entity} ${year} ${group}`, entitledFen]),
  );
}

function sumOf(entitled: ReadonlyMap<string, bigint>): bigint {
  return [...entitled.values()].reduce((sum, fen) => sum + fen, 0n);
}
