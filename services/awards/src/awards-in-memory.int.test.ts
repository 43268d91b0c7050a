import { Outbox } from '@duixian/messaging';
import { loadPolicy } from '@duixian/policy';
import { connectDatabase, createLogger, startMetrics } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { sameStories } from '@duixian/testing/same-story';
import { afterAll, expect, it } from '@jest/globals';
import { atRest, digestOf, expectedDigest, history, POLICY, receive } from './awards-for-tests.ts';
import { startAwards } from './awards-service.ts';
import { getSetHashes } from './grpc/get-set-hashes.ts';
import { claimsInOrder } from './store/claims-in-order.ts';
import { openCollections } from './store/collections.ts';

const log = createLogger('awards-in-memory', 'silent');
const metrics = startMetrics('awards-in-memory');
const sameStory = sameStories('duixian_awards_in_memory', connectDatabase);

afterAll(() => metrics.shutdown());

it('awards projects the same in memory as on MongoDB, and to the digest of replay', async () => {
  const { facts, messages: arriving } = history(randomFacts(5, 300), new Random(5));
  await sameStory(async (database, relay) => {
    const awards = await startAwards({
      ...{
        name: 'awards',
        configuration: { ENVIRONMENT: 'development', POLICY, PACKS_DIR: '', READINGS: {} },
        log,
        meter: metrics.meter,
      },
      ...{ database, outbox: new Outbox(database), relay },
    });
    for (const background of awards.background ?? []) await background.start();
    for (let at = 0; at < arriving.length; at += 9) {
      await receive({ ...awards, stop: async () => {} }, arriving.slice(at, at + 9));
      // One invalidation after the other, so that versions come in the same order.
      await atRest({ ...awards, stop: async () => {} });
    }
    for (const background of awards.background ?? []) await background.stop();
    const collections = await openCollections(database);
    const claims = [];
    for await (const claim of claimsInOrder(collections)) claims.push(claim);
    const digest = await digestOf(database, {});
    expect(digest).toBe(expectedDigest(facts, {}));
    return { digest, claims, setHashes: await getSetHashes(loadPolicy(POLICY, {}), collections) };
  });
});
