import { setTimeout as sleep } from 'node:timers/promises';
import {
  encodeFact,
  type Fact,
  meteredFee,
  type NumberedInvoice,
  type PublishedFact,
  type UsageData,
} from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { claimsOf, fillAccounts, loadPolicy, resultDigest } from '@duixian/policy';
import {
  connectDatabase,
  connectNats,
  createLogger,
  type Database,
  type Nats,
  Outbox,
  type Received,
  Relay,
  type ServiceParts,
  startMetrics,
} from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAwards } from './awards-service.ts';
import { getDigest } from './grpc/get-digest.ts';
import type { HeardFact } from './projection/awards.ts';
import { openCollections } from './store/collections.ts';

const POLICY = 'zhengzhou-2017-61';
const log = createLogger('awards-test', 'silent');
let servers: TestInfrastructure;
let nats: Nats;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'awards-test', log);
});

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

describe('facts in any order, doubled, in batches of any size', () => {
  it.each([1, 2, 3, 4, 5, 6])('give the digest of replay (seed %i)', async (seed) => {
    await withAwards(`order_${seed}`, {}, async (database, awards) => {
      const { facts, messages } = history(seed, 300);
      for (const batch of batches(new Random(seed), messages)) await hear(awards, batch);
      await atRest(awards);
      expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
    });
  });

  it.each([11, 12, 13, 14])('give it too when two processes share them (seed %i)', async (seed) => {
    await withAwards(`race_${seed}`, {}, async (database, awards) => {
      const other = await open(database, {});
      const { facts, messages } = history(seed, 300);
      const all = batches(new Random(seed), messages);
      await Promise.all(
        [awards, other].map(async (one, index) => {
          for (const batch of all.filter((_, place) => place % 2 === index)) await hear(one, batch);
        }),
      );
      await atRest(awards);
      await other.stop();
      expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
    });
  });
});

it('computes everything anew when it starts with other readings', async () => {
  const { facts, messages } = history(21, 300);
  const others = { R1: 'apart', R2: 'both', R4: 'difference', R5: 'paid', R6: 'signed' };
  await withAwards('readings', {}, async (_, awards) => hear(awards, messages));
  await withAwards('readings', others, async (database, awards) => {
    await atRest(awards);
    expect(await digestOf(database, others)).toBe(expectedDigest(facts, others));
    expect(expectedDigest(facts, others)).not.toBe(expectedDigest(facts, {}));
  });
});

it('goes on with a far reach where another process left it', async () => {
  const [intermediary, ...rest] = randomFacts(1, 200).flatMap((fact) =>
    fact.type === 'duixian.contract.v1' && fact.data.buyer.uscc && fact.data.intermediary ? [fact] : [],
  );
  const template = intermediary ?? rest[0];
  if (!template) throw new Error('there is a contract with an intermediary');
  const uscc = template.data.intermediary?.uscc ?? '';
  const contracts = Array.from({ length: 1_200 }, (_, index): Fact => {
    const subject = `20184101${String(index).padStart(8, '0')}`;
    const data = { ...template.data, registeredOn: '2018-06-15', status: 'registered' as const };
    return { ...template, subject, data: { ...data, relatedParties: false, fiscallyFunded: false } };
  });
  const recognition: Fact = {
    type: 'duixian.recognition.v1',
    subject: 'far',
    source: 'urn:test',
    id: 'far',
    time: '2020-01-02T03:04:05Z',
    data: {
      revision: 1,
      uscc,
      kind: 'service-institution',
      level: 'municipal',
      documentNo: 'EXAMPLE',
      recognizedOn: '2018-01-01',
      status: 'recognized',
      revokedOn: null,
    },
  };
  const facts = [...contracts, recognition];
  await withAwards('far', {}, async (_, awards) =>
    hear(
      awards,
      contracts.map((fact) => asMessage(fact)),
    ),
  );
  // Stopped at once: whatever of the reach is left stays stored.
  await withAwards('far', {}, async (_, awards) => hear(awards, [asMessage(recognition)]));
  await withAwards('far', {}, async (database, awards) => {
    await atRest(awards);
    expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
  });
});

