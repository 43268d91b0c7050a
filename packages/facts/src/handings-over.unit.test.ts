import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type HandingOver, HandingsOver, type Ownership } from './handings-over.ts';
import type { RecordKey } from './registry.ts';

const CONTRACT = 'duixian.contract.v1';
const RECEIPT = 'duixian.receipt.v1';
const RECORD = { type: CONTRACT, subject: 'HT-1' } as const;
const ALL = { type: '', types: [CONTRACT], subject: '' };
const SOURCES = ['urn:a', 'urn:b', 'urn:c'];
const FIRST: Ownership = { source: 'urn:a', firstRecordedAt: minute(0) };

function minute(at: number): Date {
  return new Date(Date.UTC(2026, 0, 1, 0, at));
}

function given(version: number, from: string, to: string, about: object = RECORD, at = version): HandingOver {
  const [id, sources] = [`H-${version}`, { from: `urn:${from}`, to: `urn:${to}` }];
  return {
    id,
    ...sources,
    type: '',
    types: [],
    subject: '',
    ...about,
    at: minute(at),
    version: BigInt(version),
  };
}

function ownerOf(handed: readonly HandingOver[], owned = FIRST, mayRecord = (_: string) => true): string {
  const known = new HandingsOver();
  for (const one of handed) known.keep(one);
  return known.of(RECORD, owned, mayRecord).at(-1)?.to ?? owned.source;
}

it.each([
  ['nothing was handed over', [], 'urn:a'],
  ['it was', [given(1, 'a', 'b')], 'urn:b'],
  ['all of its type was', [given(1, 'a', 'b', { type: CONTRACT })], 'urn:b'],
  ['all of its source was', [given(1, 'a', 'b', ALL)], 'urn:b'],
  ['all of its source was, as far as other types', [given(1, 'a', 'b', { types: [RECEIPT] })], 'urn:a'],
  ['another thing was', [given(1, 'a', 'b', { ...RECORD, subject: 'HT-2' })], 'urn:a'],
  ['another type was', [given(1, 'a', 'b', { type: RECEIPT })], 'urn:a'],
  ['another source gave all of its own', [given(1, 'c', 'b', ALL)], 'urn:a'],
  ['it went on', [given(1, 'a', 'b'), given(2, 'b', 'c', ALL)], 'urn:c'],
  ['it went back', [given(1, 'a', 'b'), given(2, 'b', 'a')], 'urn:a'],
  ['the first of two from one source counts', [given(1, 'a', 'b'), given(2, 'a', 'c')], 'urn:b'],
  [
    'what was given before one came to own it is not meant',
    [given(1, 'b', 'c'), given(2, 'a', 'b')],
    'urn:b',
  ],
  ['it was recorded later than that', [given(1, 'a', 'b', RECORD, -1)], 'urn:a'],
  ['one that was confirmed before is not heard of yet', [given(2, 'a', 'b')], 'urn:a'],
])('whose a thing is, where %s', (_, handed, owner) => {
  expect(ownerOf(handed)).toBe(owner);
});

it('a handing over to a source that may not record such things has no effect', () => {
  const handed = [given(1, 'a', 'b'), given(2, 'a', 'c')];
  expect(ownerOf(handed, FIRST, (source) => source !== 'urn:b')).toBe('urn:c');
});

it('types that the receiving source may record only later do not go along', () => {
  const known = new HandingsOver();
  known.keep(given(1, 'a', 'b', { types: [RECEIPT] }));
  const isHandedOver = (record: RecordKey) => known.of(record, FIRST, () => true).length > 0;
  expect([isHandedOver({ type: RECEIPT, subject: 'SK-1' }), isHandedOver(RECORD)]).toEqual([true, false]);
});

it('what was recorded before anything could be handed over goes with the first', () => {
  expect(ownerOf([given(1, 'a', 'b')], { source: 'urn:a' })).toBe('urn:b');
});

it('who waits for an earlier one is known until it is heard of', () => {
  const known = new HandingsOver();
  known.keep(given(2, 'a', 'b'));
  known.keep(given(3, 'b', 'c'));
  expect(['urn:a', 'urn:b', 'urn:c', 'urn:d'].map((source) => known.isAwaitedBy(source))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  known.keep(given(1, 'd', 'a'));
  expect(known.isAwaitedBy('urn:b')).toBe(false);
  expect(known.of(RECORD, FIRST, () => true).map(({ id }) => id)).toEqual(['H-2', 'H-3']);
});

const handings = fc
  .array(
    fc.record({ from: fc.constantFrom(...SOURCES), to: fc.constantFrom(...SOURCES), about: fc.nat(3) }),
    {
      maxLength: 8,
    },
  )
  .map((all) =>
    all
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, about }, at) =>
        given(
          at + 1,
          from.slice(4),
          to.slice(4),
          [RECORD, { type: CONTRACT }, ALL, { ...RECORD, subject: 'x' }][about],
        ),
      ),
  );

it('in whatever order and however often they are heard of, a thing has one owner', () => {
  fc.assert(
    fc.property(
      handings.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
      ),
      ([all, received]) => {
        expect(ownerOf(received)).toBe(ownerOf(all));
      },
    ),
  );
});

/** One after the other, as an officer would work it out. */
it('is owned by whom a walk through all of them comes to', () => {
  fc.assert(
    fc.property(handings, (all) => {
      const isAbout = ({ type, subject }: HandingOver) =>
        (type === '' || type === RECORD.type) && (subject === '' || subject === RECORD.subject);
      const owner = all.filter(isAbout).reduce((now, { from, to }) => (now === from ? to : now), 'urn:a');
      expect(ownerOf(all)).toBe(owner);
    }),
  );
});

it('it does not matter at which of them its owner sent a revision', () => {
  fc.assert(
    fc.property(handings, fc.nat(8), (all, sent) => {
      const known = new HandingsOver();
      for (const one of all.slice(0, sent)) known.keep(one);
      const last = known.of(RECORD, FIRST, () => true).at(-1);
      for (const one of all.slice(sent)) known.keep(one);
      const then = { ...FIRST, source: last?.to ?? FIRST.source, version: last?.version };
      expect(known.of(RECORD, then, () => true).at(-1)?.to ?? then.source).toBe(ownerOf(all));
    }),
  );
});
