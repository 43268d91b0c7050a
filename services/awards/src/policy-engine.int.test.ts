import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { type Claim, claimsOf, ENGINES, fillAccounts, policyOfPacks, resultDigest } from '@duixian/policy';
import { connectDatabase, createLogger, type Database, DatabaseClock } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { defined } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asMessage, atRest, history, open, type Running, receive } from './awards-for-tests.ts';
import { getDigest } from './grpc/get-digest.ts';
import { applied, offer, PACKS, planned, proposed, ROBOT, SUN } from './policy-for-tests.ts';
import { PolicyInForce } from './projection/policy-in-force.ts';
import { openCollections } from './store/collections.ts';
import { knownPolicy } from './store/stored-policy.ts';

// What a release with another engine does: nobody is owed anything else before two persons have agreed to it.
type Engines = typeof ENGINES;
const [ONE] = ENGINES;
/** As if twice the due amount had been paid by mistake. */
const REPAIRED: Engines[0] = {
  ...ONE,
  version: 2,
  assess: (...given) =>
    ONE.assess(...given).map((claim) =>
      claim.status === 'decided' ? { ...claim, amountFen: claim.amountFen / 2n } : claim,
    ),
};
/** Adds another claim to each claim, by which its account pays no more. */
const HIDDEN: Engines[0] = {
  ...ONE,
  version: 2,
  assess: (...given) =>
    ONE.assess(...given).flatMap((claim): Claim[] =>
      claim.status === 'decided' ? [claim, { ...claim, amountFen: 0n }] : [claim],
    ),
};
const CLEARER: Engines[0] = { ...ONE, version: 2 };
const log = createLogger('engine-test', 'silent');
const { facts, messages } = history(randomFacts(51, 200), new Random(51));

let servers: TestInfrastructure;
let nats: Nats;
let databases = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'engine-test', log);
});

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

/** A release starts with its engines, and what it receives meanwhile is computed. */
async function release(
  database: Database,
  engines: Engines,
  meanwhile: (awards: Running) => Promise<void>,
): Promise<void> {
  const awards = await open(nats, database, {}, { engines });
  try {
    await meanwhile(awards);
    await atRest(awards);
  } finally {
    await awards.stop();
  }
}

async function withDatabase(use: (database: Database) => Promise<void>): Promise<void> {
  databases += 1;
  const database = await connectDatabase(servers.mongo.url, `engine_${databases}`);
  try {
    await release(database, ENGINES, (awards) => receive(awards, messages));
    await use(database);
  } finally {
    await database.client.close();
  }
}

async function mustBeComputedBy(engine: Engines[0], database: Database, all = facts): Promise<void> {
  const policy = policyOfPacks(PACKS, {}, engine);
  const { digest } = await getDigest(policy, await openCollections(database));
  expect(digest).toBe(resultDigest(fillAccounts(policy, claimsOf(policy, all))));
}

async function actsOf(database: Database): Promise<string[]> {
  const { policyActs } = await openCollections(database);
  const acts = await policyActs.find().sort({ _id: 1 }).toArray();
  return acts.map(({ event, by }) => (by ? `${event} by ${by}` : event));
}

it('goes on with the engine in force until two persons have put the repaired one in force', () =>
  withDatabase(async (database) => {
    const engines: Engines = [ONE, REPAIRED];
    const [contract] = facts.filter(({ type }) => type === 'duixian.contract.v1');
    const more = { ...contract, subject: '2019410100999999' } as (typeof facts)[0];
    await release(database, engines, (awards) => receive(awards, [asMessage(more)]));
    await mustBeComputedBy(ONE, database, [...facts, more]);

    const commands = await offer(database, PACKS, {}, engines);
    const { accounts, plan } = await planned(commands);
    expect(plan).toMatchObject({ from: '2017-05-12', isFirst: false });
    expect(plan.isForOne).toBeUndefined();
    expect(accounts.length).toBeGreaterThan(0);
    expect(accounts.every(({ nowFen, thenFen }) => thenFen < nowFen)).toBe(true);
    await mustBeComputedBy(ONE, database, [...facts, more]);

    await proposed(commands, plan._id);
    await release(database, engines, async () => void (await applied(commands, plan._id)));
    await mustBeComputedBy(REPAIRED, database, [...facts, more]);
    expect(await actsOf(database)).toEqual(['taken', 'offered', 'proposed by li', 'applied by wang']);
    // Also if everything computed was dropped; and the former engine may be removed.
    for (const name of ['facts', 'contexts', 'accounts', 'reaches', 'epoch'])
      await database.collection(name).deleteMany({});
    await release(database, engines, (awards) => receive(awards, [...messages, asMessage(more)]));
    await mustBeComputedBy(REPAIRED, database, [...facts, more]);
    await release(database, [REPAIRED], async () => {});
    await mustBeComputedBy(REPAIRED, database, [...facts, more]);
  }));

