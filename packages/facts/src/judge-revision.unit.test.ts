import { expect, it } from '@jest/globals';
import { judgeRevision } from './judge-revision.ts';

const HELD = { source: 'urn:one', revision: 5, content: 'five' };
const EARLIER = new Map([[3, 'three']]);

/** The table of docs/facts.md §2. */
it.each([
  ['higher', { ...HELD, revision: 6, content: 'six' }, 'recorded'],
  ['the same, same content', HELD, 'duplicate'],
  ['the same, other content', { ...HELD, content: 'other' }, 'revision-conflict'],
  ['lower, not in the history', { ...HELD, revision: 4, content: 'four' }, 'stale'],
  ['lower, in the history with the same content', { ...HELD, revision: 3, content: 'three' }, 'stale'],
  [
    'lower, in the history with other content',
    { ...HELD, revision: 3, content: 'other' },
    'revision-conflict',
  ],
  ['of another source, though higher', { ...HELD, source: 'urn:two', revision: 6 }, 'other-source'],
  ['of another source, though the same', { ...HELD, source: 'urn:two' }, 'other-source'],
])('a revision that is %s', (_, arriving, expected) => {
  const judgement = judgeRevision(
    arriving,
    HELD,
    (revision) => EARLIER.get(revision),
    (a, b) => a === b,
  );
  expect(typeof judgement === 'string' ? judgement : judgement.reason).toBe(expected);
});

it('who had a thing before it was handed over is told to whom and when', () => {
  const handedOver = { from: 'urn:one', at: new Date('2026-05-04T03:02:01Z') };
  const held = { ...HELD, source: 'urn:two', handedOver };
  const judged = (arriving: typeof HELD) =>
    judgeRevision(
      arriving,
      held,
      () => undefined,
      (a, b) => a === b,
    );
  expect(judged({ ...HELD, revision: 6 })).toEqual({
    field: 'source',
    reason: 'other-source',
    message:
      'this record belongs to urn:two, to which it was handed over by urn:one at 2026-05-04T03:02:01.000Z; only that source can change it',
  });
  expect(judged({ ...HELD, source: 'urn:two', revision: 6 })).toBe('recorded');
  expect(judged({ ...HELD, source: 'urn:two' })).toBe('duplicate');
});

it('the first of a thing is recorded, whatever its revision', () => {
  const nothing = () => undefined;
  expect(judgeRevision({ ...HELD, revision: 9 }, undefined, nothing, () => false)).toBe('recorded');
});
