import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { fillAccount, loadPolicy } from '@duixian/policy';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { City } from '@duixian/testing';
import { defined, LIMITS } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asMessage, atRest, factOf, open, POLICY, type Running, receive } from './awards-for-tests.ts';
import { explainAccount } from './grpc/explain-account.ts';
import { factClaims } from './store/claims-of-facts.ts';
import { openCollections } from './store/collections.ts';

const CONTRACTS = LIMITS.explainedClaims.most + 300;
const BATCH = 200;
const CITY = new City({ entities: 10, institutions: 1 });
let servers: TestInfrastructure;
let nats: Nats;
let database: Database;
let awards: Running;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'many-claims-test', createLogger('many-claims-test', 'silent'));
  database = await connectDatabase(servers.mongo.url, 'many_claims');
  awards = await open(nats, database, {});
});

afterAll(async () => {
  await awards.stop();
  await database.client.close();
  await nats.close();
  await servers.stop();
});

it('the first claims of an account of many are explained as they are granted, the others counted', async () => {
  const contracts = Array.from({ length: CONTRACTS }, (_, at) =>
    factOf(CITY.contract(at, { buyer: 0, intermediary: null })),
  );
  for (let at = 0; at < contracts.length; at += BATCH)
    await receive(
      awards,
      contracts.slice(at, at + BATCH).map((fact) => asMessage(fact)),
    );
  await atRest(awards);
  const collections = await openCollections(database);
  const policy = loadPolicy(POLICY);
  const { entity, year, group } = defined(
    (await collections.accounts.findOne({ claims: { $gt: LIMITS.explainedClaims.most } })) ?? undefined,
    'the buyer has an account of more than are explained',
  );
  const all = (await collections.facts.find().toArray())
    .flatMap(factClaims)
    .filter((claim) => claim.entity === entity && claim.year === year && claim.group === group);
  const { claims: granted } = fillAccount(policy, all);
  const explained = await explainAccount(policy, collections, { entity, year, group });
  expect(explained.furtherClaims).toBe(BigInt(all.length - LIMITS.explainedClaims.most));
  expect(explained.claims.map(({ claim }) => [claim?.factSubject, claim?.grantedFen])).toEqual(
    granted.slice(0, LIMITS.explainedClaims.most).map(({ fact, grantedFen }) => [fact.subject, grantedFen]),
  );
}, 120_000);
