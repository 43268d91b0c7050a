import type { Fact } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { loadPolicy } from '@duixian/policy';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { City } from '@duixian/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asMessage, atRest, factOf, open, POLICY, type Running, receive } from './awards-for-tests.ts';
import { listAccounts } from './grpc/list-accounts.ts';
import { listClaims } from './grpc/list-claims.ts';
import { listNoClaims } from './grpc/list-no-claims.ts';
import { listUndecided } from './grpc/list-undecided.ts';
import { factClaims } from './store/claims-of-facts.ts';
import { openCollections } from './store/collections.ts';

type Contract = Fact<'duixian.contract.v1'>;

const CITY = new City({ entities: 4, institutions: 1 });
const CONTRACT = factOf(CITY.contract(0)) as Contract;
const BUYER = CONTRACT.data.buyer.uscc ?? '';
const SELLER = CONTRACT.data.seller.uscc ?? '';
const DEVELOPMENT = factOf(CITY.receipt(0));
let servers: TestInfrastructure;
let nats: Nats;
let database: Database;
let awards: Running;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'no-claims-test', createLogger('no-claims-test', 'silent'));
  database = await connectDatabase(servers.mongo.url, 'no_claims');
  awards = await open(nats, database, {});
  const standing = [sanction(BUYER), factOf(CITY.party(3), { parentUscc: null })];
  const contracts = Object.values(CONTRACTS);
  await receive(
    awards,
    [...standing, ...contracts, DEVELOPMENT].map((fact) => asMessage(fact)),
  );
  await atRest(awards);
});

afterAll(async () => {
  await awards.stop();
  await database.client.close();
  await nats.close();
  await servers.stop();
});

function contract(subject: string, change: Partial<Contract['data']>): Contract {
  return { ...CONTRACT, subject, data: { ...CONTRACT.data, ...change } };
}

const elsewhere = { ...CONTRACT.data.buyer, divisionCode: '410300' } as Contract['data']['buyer'];
const CONTRACTS = {
  sanctioned: contract('2018410100000001', { registeredOn: '2018-06-01', signedOn: '2018-05-01' }),
  related: contract('2017410100000001', {
    registeredOn: '2017-08-01',
    signedOn: '2017-08-01',
    relatedParties: true,
  }),
  voided: contract('2017410100000002', {
    registeredOn: '2017-08-01',
    signedOn: '2017-08-01',
    status: 'voided',
  }),
  early: contract('2017410100000003', { registeredOn: '2017-02-01', signedOn: '2017-02-01' }),
  elsewhere: contract('2017410100000004', {
    registeredOn: '2017-08-01',
    signedOn: '2017-08-01',
    buyer: elsewhere,
  }),
};

const REASONS: readonly (readonly [keyof typeof CONTRACTS, string, string, string])[] = [
  ['sanctioned', 'notSanctioned', 'on 2018-06-01 it was under one from 2018-01-01 without end', '处于惩戒期'],
  ['related', 'betweenUnrelatedParties', 'it is', '现已标记'],
  ['voided', 'statusIs', 'it is voided', '现为已作废'],
  ['early', 'inForce', 'it is dated 2017-02-01', '日期为 2017-02-01'],
  ['elsewhere', 'inCity', 'its division is 410300', '其区划代码为 410300'],
];

