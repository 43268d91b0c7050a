import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { claimsOf, fillAccounts, policyOfPacks, resultDigest } from '@duixian/policy';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { defined } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  atRest,
  digestOf,
  expectedDigest,
  history,
  open,
  type Running,
  receive,
} from './awards-for-tests.ts';
import { referenceKey } from './domain/reference-key.ts';
import type { PolicyState } from './domain/reference-state.ts';
import { getDigest } from './grpc/get-digest.ts';
import { openCollections } from './store/collections.ts';

const OTHERS = { R1: 'apart', R2: 'both', R4: 'difference', R5: 'paid', R6: 'signed' };
const log = createLogger('policy-test', 'silent');
const folder = mkdtempSync(join(tmpdir(), 'packs-'));
let servers: TestInfrastructure;
let nats: Nats;
let databases = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'policy-test', log);
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await nats.close();
  await servers.stop();
});

it('goes on with the policy in force when it finds another, and keeps that as an offer', async () => {
  const { facts, messages } = history(randomFacts(21, 80), new Random(21));
  const half = Math.floor(messages.length / 2);
  await withDatabase(async (database, start) => {
    await start({}, (awards) => receive(awards, messages.slice(0, half)));
    await start(OTHERS, async (awards) => {
      await receive(awards, messages.slice(half));
      await atRest(awards);
      expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
      expect(expectedDigest(facts, OTHERS)).not.toBe(expectedDigest(facts, {}));
    });
    const { state, offered, events } = await policyOf(database);
    expect(offered?.readings).toMatchObject(OTHERS);
    expect(state.readings).not.toMatchObject(OTHERS);
    expect(events).toEqual(['taken', 'offered']);
    // The same offer again is not a new one, and the policy in force is not an offer.
    await start(OTHERS);
    expect((await policyOf(database)).events).toEqual(['taken', 'offered']);
    await start({});
    expect((await policyOf(database)).state.offered).toBe('');
  });
});

it('computes with what is stored as in force, not with the file', async () => {
  const { facts, messages } = history(randomFacts(22, 100), new Random(22));
  await withDatabase(async (database, start) => {
    await start({});
    const { policies, referenceData } = await openCollections(database);
    const { state } = await policyOf(database);
    const stored = defined(await policies.findOne({ _id: state.digest ?? '' }), 'it is stored');
    const packs = stored.packs.map(({ name, text }) => ({
      name,
      text: text.replaceAll('capYuan: 1000000', 'capYuan: 1000'),
    }));
    const digest = 'f'.repeat(64);
    await policies.insertOne({ ...stored, packs, _id: digest });
    await referenceData.updateOne({ _id: referenceKey.policy }, { $set: { 'state.digest': digest } });
    await start({}, async (awards) => {
      await receive(awards, messages);
      await atRest(awards);
      const policy = policyOfPacks(packs);
      const { digest: live } = await getDigest(policy, await openCollections(database));
      expect(live).toBe(resultDigest(fillAccounts(policy, claimsOf(policy, facts))));
      expect(live).not.toBe(expectedDigest(facts, {}));
    });
    expect((await policyOf(database)).state.digest).toBe(digest);
  });
});

it('goes on with the policy in force when all that is computed from facts was dropped', async () => {
  const { facts, messages } = history(randomFacts(23, 60), new Random(23));
  await withDatabase(async (database, start) => {
    await start({}, (awards) => receive(awards, messages));
    for (const name of ['facts', 'contexts', 'accounts', 'reaches', 'epoch'])
      await database.collection(name).deleteMany({});
    await start(OTHERS, async (awards) => {
      await receive(awards, messages);
      await atRest(awards);
    });
    expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
    const { state, offered, events } = await policyOf(database);
    expect(state.readings).not.toMatchObject(OTHERS);
    expect(offered?.readings).toMatchObject(OTHERS);
    expect(events).toEqual(['taken', 'offered']);
  });
});

it('takes over what a release before stored by its digest alone, and nothing else', async () => {
  await withDatabase(async (database, start) => {
    await start({});
    const { referenceData } = await openCollections(database);
    const { state } = await policyOf(database);
    const { readings } = state;
    const before = (packDigest: string) =>
      referenceData.updateOne(
        { _id: referenceKey.policy },
        { $set: { state: { kind: 'policy', packDigest, readings } } },
      );
    await before('c461bdc4ba3aad5291e3c351ff43ea2f1b79f0237fa074f08bbf4807a4678388');
    await start({});
    expect((await policyOf(database)).state).toEqual(state);
    await before('0'.repeat(64));
    await expect(start({})).rejects.toThrow('claims were computed with the pack 000000000000');
  });
});

it('offers a pack outside the source tree whose edition follows the one in force', async () => {
  const id = 'zhengzhou-2017-61';
  const pack = join(import.meta.dirname, '../../../packages/policy/packs', id);
  const later = join(folder, `${id}@2027`);
  cpSync(pack, later, { recursive: true });
  const text = readFileSync(join(pack, 'policy.yaml'), 'utf8');
  writeFileSync(join(later, 'policy.yaml'), text);
  await withDatabase(async (_, start) => {
    await expect(start({}, undefined, folder)).rejects.toThrow(`overlaps ${id}@2027`);
  });
});

type Start = (
  readings: Readonly<Record<string, string>>,
  work?: (awards: Running) => Promise<unknown>,
  packsDir?: string,
) => Promise<void>;

/** Each start is that of another process on the same data. */
async function withDatabase(work: (database: Database, start: Start) => Promise<void>): Promise<void> {
  databases += 1;
  const database = await connectDatabase(servers.mongo.url, `awards_policy_${databases}`);
  try {
    await work(database, async (readings, run = async () => {}, packsDir = '') => {
      const awards = await open(nats, database, readings, { packsDir });
      try {
        await run(awards);
      } finally {
        await awards.stop();
      }
    });
  } finally {
    await database.client.close();
  }
}

async function policyOf(database: Database) {
  const { referenceData, policies, policyActs } = await openCollections(database);
  const held = await referenceData.findOne({ _id: referenceKey.policy });
  const state = held?.state as PolicyState;
  const acts = await policyActs.find().sort({ _id: 1 }).toArray();
  return {
    state,
    version: held?.version,
    offered: await policies.findOne({ _id: state.offered ?? '' }),
    events: acts.map(({ event }) => event),
  };
}
