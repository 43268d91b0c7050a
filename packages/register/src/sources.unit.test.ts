import { MemoryMongo } from '@duixian/testing/memory-mongo';
import { expect, it } from '@jest/globals';
import { openCollections } from './record-document.ts';
import { countEarlierSources } from './sources.ts';

it('counts once where a process that starts at the same time is faster', async () => {
  const mongo = new MemoryMongo();
  const faster = mongo.connect('duixian_sources_test', { enter: async () => {} });
  await openCollections(faster);
  const collections = await openCollections(faster);
  const isCounted = Promise.withResolvers<void>();
  let hasLooked = 0;
  // This process has seen that nobody has counted yet; then the other one counts.
  const slower = mongo.connect('duixian_sources_test', {
    enter: async (command) => {
      if (command !== 'find' && command !== 'insert') return;
      hasLooked += 1;
      if (hasLooked > 2) await isCounted.promise;
    },
  });
  const late = countEarlierSources({ ...collections, database: slower });
  await new Promise((resolve) => setImmediate(resolve));
  await countEarlierSources(collections);
  isCounted.resolve();
  await expect(late).resolves.toBeUndefined();
}, 30_000);
