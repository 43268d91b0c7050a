import { expect, it } from '@jest/globals';
import { type ArrivingRecord, revisionByContent } from './revision-by-content.ts';

const SOURCE = 'urn:a:platform';
const NEW: ArrivingRecord = {
  ...{ source: SOURCE, arrivedAtMs: 1_000, data: { feeFen: 2 }, hasWaited: false, sentBackAt: undefined },
};
const held = (revision: number, data: object, source = SOURCE) => ({
  ...{ source, revision, data: { revision, ...data } },
});

it.each<[string, Partial<ArrivingRecord>, ReturnType<typeof held> | undefined, object]>([
  ['nothing', {}, undefined, { revision: 1_000 }],
  ['the same', {}, held(7, { feeFen: 2 }), { outcome: 'duplicate' }],
  ['the same, final', { data: { status: 'final' } }, held(7, { status: 'final' }), { outcome: 'duplicate' }],
  ['another content', {}, held(7, { feeFen: 1 }), { revision: 1_000 }],
  ['another content of the same instant', {}, held(1_000, { feeFen: 1 }), { revision: 1_001 }],
  ['another content of a clock that is ahead', {}, held(2_000, { feeFen: 1 }), { revision: 2_001 }],
  ['a draft', {}, held(7, { status: 'draft' }), { revision: 1_000 }],
  ['a final record', {}, held(7, { status: 'final' }), { outcome: 'already-final' }],
  ['one that was sent back', { sentBackAt: 7 }, held(7, { status: 'final' }), { revision: 1_000 }],
  ['one sent back before', { sentBackAt: 6 }, held(7, { status: 'final' }), { outcome: 'already-final' }],
  ['a later one, having waited', { hasWaited: true }, held(1_000, { feeFen: 1 }), { outcome: 'stale' }],
  ['an earlier one, having waited', { hasWaited: true }, held(999, { feeFen: 1 }), { revision: 1_000 }],
  ['one of another source', {}, held(7, { feeFen: 2 }, 'urn:b'), { revision: 1_000 }],
])('against %s', (_, change, record, decided) => {
  expect(revisionByContent({ ...NEW, ...change }, record)).toEqual(decided);
});
