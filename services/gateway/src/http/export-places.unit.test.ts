import { LIMITS } from '@duixian/values';
import { expect, it } from '@jest/globals';
import { ExportPlaces } from './export-places.ts';

const OF_KEY = LIMITS.exportsPerKey.most;
const OF_ALL = LIMITS.exportsAtOnce.most;
const refusal = expect.objectContaining({ kind: 'too-many-requests' });

it('a key has some places, for exports and files together', () => {
  const places = new ExportPlaces();
  const leave = places.enter('ann', 'stream');
  for (let count = 1; count < OF_KEY; count += 1) places.enter('ann', 'file');
  expect(() => places.enter('ann', 'stream')).toThrow(refusal);
  expect(() => places.enter('ann', 'file')).toThrow(refusal);
  leave();
  leave();
  places.enter('ann', 'stream');
  expect(() => places.enter('ann', 'stream')).toThrow(refusal);
});

it('all have some places, and who is refused there keeps none', () => {
  const places = new ExportPlaces();
  const leaves = Array.from({ length: OF_ALL }, (_, at) => places.enter(`key ${at}`, 'stream'));
  for (let count = 0; count <= OF_KEY; count += 1)
    expect(() => places.enter('late', 'stream')).toThrow(refusal);
  // Files have places of their own, so that a public list does not wait for exports.
  places.enter('late', 'file')();
  leaves[0]?.();
  places.enter('late', 'stream');
});

it('streams of the feed have places of their own', () => {
  const places = new ExportPlaces();
  for (let count = 0; count < LIMITS.feedStreamsPerKey.most; count += 1) places.enter('ann', 'feed');
  expect(() => places.enter('ann', 'feed')).toThrow(refusal);
  places.enter('ann', 'stream')();
  for (let count = LIMITS.feedStreamsPerKey.most; count < LIMITS.feedStreams.most; count += 1)
    places.enter(`key ${count}`, 'feed');
  expect(() => places.enter('late', 'feed')).toThrow(refusal);
});
