import { expect, it } from '@jest/globals';
import { usccsIn } from './usccs-in.ts';

it('finds parties, parents and entities, and no text that only looks like one', () => {
  const data = {
    uscc: 'A',
    parentUscc: 'B',
    title: 'C',
    seller: { uscc: 'D', name: 'E' },
    buyer: { uscc: null, country: 'DE' },
    intermediary: null,
    scope: { entity: 'F', year: 2019 },
    usageIds: ['G'],
  };
  expect(usccsIn(data)).toEqual(['A', 'B', 'D', 'F']);
});

it('finds none in what is not known', () => {
  expect(usccsIn(undefined)).toEqual([]);
});
