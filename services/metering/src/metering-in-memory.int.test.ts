import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectDatabase, type Database, Outbox, type Relay, startMetrics } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { sameStory } from '@duixian/testing/same-story';
import { afterAll, beforeAll, it } from '@jest/globals';
import { startMetering } from './metering.ts';

const metrics = startMetrics('metering-in-memory');
let servers: TestInfrastructure;
let real: Database;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  real = await connectDatabase(servers.mongo.url, 'duixian_metering_in_memory');
});

afterAll(async () => {
  await real.close();
  await servers.stop();
  await metrics.shutdown();
});

it('metered fees and totals of use come to the same in memory as on MongoDB', async () => {
  const types = ['duixian.instrument.v1', 'duixian.usage.v1', 'duixian.invoice.v1'];
  const facts = randomFacts(3, 900).filter(({ type }) => types.includes(type));
  const arriving = new Random(4).shuffled([...facts, ...facts.slice(0, 50)]);
  await sameStory(real, async (database) => {
    const relay = { publish: async () => {} } as unknown as Relay;
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
