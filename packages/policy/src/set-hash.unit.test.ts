import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SetHash } from './set-hash.ts';

function of(members: readonly string[]): string {
  const setHash = new SetHash();
  for (const member of members) setHash.add(member);
  return `${setHash}`;
}

const sets = fc.array(fc.string(), { minLength: 1 });

it('is that of the set, in whatever order it came', () => {
  const shuffled = sets.chain((members) =>
    fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
  );
  fc.assert(fc.property(shuffled, ([members, others]) => expect(of(others)).toBe(of(members))));
});

it('differs where one is missing, is another, or came twice', () => {
  fc.assert(
    fc.property(sets, fc.nat(), (members, seed) => {
      const at = seed % members.length;
      const one = members[at] ?? '';
      const all = of(members);
      expect(of(members.toSpliced(at, 1))).not.toBe(all);
      expect(of(members.with(at, `${one}!`))).not.toBe(all);
      expect(of([...members, one])).not.toBe(all);
    }),
  );
});

it('is a fixed text, so that two versions of the program agree', () => {
  expect(of([])).toBe('0'.repeat(64));
  // SHA-256 of the empty text.
  expect(of([''])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