type Readings = Readonly<Record<string, string>>;
type Message = Received<HeardFact>;
type Running = ServiceParts & { stop(): Promise<void> };

async function withAwards(
  name: string,
  readings: Readings,
  work: (database: Database, awards: Running) => Promise<void>,
): Promise<void> {
  const database = await connectDatabase(servers.mongo.url, `awards_${name}`);
  const awards = await open(database, readings);
  try {
    await work(database, awards);
  } finally {
    await awards.stop();
    await database.close();
  }
}

async function open(database: Database, readings: Readings): Promise<Running> {
  const outbox = new Outbox(database);
  const relay = new Relay(outbox, nats, log);
  const metrics = startMetrics('awards-test');
  const configuration = { POLICY, READINGS: readings };
  const parts = await startAwards({
    name: 'awards',
    configuration,
    log,
    meter: metrics.meter,
    database,
    outbox,
    relay,
  });
  for (const background of parts.background ?? []) await background.start();
  const stop = async () => {
    for (const background of parts.background ?? []) await background.stop();
    await relay.stop();
    await metrics.shutdown();
  };
  return { ...parts, stop };
}

async function hear({ consumers }: Running, messages: readonly Message[]): Promise<void> {
  await consumers?.[0]?.handle(messages);
}

async function atRest({ pendingJobs }: Running): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if ((await pendingJobs?.()) === 0n) return;
    await sleep(50);
  }
  throw new Error('it did not come to rest within 30 s');
}

async function digestOf(database: Database, readings: Readings): Promise<string> {
  const { digest } = await getDigest(loadPolicy(POLICY, readings), await openCollections(database));
  return digest;
}

function expectedDigest(facts: readonly Fact[], readings: Readings): string {
  const policy = loadPolicy(POLICY, readings);
  return resultDigest(fillAccounts(policy, claimsOf(policy, facts)));
}

/** The newest state of everything, and every revision as a message, shuffled, a third of them twice. */
function history(seed: number, count: number): { facts: Fact[]; messages: Message[] } {
  const revisions = randomFacts(seed, count);
  const newest = new Map(revisions.map((fact) => [`${fact.type} ${fact.subject}`, fact]));
  const facts = [...newest.values()];
  const feeOf = meteredFees(facts);
  const random = new Random(seed);
  const messages = revisions
    .filter(({ type }) => type !== 'duixian.usage.v1' && type !== 'duixian.instrument.v1')
    .map((fact) => {
      const fee = fact.type === 'duixian.invoice.v1' ? feeOf(fact.subject, fact) : undefined;
      return asMessage(fact, fee);
    });
  const twice = messages.filter(() => random.isTrue(0.33));
  return { facts, messages: random.shuffled([...messages, ...twice]) };
}

/** What metering would publish with each invoice in the end. */
function meteredFees(facts: readonly Fact[]) {
  const usage = new Map<string, UsageData>();
  const invoices: NumberedInvoice[] = [];
  for (const fact of facts) {
    if (fact.type === 'duixian.usage.v1') usage.set(fact.subject, fact.data);
    if (fact.type === 'duixian.invoice.v1') invoices.push({ number: fact.subject, data: fact.data });
  }
  return (number: string, { data }: Fact<'duixian.invoice.v1'>) =>
    meteredFee(
      { number, data },
      (id) => usage.get(id),
      (id) => invoices.filter((invoice) => invoice.data.usageIds.includes(id)),
    );
}

function asMessage(fact: Fact, meteredFeeFen?: bigint): Message {
  const version = BigInt(fact.data.revision);
  const published = {
    ...fact,
    version,
    ...(meteredFeeFen !== undefined && { meteredFeeFen }),
  } as PublishedFact;
  return { message: { fact: published, payload: encodeFact(published) }, about: fact.subject };
}

function batches(random: Random, messages: readonly Message[]): Message[][] {
  const cut: Message[][] = [];
  for (let at = 0; at < messages.length; ) {
    const size = 1 + random.below(40);
    cut.push(messages.slice(at, at + size));
    at += size;
  }
  return cut;
}