describe('why nothing is due', () => {
  it.each(REASONS)('of a contract that is %s: %s', async (which, condition, en, zh) => {
    const { type, subject, data } = CONTRACTS[which];
    const ofFact = await noClaims({ factType: type, factSubject: subject });
    const ofEntity = await noClaims({ entity: BUYER, year: Number(data.registeredOn.slice(0, 4)) });
    for (const answer of [ofFact, ofEntity.filter(({ factSubject }) => factSubject === subject)]) {
      const imported = answer.find(({ provision }) => provision === 'import-technology');
      expect(imported).toMatchObject({ article: 5, beneficiary: BUYER, date: data.registeredOn });
      const failed = imported?.failed.find((one) => one.condition === condition);
      expect(failed?.en).not.toBe('');
      expect(failed?.zh).not.toBe('');
      expect(failed?.foundEn).toContain(en);
      expect(failed?.foundZh).toContain(zh);
    }
  });

  it('of a receipt whose contract is unknown: that alone', async () => {
    const [research] = await noClaims({ factType: DEVELOPMENT.type, factSubject: DEVELOPMENT.subject });
    expect(research).toMatchObject({ provision: 'commissioned-research', beneficiary: '' });
    expect(research?.failed.map(({ condition }) => condition)).toEqual(['contractKnown']);
    expect(research?.failed[0]?.foundEn).toMatch(/^contract \d+ was not received$/);
  });

  it('is nothing where no fact names the entity, and an error where there is no such thing', async () => {
    expect(await noClaims({ entity: SELLER, year: 2030 })).toEqual([]);
    const unknown = { factType: CONTRACT.type, factSubject: '2030410100000001' };
    await expect(noClaims(unknown)).rejects.toThrow('there is no duixian.contract.v1 2030410100000001');
  });

  it('comes by pages, each thing once', async () => {
    const collections = await openCollections(database);
    const seen: string[] = [];
    let after = '';
    do {
      const request = { ...ANYTHING, entity: BUYER, after, limit: 2 };
      const { noClaims: page, next } = await listNoClaims(loadPolicy(POLICY), collections, request);
      seen.push(...page.map(({ factSubject, provision }) => `${factSubject} ${provision}`));
      after = next;
    } while (after !== '');
    const all = await noClaims({ entity: BUYER });
    expect(seen).toEqual(all.map(({ factSubject, provision }) => `${factSubject} ${provision}`));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each(['zzz', 'contracts/1', `${BUYER}/year/group`])(
    'refuses the cursor %s, which no page of awards ended with',
    async (after) => {
      const collections = await openCollections(database);
      const policy = loadPolicy(POLICY);
      const asked = { entity: '', year: 0, provision: '', group: '', after, limit: 1 };
      const foreign = 'not a cursor of this list';
      await expect(noClaims({ after })).rejects.toThrow(foreign);
      await expect(listUndecided(policy, collections, asked)).rejects.toThrow(foreign);
      await expect(listAccounts(policy, collections, asked)).rejects.toThrow(foreign);
    },
  );
});

const ANYTHING = { entity: '', year: 0, factType: '', factSubject: '', after: '', limit: 0 };

async function noClaims(of: Partial<typeof ANYTHING>) {
  const request = { ...ANYTHING, ...of };
  return (await listNoClaims(loadPolicy(POLICY), await openCollections(database), request)).noClaims;
}

function sanction(uscc: string): Fact {
  const data = { revision: 1, uscc, from: '2018-01-01', until: null, documentNo: 'EXAMPLE', reason: '示例' };
  return {
    ...factOf(CITY.party(0)),
    type: 'duixian.sanction.v1',
    subject: `sanction-${uscc}`,
    data: { ...data, status: 'active' },
  } as Fact;
}

describe('the claims of one thing', () => {
  it('are told with the revision of which they are, and nothing of accounts', async () => {
    const collections = await openCollections(database);
    await receive(awards, [asMessage(factOf(CITY.contract(1)))]);
    await atRest(awards);
    const [earning] = await collections.facts.find({ 'claims.0': { $exists: true } }).toArray();
    const known = factClaims(earning ?? { _id: 'contract/x' });
    const { type: factType, subject: factSubject } = factOf(CITY.contract(1));
    expect(known[0]?.fact).toEqual({ type: factType, subject: factSubject });
    const { claims, factRevision } = await listClaims(collections, { factType, factSubject });
    expect(factRevision).toBeGreaterThan(0n);
    expect(claims).toHaveLength(known.length);
    for (const claim of claims) {
      expect(claim).toMatchObject({ factType, factSubject });
      expect(claim.grantedFen).toBeUndefined();
    }
  });

  it('are none of a thing that was not received, and of no type that there is not', async () => {
    const collections = await openCollections(database);
    const unknown = { factType: CONTRACT.type, factSubject: 'nobody' };
    expect(await listClaims(collections, unknown)).toEqual({ claims: [], factRevision: 0n });
    await expect(listClaims(collections, { ...unknown, factType: 'contract' })).rejects.toThrow('not a type');
  });
});
