import type { Fact } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { entitlementsV1 } from '@duixian/proto';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { City } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { LIMITS, usccCheckCharacter } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  asMessage,
  atRest,
  digestOf,
  expectedDigest,
  factOf,
  open,
  type Running,
  receive,
} from './awards-for-tests.ts';
import { referenceKey } from './domain/reference-key.ts';
import { absentParty, type PartyState } from './domain/reference-state.ts';
import { republishEntitlements } from './projection/republish.ts';
import { openCollections } from './store/collections.ts';

const { entities: COUNT } = numbersOf('members');
const CITY = new City({ entities: 2, institutions: 1 });
const CONTRACT = factOf(CITY.contract(0)) as Fact<'duixian.contract.v1'>;
const PARTY = factOf(CITY.party(0)) as Fact<'duixian.party.v1'>;
const [PARENT = '', ...BRANCHES] = Array.from({ length: COUNT + 1 }, (_, index) =>
  withCheck(`91410100TE5T${String(index).padStart(5, '0')}`),
);
let servers: TestInfrastructure;
let nats: Nats;
let database: Database;
let awards: Running;
const states: entitlementsV1.EntityState[] = [];

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'large-test', createLogger('large-test', 'silent'));
  database = await connectDatabase(servers.mongo.url, 'large_entities');
  awards = await open(nats, database, {}, { published });
});

afterAll(async () => {
  await awards.stop();
  await database.client.close();
  await nats.close();
  await servers.stop();
});

it(`${COUNT} entities with accounts join one, and leave it again`, async () => {
  const contracts = BRANCHES.map((uscc, index) => contractOf(uscc, index));
  await receiveAll(contracts);
  await receiveAll(BRANCHES.map((uscc) => party(uscc, null, 1)));
  const joined = BRANCHES.map((uscc) => party(uscc, PARENT, 2));
  await receiveAll([party(PARENT, null, 1), ...joined]);
  await atRest(awards);
  expect(await digestOf(database, {})).toBe(expectedDigest([...contracts, ...joined], {}));
  const members = newestWhole(PARENT).flatMap((state) => state.members);
  expect([...members].sort()).toEqual([PARENT, ...BRANCHES].sort());
  await expectPublished();

  const left = BRANCHES.slice(0, 700).map((uscc) => party(uscc, null, 3));
  await receiveAll(left);
  await atRest(awards);
  const now = [...contracts, ...joined.slice(700), ...left];
  expect(await digestOf(database, {})).toBe(expectedDigest(now, {}));
  expect(newestWhole(PARENT).flatMap((state) => state.members)).toHaveLength(COUNT - 700 + 1);
  await expectPublished();
}, 240_000);

it('publishes again no more members at once than one entity may have, and every state', async () => {
  const { referenceData } = await openCollections(database);
  const stored = await referenceData.findOne({ _id: referenceKey.party(PARENT) });
  const state = stored?.state as PartyState;
  const each = Math.floor(LIMITS.entityMembers.most * 0.4);
  const roots = ['7', '8', '9'].map((kind) => withCheck(`91410100TE${kind}R00000`));
  for (const [at, root] of roots.entries()) {
    const below = Array.from(
      { length: each },
      (_, index) => `91410100TE${at}B${String(index).padStart(5, '0')}`,
    );
    await referenceData.insertMany([
      {
        _id: referenceKey.party(root),
        version: 1n,
        guard: 1n,
        state: { ...state, entity: root, entityVersion: 1n },
      },
      ...below.map((uscc) => ({
        ...{ _id: referenceKey.party(uscc), version: 1n, guard: 1n },
        state: { ...absentParty(uscc), entity: root, parent: root },
      })),
    ]);
  }
  const members: number[] = [];
  const published = new Set<string>();
  await republishEntitlements(await openCollections(database), async (messages) => {
    const entities = messages.flatMap(
      ({ payload }) => entitlementsV1.EntitlementsChanged.decode(payload).entities,
    );
    members.push(entities.reduce((sum, entity) => sum + entity.members.length, 0));
    for (const { entity } of entities) published.add(entity);
  });
  expect(Math.max(...members)).toBeLessThanOrEqual(LIMITS.entityMembers.most);
  expect([PARENT, ...roots].every((root) => published.has(root))).toBe(true);
}, 60_000);

