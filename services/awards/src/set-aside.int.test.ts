import type { Fact } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, DeadLetters, type Nats } from '@duixian/messaging';
import { connectDatabase, createLogger } from '@duixian/runtime';
import { City } from '@duixian/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Binary } from 'mongodb';
import { asMessage, atRest, digestOf, expectedDigest, factOf, open, receive } from './awards-for-tests.ts';
import { type Collections, openCollections } from './store/collections.ts';

const CITY = new City({ entities: 6, institutions: 1 });
let servers: TestInfrastructure;
let nats: Nats;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'set-aside-test', createLogger('set-aside-test', 'silent'));
});

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

type Breakage = (collections: Collections, id: string) => Promise<() => Promise<unknown>>;

/** Each breaks what is stored of one fact, and answers how it is repaired. */
const BREAKAGES: readonly (readonly [string, Breakage])[] = [
  [
    'its bytes cannot be read',
    async ({ facts }, _id) => {
      const whole = await facts.findOne({ _id });
      await facts.updateOne({ _id }, { $set: { state: new Binary(Buffer.from('broken')) } });
      return () => facts.updateOne({ _id }, { $set: { state: whole?.state as Binary } });
    },
  ],
  [
    'its account does not hold what it claims',
    async ({ facts, accounts }, _id) => {
      const claim = (await facts.findOne({ _id }))?.claims?.[0];
      const account = await accounts.findOne({ entity: claim?.entity ?? '', group: claim?.group ?? '' });
      const whose = { _id: account?._id ?? '' };
      await accounts.updateOne(whose, { $set: { claims: 0, claimedFen: 0n } });
      return () =>
        accounts.updateOne(whose, {
          $set: { claims: account?.claims ?? 0, claimedFen: account?.claimedFen ?? 0n },
        });
    },
  ],
  [
    'it is the bytes of another type that stand there',
    async ({ facts }, _id) => {
      const whole = await facts.findOne({ _id });
      const other = asMessage(factOf(CITY.party(5))).message.payload;
      await facts.updateOne({ _id }, { $set: { state: new Binary(other.slice(0, 40)) } });
      return () => facts.updateOne({ _id }, { $set: { state: whole?.state as Binary } });
    },
  ],
];

describe('a fact that cannot be recomputed', () => {
  it.each(BREAKAGES)('is set aside with its reason, and holds up no other: %s', async (name, breaks) => {
    const database = await connectDatabase(
      servers.mongo.url,
      `aside_${BREAKAGES.findIndex(([one]) => one === name)}`,
    );
    const awards = await open(nats, database, {});
    const letters = new DeadLetters(database);
    const collections = await openCollections(database);
    const contracts = [0, 2, 4].map((index) => factOf(CITY.contract(index)));
    const facts: Fact[] = [...contracts];
    await receive(
      awards,
      contracts.map((fact) => asMessage(fact)),
    );
    await atRest(awards);
    const broken = contracts.find((_, index) => index === 0) as Fact<'duixian.contract.v1'>;
    const repair = await breaks(collections, `contract/${broken.subject}`);
    // Something that all of them depend on changes.
    for (const { data } of contracts as Fact<'duixian.contract.v1'>[]) {
      const sanction = sanctionOf(data.buyer.uscc ?? '');
      facts.push(sanction);
      await receive(awards, [asMessage(sanction)]);
    }
    await atRest(awards);
    const [letter, ...others] = (await letters.list('', 0))?.letters ?? [];
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      subject: 'duixian.facts.contracts.contract',
      about: `contract/${broken.subject}`,
      reason: expect.stringContaining('cannot be recomputed'),
    });
    expect(await letters.count()).toBe(1n);
    await repair();
    // As an operator redrives it: the fact itself, once it can be computed.
    const outcomes = await awards.consumers?.[0]?.handle([asMessage(broken)]);
    expect(outcomes).toEqual(['duplicate']);
    await atRest(awards);
    expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
    await awards.stop();
    await database.client.close();
  });

  it('stays a dead letter while it is sent again in vain', async () => {
    const database = await connectDatabase(servers.mongo.url, 'aside_in_vain');
    const awards = await open(nats, database, {});
    const collections = await openCollections(database);
    const contract = factOf(CITY.contract(0)) as Fact<'duixian.contract.v1'>;
    await receive(awards, [asMessage(contract)]);
    await BREAKAGES[1]?.[1](collections, `contract/${contract.subject}`);
    await receive(awards, [asMessage(sanctionOf(contract.data.buyer.uscc ?? ''))]);
    await atRest(awards);
    expect(await awards.consumers?.[0]?.handle([asMessage(contract)])).toEqual([
      { dead: expect.stringContaining('cannot be recomputed') },
    ]);
    await atRest(awards);
    await awards.stop();
    await database.client.close();
  });
});

function sanctionOf(uscc: string): Fact {
  const data = { revision: 1, uscc, from: '2018-01-01', until: null, documentNo: 'EXAMPLE', reason: '示例' };
  return {
    ...factOf(CITY.party(0)),
    type: 'duixian.sanction.v1',
    subject: `sanction-${uscc}`,
    data: { ...data, status: 'active' },
  } as Fact;
}
