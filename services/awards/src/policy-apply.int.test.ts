import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { entitlementsV1, policyV1 } from '@duixian/proto';
import {
  connectDatabase,
  createLogger,
  type Database,
  grpcChannel,
  grpcClient,
  type PromiseClient,
} from '@duixian/runtime';
import { startProcess } from '@duixian/service/process-for-tests';
import { Random, randomFacts } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  atRest,
  digestOf,
  expectedDigest,
  history,
  open,
  type Readings,
  type Running,
  receive,
} from './awards-for-tests.ts';
import { applied, OTHERS, offer, PACKS, planned, proposed } from './policy-for-tests.ts';
import { openCollections } from './store/collections.ts';

/** The factor by which the number of facts is raised; everything takes longer by the same factor. */
const TIMES = Number(process.env['TIMES_AS_MANY_FACTS'] ?? 1);
const FACTS = 800 * TIMES;
/** After the request to apply: as it commits, while it computes, and while claims change. */
const KILLED_AFTER_MS = [120, 20, 250, 600].slice(0, numbersOf('kills').instants).map((ms) => ms * TIMES);
const BY_LI = { person: 'li', key: 'li-key', machine: false, scopes: ['prepare'] };
const BY_WANG = { person: 'wang', key: 'wang-key', machine: false, scopes: ['approve'] };
const log = createLogger('apply-test', 'silent');
const { facts, messages } = history(randomFacts(31, FACTS), new Random(31));

let servers: TestInfrastructure;
let nats: Nats;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'apply-test', log);
}, 120_000);

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

/** The same facts, computed under the initial readings. */
async function fill(
  database: Database,
  published?: (payloads: readonly Uint8Array[]) => void,
): Promise<Running> {
  const awards = await open(nats, database, {}, { ...(published && { published }) });
  for (let at = 0; at < messages.length; at += 200) await receive(awards, messages.slice(at, at + 200));
  await atRest(awards);
  return awards;
}

it(
  'an entity of which a sum moves is held until all claims are made by the new policy',
  async () => {
    const database = await connectDatabase(servers.mongo.url, 'apply_held');
    let published: entitlementsV1.EntityState[] = [];
    const awards = await fill(database, (payloads) => {
      for (const payload of payloads)
        published.push(...entitlementsV1.EntitlementsChanged.decode(payload).entities);
    });
    published = [];
    const commands = await offer(database, PACKS, OTHERS);
    const { accounts: foreseen, plan } = await planned(commands);
    await proposed(commands, plan._id);
    await applied(commands, plan._id);
    await atRest(awards);
    const { accounts } = await openCollections(database);
    const free = published.filter(({ holds }) => holds.length === 0);
    for (const { entity, accounts: own } of free)
      for (const { year, group, entitledFen } of own) {
        const account = await accounts.findOne({ entity, year, group });
        expect([entity, year, group, entitledFen]).toEqual([entity, year, group, account?.entitledFen]);
      }
    const released = new Set(free.map(({ entity }) => entity));
    expect(foreseen.filter(({ entity }) => !released.has(entity))).toEqual([]);
    expect(published.length).toBeGreaterThan(free.length);
    await awards.stop();
    await database.client.close();
  },
  120_000 * TIMES,
);

it(
  'is in force or is not where awards is killed in the midst of it, and claims are of one policy in the end',
  async () => {
    const database = await connectDatabase(servers.mongo.url, 'duixian_awards');
    await (await fill(database)).stop();
    let inForce: Readings = {};
    for (const afterMs of KILLED_AFTER_MS) {
      const next = inForce === OTHERS ? {} : OTHERS;
      let awards = await start(next);
      const digest = await planOf(awards.policies);
      await awards.policies.proposePolicy({ actor: BY_LI, plan: digest, documentNo: '示例' });
      const answer = applyPolicy(awards.policies, digest).then(
        () => true,
        () => false,
      );
      await sleep(afterMs);
      await awards.end('SIGKILL');
      const wasAnswered = await answer;
      const events = await eventsOf(database);
      const isDone = events.at(-1) === 'applied';
      expect(events.at(-1)).toBe(isDone ? 'applied' : 'proposed');
      if (wasAnswered) expect(isDone).toBe(true);
      awards = await start(next);
      if (!isDone) await settled(database).then(() => applyPolicy(awards.policies, digest));
      await settled(database);
      expect(await digestOf(database, next)).toBe(expectedDigest(facts, next));
      expect((await eventsOf(database)).filter((event) => event === 'applied')).toHaveLength(
        KILLED_AFTER_MS.indexOf(afterMs) + 1,
      );
      await awards.end('SIGTERM');
      inForce = next;
    }
    await database.client.close();
  },
  300_000 * TIMES,
);

type Policies = PromiseClient<policyV1.PolicyServiceClient>;
type Process = { readonly policies: Policies; end(signal: NodeJS.Signals): Promise<void> };

async function start(readings: Readings): Promise<Process> {
  const awards = await startProcess(join(import.meta.dirname, '..'), servers, {
    READINGS: Object.entries(readings)
      .map(([id, value]) => `${id}=${value}`)
      .join(','),
  });
  const channel = grpcChannel(awards.address);
  return {
    policies: grpcClient(policyV1.PolicyServiceClient, channel),
    end(signal) {
      channel.close();
      return awards.end(signal);
    },
  };
}

async function planOf(policies: Policies): Promise<string> {
  let digest = '';
  for await (const { said } of policies.planPolicy({}))
    if (said?.$case === 'plan') digest = said.value.digest;
  return digest;
}

async function applyPolicy(policies: Policies, plan: string): Promise<void> {
  let isDone = false;
  for await (const { said } of policies.applyPolicy({ actor: BY_WANG, plan }))
    if (said?.$case === 'applied') isDone = true;
  if (!isDone) throw new Error('it broke off');
}

async function eventsOf(database: Database): Promise<string[]> {
  const { policyActs } = await openCollections(database);
  const acts = await policyActs.find().sort({ _id: 1 }).toArray();
  return acts.map(({ event }) => event);
}

async function settled(database: Database): Promise<void> {
  const { invalidations, referenceData } = await openCollections(database);
  for (let attempt = 0; attempt < 600 * TIMES; attempt++) {
    const restating = await referenceData.countDocuments({ 'state.isRestating': true });
    if ((await invalidations.countDocuments()) + restating === 0) return;
    await sleep(100);
  }
  throw new Error('it did not come to rest');
}