it('refuses by name to move more at once than one transaction can, and goes on', async () => {
  const { referenceData } = await openCollections(database);
  const most = LIMITS.movedTogether.most;
  const [root = '', ...below] = Array.from({ length: most + 2 }, (_, index) =>
    withCheck(`91410100TE6T${String(index).padStart(5, '0')}`),
  );
  await referenceData.insertMany(
    [root, ...below].map((uscc) => ({
      _id: referenceKey.party(uscc),
      ...{ version: 1n, guard: 1n },
      state: { ...absentParty(uscc), entity: root, parent: uscc === root ? null : root },
    })),
  );
  const outcome = receive(awards, [asMessage(party(root, PARENT, 1))]);
  await expect(outcome).rejects.toThrow(`more than ${most} USCCs below ${root} would move with it`);
  await receive(awards, [asMessage(party(below[0] ?? '', PARENT, 1))]);
  await atRest(awards);
  expect(newestWhole(PARENT).flatMap(({ members }) => members)).toContain(below[0]);
}, 60_000);

function withCheck(text: string): string {
  return `${text}${usccCheckCharacter(text)}`;
}

function published(payloads: readonly Uint8Array[]): void {
  for (const payload of payloads) {
    expect(payload.length).toBeLessThan(LIMITS.entitlementMessageBytes.most);
    states.push(...entitlementsV1.EntitlementsChanged.decode(payload).entities);
  }
}

/** What was published last equals what is stored, and no entity is held. */
async function expectPublished(): Promise<void> {
  const { accounts } = await openCollections(database);
  const newest = new Map<string, entitlementsV1.AccountState>();
  for (const { entity, accounts: own } of states)
    for (const account of own) {
      const key = `${entity}/${account.year}/${account.group}`;
      if (account.version > (newest.get(key)?.version ?? 0n)) newest.set(key, account);
    }
  for (const { _id, version, entitledFen } of await accounts.find().toArray())
    expect([_id, newest.get(_id)]).toEqual([_id, expect.objectContaining({ version, entitledFen })]);
  for (const uscc of [PARENT, ...BRANCHES])
    for (const state of newestWhole(uscc)) expect(state.holds).toEqual([]);
}

function newestWhole(uscc: string): entitlementsV1.EntityState[] {
  const own = states.filter(({ entity, accountsOnly }) => entity === uscc && !accountsOnly);
  const version = own.map(({ entityVersion }) => entityVersion).sort((a, b) => Number(b - a))[0];
  return own.filter(({ entityVersion }) => entityVersion === version);
}

async function receiveAll(facts: readonly Fact[]): Promise<void> {
  for (let at = 0; at < facts.length; at += 500)
    await receive(
      awards,
      facts.slice(at, at + 500).map((fact) => asMessage(fact)),
    );
}

function party(uscc: string, parentUscc: string | null, revision: number): Fact {
  return {
    ...PARTY,
    subject: uscc,
    data: { ...PARTY.data, uscc, parentUscc, revision, name: `郑州示例${uscc}` },
  };
}

function contractOf(uscc: string, index: number): Fact {
  const buyer = { ...CONTRACT.data.buyer, uscc } as typeof CONTRACT.data.buyer;
  const data = { ...CONTRACT.data, buyer, status: 'registered' as const, relatedParties: false };
  return {
    ...CONTRACT,
    subject: `20184101${String(index).padStart(8, '0')}`,
    data: { ...data, fiscallyFunded: false },
  };
}
