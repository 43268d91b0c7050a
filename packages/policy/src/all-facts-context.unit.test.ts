import type { Fact } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import { AllFactsContext } from './all-facts-context.ts';
import { readCases } from './worked-cases/case-file.ts';
import { factOfLine, readNotedFact } from './worked-cases/fact-notation.ts';

const { parties } = readCases('zhengzhou-2017-61');

describe('The circles of parents among all facts', () => {
  it('are none where every chain ends', () => {
    expect(
      circlesOf({ 'party Bridge Gate': 'branch of Bridge West', 'party Bridge West': 'branch of Bridge' }),
    ).toEqual([]);
  });

  it('are each named once, without those that only lead there', () => {
    const circles = circlesOf({
      'party Harbour': 'branch of Bridge',
      'party Bridge': 'branch of Bridge West',
      'party Bridge West': 'branch of Bridge',
      'party Optics': 'branch of Optics East',
      'party Optics East': 'branch of Optics',
    });
    expect(circles.map((circle) => circle.toSorted())).toEqual([
      ['Bridge', 'Bridge West'],
      ['Optics', 'Optics East'],
    ]);
  });
});

function circlesOf(lines: Readonly<Record<string, string>>): string[][] {
  const facts = Object.entries(lines).flatMap(([key, text]): Fact[] => {
    const read = readNotedFact(factOfLine(key, text, parties, 'zhengzhou-2017-61'), () => []);
    return 'fact' in read ? [read.fact] : [];
  });
  return new AllFactsContext(facts).circles().map((circle) => circle.map((uscc) => parties.nameOf(uscc)));
}
