import type { Fact } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { loadPolicy } from '@duixian/policy';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { City } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asMessage, atRest, factOf, open, POLICY, type Running, receive } from './awards-for-tests.ts';
import { previewDecision } from './decisions/preview-decision.ts';
import { openCollections } from './store/collections.ts';

type Decision = Fact<'duixian.decision.v1'>;

const CLAIMS = 10_000;
const BATCH = 200;
const [ENTITIES, OWNERS] = [3_000, 1_000];
const CITY = new City({ entities: ENTITIES, institutions: 1 });
const policy = loadPolicy(POLICY);
let servers: TestInfrastructure;
let nats: Nats;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'preview-test', createLogger('preview-test', 'silent'));
}, 120_000);

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

async function withAwards(
  name: string,
  work: (awards: Running, database: Database) => Promise<void>,
): Promise<void> {
  const database = await connectDatabase(servers.mongo.url, name);
  const awards = await open(nats, database, {});
  try {
    await work(awards, database);
  } finally {
    await awards.stop();
    await database.client.close();
  }
}

it(`a preview that reaches ${CLAIMS} claims`, async () => {
  await withAwards('preview_many', async (awards, database) => {
    // The first thousand of three thousand entities own the instruments: an entity that uses its own has no
    // claim.
    const invoices = Array.from({ length: CLAIMS }, (_, at) =>
      factOf(CITY.invoice(Math.floor(at / 2_000) * ENTITIES + OWNERS + (at % 2_000))),
    );
    for (let at = 0; at < invoices.length; at += BATCH)
      await receive(
        awards,
        invoices.slice(at, at + BATCH).map((fact) => asMessage(fact)),
      );
    await atRest(awards);
    const [standing] = [...CITY.standing()].filter(({ subject }) => subject === 'D-sharing-user');
    const fact = factOf(standing as never) as Decision;
    const collections = await openCollections(database);
    const took: number[] = [];
    for (let round = 0; round < 3; round++) {
      const since = performance.now();
      const { preview, accounts } = await previewDecision(policy, collections, fact);
      const digest = preview.digest({}, accounts);
      took.push(Math.round(performance.now() - since));
      expect([preview.claims().length, digest.length]).toEqual([CLAIMS, 64]);
    }
    process.stdout.write(`a preview of ${CLAIMS} claims took ${took.join(', ')} ms\n`);
    expect(Math.min(...took)).toBeLessThan(20_000);
  });
}, 240_000);
