import { expect, it } from '@jest/globals';
import { changesInWords, settingsInWords } from './settings.ts';

const NOW = {
  digest: 'a'.repeat(64),
  programmes: [
    { id: 'awards', mode: 'straight-through', straightThroughUpToFen: 500 },
    { id: 'gone', mode: 'runs' },
  ],
  ...{ needsPayee: true, settleForMs: 0, demandAfterDays: 30 },
};
const NEXT = {
  digest: 'b'.repeat(64),
  programmes: [
    { id: 'awards', mode: 'straight-through', straightThroughUpToFen: null },
    { id: 'more', mode: 'runs' },
  ],
  ...{ needsPayee: false, settleForMs: 0, demandAfterDays: 30 },
};

it('says each field of settings that would be otherwise, and no other', () => {
  expect(changesInWords(NOW, NEXT)).toEqual([
    'programme awards, straightThroughUpToFen: 500 → null',
    'new programme {"id":"more","mode":"runs"}',
    'no programme gone any more',
    'needsPayee: true → false',
  ]);
  expect(changesInWords(NOW, NOW)).toEqual([]);
});

it('says what is in force, what is offered and what waits', () => {
  const waiting = { number: 1, by: 'li', at: '2026-11-29T00:00:00Z', document: '示例', settings: NEXT };
  const words = settingsInWords({ inForce: NOW, offered: NEXT, waiting, acts: [] }).join('\n');
  expect(words).toMatch(/in force .*a{64}:/);
  expect(words).toMatch(
    /which changes nothing yet .*b{64}:\n {2}programme awards, straightThroughUpToFen: 500 → null/,
  );
  expect(words).toMatch(/b{64} waits, proposed by li on 示例\./);
});
