import { expect, it } from '@jest/globals';
import { isForItsHolder, scopeMistakes, sourcesIn } from './scopes.ts';

const SOURCE = 'urn:duixian:platform:x';
const DOOR = `nrii:91410100170051134L:${SOURCE}`;

it('the scope of an address names a unit and a source, and records facts', () => {
  expect(scopeMistakes([DOOR])).toEqual([]);
  expect(sourcesIn(['read', DOOR, 'source:urn:a:b', 'source:*'])).toEqual([SOURCE, 'urn:a:b']);
  expect([isForItsHolder([DOOR]), isForItsHolder(['read'])]).toEqual([true, false]);
});

it.each([
  ['nrii:1:urn:a:b', /nrii:<uscc>:<source> with a right code/],
  ['nrii:91410100170051134L:x', /nrii:<uscc>:<source> and /],
  ['nrii:91410100170051134L:urn:duixian:bureau:decisions', /nrii:<uscc>:<source> and /],
  ['nrii:x', /nrii:<uscc>:<source>, read/],
  ['source:urn:duixian:bureau:decisions', /reserved/],
])('the scope %s is wrong', (scope, words) => {
  expect(scopeMistakes([scope])).toEqual([expect.stringMatching(words)]);
});
