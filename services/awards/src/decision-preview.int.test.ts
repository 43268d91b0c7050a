import type { Fact } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { loadPolicy } from '@duixian/policy';
import { connectDatabase, connectNats, createLogger, type Database, type Nats } from '@duixian/runtime';
import { City, Random, randomFacts } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asMessage, atRest, factOf, hear, history, open, POLICY, type Running } from './awards-for-tests.ts';
import { previewDecision } from './decisions/preview-decision.ts';
import { openCollections } from './store/collections.ts';

type Decision = Fact<'duixian.decision.v1'>;

const CLAIMS = 10_000;
const BATCH = 500;
const CITY = new City({ entities: 3_000, institutions: 1 });
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
    await database.close();
  }
}

async function sumsOf(database: Database): Promise<Map<string, string>> {
  const { accounts } = await openCollections(database);
  const all = await accounts.find().toArray();
  return new Map(all.map(({ _id, claimedFen, entitledFen }) => [_id, `${claimedFen} ${entitledFen}`]));
}

function moved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  const sums = [...after].map(([id, then]) => [id, before.get(id) ?? '0 0', then] as const);
  return sums.filter(([, now, then]) => now !== then).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isDecision(fact: Fact): fact is Decision {
  return fact.type === 'duixian.decision.v1';
}

it('whatever is decided, changed or withdrawn does what its preview said, and what is beaten does nothing', async () => {
  let beaten = 0;
  let moving = 0;
  for (const seed of [1, 2, 3]) {
    await withAwards(`preview_${seed}`, async (awards, database) => {
      const { messages } = history(randomFacts(seed, 250), new Random(seed));
      await hear(awards, messages);
      await atRest(awards);
      const collections = await openCollections(database);
      const held = new Set(messages.map(({ about }) => about));
      for (const [index, fact] of randomFacts(seed + 50, 250)
        .filter(isDecision)
        .slice(0, 20)
        .entries()) {
        // Half of them change a decision that is held, where one has the id.
        const subject = index % 2 === 0 ? fact.subject : `new-${index}`;
        const decision = { ...fact, subject, data: { ...fact.data, revision: 1_000 + index } } as Decision;
        const before = await sumsOf(database);
        const previewed = await previewDecision(policy, collections, decision).catch((error: Error) => error);
        await hear(awards, [asMessage(decision)]);
        await atRest(awards);
        const actual = moved(before, await sumsOf(database));
        if (previewed instanceof Error) {
          expect(previewed.message).toMatch(/^beaten: /);
          if (!held.has(subject)) expect(actual).toEqual([]);
          beaten += 1;
        } else {
          const foreseen = previewed.accounts.map(({ before: now, after }) => {
            const nowSums = now ? `${now.claimedFen} ${now.entitledFen}` : '0 0';
            return [after._id, nowSums, `${after.claimedFen} ${after.entitledFen}`] as const;
          });
          expect(foreseen.filter(([, now, then]) => now !== then)).toEqual(actual);
          moving += actual.length;
        }
        held.add(subject);
      }
    });
  }
  expect([beaten > 0, moving > 10]).toEqual([true, true]);
}, 240_000);

it(`a preview that reaches ${CLAIMS} claims`, async () => {
  await withAwards('preview_many', async (awards, database) => {
    const invoices = Array.from({ length: CLAIMS }, (_, at) => factOf(CITY.invoice(at)));
    for (let at = 0; at < invoices.length; at += BATCH)
      await hear(
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