it('puts an engine by which nothing differs in force with one person', () =>
  withDatabase(async (database) => {
    const engines: Engines = [ONE, CLEARER];
    await release(database, engines, async () => {
      const commands = await offer(database, PACKS, {}, engines);
      const { accounts, plan } = await planned(commands);
      expect(accounts).toEqual([]);
      expect(plan.isForOne).toBe(true);
      expect(await actsOf(database)).toEqual(['taken', 'offered']);
      await proposed(commands, plan._id, SUN);
      expect(await actsOf(database)).toEqual(['taken', 'offered', 'proposed by sun']);
      await expect(applied(commands, plan._id, ROBOT)).rejects.toThrow('machine');
      await applied(commands, plan._id, SUN);
    });
    await mustBeComputedBy(CLEARER, database);
    expect(await actsOf(database)).toEqual(['taken', 'offered', 'proposed by sun', 'applied by sun']);
    await expect(planned(await offer(database, PACKS, {}, engines))).rejects.toThrow('nothing-offered');
  }));

/** Differs for one fact only. */
const differingFor = ({ subject }: (typeof facts)[0]): Engines[0] => ({
  ...REPAIRED,
  assess: (policy, fact, ...rest) =>
    (fact.subject === subject ? REPAIRED : ONE).assess(policy, fact, ...rest),
});

/** Another fact by which an account moves under the engine that differs for it. */
function moving(): (typeof facts)[0] {
  const digestBy = (engine: Engines[0], all: typeof facts) => {
    const policy = policyOfPacks(PACKS, {}, engine);
    return resultDigest(fillAccounts(policy, claimsOf(policy, all)));
  };
  const copies = facts.map((fact) => ({ ...fact, subject: `${fact.subject.slice(0, -4)}9999` }));
  const found = copies.find((one) => {
    const all = [...facts, one];
    return digestBy(differingFor(one), all) !== digestBy(ONE, all);
  });
  return defined(found, 'one of them makes a claim below the cap');
}

it('puts no engine in force with one person by which accounts move that did not when it was planned', () =>
  withDatabase(async (database) => {
    const more = moving();
    const other = differingFor(more);
    const engines: Engines = [ONE, other];
    await release(database, engines, async (awards) => {
      const commands = await offer(database, PACKS, {}, engines);
      const { plan } = await planned(commands);
      expect(plan.isForOne).toBe(true);
      await proposed(commands, plan._id, SUN);
      await receive(awards, [asMessage(more)]);
      await atRest(awards);
      await expect(applied(commands, plan._id, SUN)).rejects.toThrow('accounts move by it now');
      expect(await actsOf(database)).toEqual(['taken', 'offered', 'proposed by sun']);
      await applied(commands, plan._id);
    });
    expect(await actsOf(database)).toEqual(['taken', 'offered', 'proposed by sun', 'applied by wang']);
    await mustBeComputedBy(other, database, [...facts, more]);
  }));

it('puts no engine in force with one person whose other claims show in no sum', () =>
  withDatabase(async (database) => {
    const engines: Engines = [ONE, HIDDEN];
    const { accounts, plan } = await planned(await offer(database, PACKS, {}, engines));
    expect(accounts).toEqual([]);
    expect(plan.isForOne).toBeUndefined();
  }));

it('puts no pack in force with one person, whatever engine comes with it', async () => {
  const database = await connectDatabase(servers.mongo.url, 'engine_pack');
  await release(database, ENGINES, async () => {});
  const title = PACKS.map(({ name, text }) => ({ name, text: `${text}\n# in other words\n` }));
  const engines: Engines = [ONE, CLEARER];
  const { accounts, plan } = await planned(await offer(database, title, {}, engines));
  expect(accounts).toEqual([]);
  expect(plan.isForOne).toBeUndefined();
  expect(await actsOf(database)).toEqual(['taken', 'offered']);
  await database.client.close();
});

it('puts nothing in force with one person where nobody has agreed to anything yet', async () => {
  const database = await connectDatabase(servers.mongo.url, 'engine_first');
  const [collections, clock] = [await openCollections(database), await DatabaseClock.open(database)];
  await PolicyInForce.open(knownPolicy(PACKS, {}), collections, database, clock, { needsAgreement: true });
  const { accounts, plan } = await planned(await offer(database, PACKS, {}, [ONE, CLEARER]));
  expect(accounts).toEqual([]);
  expect(plan).toMatchObject({ isFirst: true });
  expect(plan.isForOne).toBeUndefined();
  await database.client.close();
});

it('does not start without the engine in force', () =>
  withDatabase(async (database) => {
    await expect(offer(database, PACKS, {}, [REPAIRED])).rejects.toThrow(
      'engine 1 is in force, and this release has 2: run the release that has it',
    );
  }));
