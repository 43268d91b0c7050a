import { Outbox } from '@duixian/messaging';
import { connectDatabase, startMetrics } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { sameStories } from '@duixian/testing/same-story';
import { afterAll, it } from '@jest/globals';
import { startMetering } from './metering.ts';

const metrics = startMetrics('metering-in-memory');
const sameStory = sameStories('duixian_metering_in_memory', connectDatabase);

afterAll(() => metrics.shutdown());

it('metered fees and totals of use come to the same in memory as on MongoDB', async () => {
  const types = ['duixian.instrument.v1', 'duixian.usage.v1', 'duixian.invoice.v1'];
  const facts = randomFacts(3, 900).filter(({ type }) => types.includes(type));
  const arriving = new Random(4).shuffled([...facts, ...facts.slice(0, 50)]);
  await sameStory(async (database, relay) => {
    const { register } = await startMetering({
      ...{ database, outbox: new Outbox(database), relay, meter: metrics.meter },
    });
    const outcomes: unknown[] = [];
    for (let at = 0; at < arriving.length; at += 5) {
      const batch = arriving.slice(at, at + 5).map((fact) => ({ fact, traceparent: undefined }));
      outcomes.push(...(await register.record(batch)));
    }
    return outcomes;
  });
});
