import { Outbox } from '@duixian/messaging';
import { claimsOf, fillAccounts, type PackText, policyOfPacks, resultDigest } from '@duixian/policy';
import { entitlementsV1 } from '@duixian/proto';
import { createLogger, type Database, DatabaseClock, startMetrics } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { MemoryMongo } from '@duixian/testing/memory-mongo';
import { afterAll, describe, expect, it } from '@jest/globals';
import { atRest, history, POLICY, type Readings, type Running, receive } from './awards-for-tests.ts';
import { startAwards } from './awards-service.ts';
import { getDigest } from './grpc/get-digest.ts';
import type { NamedDifference } from './policy/plan-policy.ts';
import type { PolicyCommands } from './policy/policy-commands.ts';
import {
  applied,
  LI,
  OTHERS,
  offer,
  PACKS,
  planned,
  proposed,
  ROBOT,
  SUN,
  WANG,
} from './policy-for-tests.ts';
import { EntitlementEvents } from './projection/entitlement-events.ts';
import { PolicyInForce } from './projection/policy-in-force.ts';
import { openCollections } from './store/collections.ts';
import { openPolicySteps, type PlanDocument } from './store/policy-steps.ts';
import { knownPolicy } from './store/stored-policy.ts';

const log = createLogger('plan-test', 'silent');
const metrics = startMetrics('plan-test');
const invalidated = PACKS.map(({ name, text }) => ({
  name,
  text: text.replaceAll('capYuan: 1000000', 'capYuan: 1000'),
}));
let databases = 0;

afterAll(() => metrics.shutdown());

function connect(): Database {
  databases += 1;
  return new MemoryMongo().connect(`plan_${databases}`, {
    enter: () => new Promise<void>((resolve) => setImmediate(resolve)),
  });
}

async function awardsOn(database: Database): Promise<Running> {
  const awards = await startAwards({
    ...{ name: 'awards', log, meter: metrics.meter, database, outbox: new Outbox(database) },
    configuration: { ENVIRONMENT: 'development', POLICY, PACKS_DIR: '', READINGS: {} },
    relay: { publish: async () => {} } as never,
  });
  for (const background of awards.background ?? []) await background.start();
  const stop = async () => {
    for (const background of awards.background ?? []) await background.stop();
  };
  return { ...awards, stop };
}

type Sum = { entitledFen: bigint; undecided: number };

async function sumsOf(database: Database): Promise<Map<string, Sum>> {
  const { accounts } = await openCollections(database);
  const all = await accounts.find().toArray();
  return new Map(all.map(({ _id, entitledFen, undecided }) => [_id, { entitledFen, undecided }]));
}

function movedBetween(before: ReadonlyMap<string, Sum>, after: ReadonlyMap<string, Sum>): string[] {
  return [...after]
    .map(([id, then]) => lineOf(id, before.get(id) ?? { entitledFen: 0n, undecided: 0 }, then))
    .filter((line) => line !== '')
    .sort();
}

function lineOf(id: string, now: Sum, then: Sum): string {
  if (now.entitledFen === then.entitledFen && now.undecided === then.undecided) return '';
  return `${id} ${now.entitledFen} → ${then.entitledFen}; ${now.undecided} → ${then.undecided}`;
}

function foreseen(accounts: readonly NamedDifference[]): string[] {
  return accounts.map(({ entity, year, group, nowFen, thenFen, nowUndecided, thenUndecided }) =>
    lineOf(
      `${entity}/${year}/${group}`,
      { entitledFen: nowFen, undecided: nowUndecided },
      { entitledFen: thenFen, undecided: thenUndecided },
    ),
  );
}

describe('What a plan says of each account is what applying it does, to the fen', () => {
  const offers: [string, readonly PackText[], Readings][] = [
    ['other readings', PACKS, OTHERS],
    ['a lower cap', invalidated, {}],
  ];
  const seeds = [1, 2, 4]
    .slice(0, numbersOf('awards').planned)
    .flatMap((seed) => offers.map((one) => [seed, ...one] as const));
  it.each(seeds)('seed %d, %s', async (seed, _, packs, readings) => {
    const database = connect();
    const awards = await awardsOn(database);
    const { facts, messages } = history(randomFacts(seed, 250), new Random(seed));
    for (let at = 0; at < messages.length; at += 50)
      await receive(awards, messages.slice(at, Math.min(at + 50, messages.length)));
    await atRest(awards);
    const commands = await offer(database, packs, readings);
    const { accounts, plan } = await planned(commands);
    const before = await sumsOf(database);
    await proposed(commands, plan._id);
    const { applied: moved } = await applied(commands, plan._id);
    await atRest(awards);
    const after = await sumsOf(database);
    expect(foreseen(accounts)).toEqual(movedBetween(before, after));
    expect(accounts.length).toBeGreaterThan(0);
    const { groups, risesFen, fallsFen } = moved.figures;
    const total = (sums: ReadonlyMap<string, Sum>) =>
      [...sums.values()].reduce((sum, { entitledFen }) => sum + entitledFen, 0n);
    expect(risesFen - fallsFen).toBe(total(after) - total(before));
    expect(groups.reduce((sum, one) => sum + one.thenFen - one.nowFen, 0n)).toBe(risesFen - fallsFen);
    const next = policyOfPacks(packs, readings);
    const { digest } = await getDigest(next, await openCollections(database));
    expect(digest).toBe(resultDigest(fillAccounts(next, claimsOf(next, facts))));
    await awards.stop();
  });
});

describe('Two persons put a policy in force', () => {
  const at = async (
    work: (
      commands: PolicyCommands,
      plan: PlanDocument,
      awards: Running,
      database: Database,
    ) => Promise<void>,
  ) => {
    const database = connect();
    const awards = await awardsOn(database);
    const { messages } = history(randomFacts(7, 60), new Random(7));
    await receive(awards, messages);
    await atRest(awards);
    const commands = await offer(database, PACKS, OTHERS);
    await work(commands, (await planned(commands)).plan, awards, database);
    await awards.stop();
  };

  it('and nobody else: not who proposed it, not a machine, not who may not, and not without a plan', () =>
    at(async (commands, { _id: digest }) => {
      await expect(proposed(commands, 'f'.repeat(64))).rejects.toThrow('not-known: no plan ffff');
      await expect(proposed(commands, digest, WANG)).rejects.toThrow('lacks-role');
      await expect(applied(commands, digest)).rejects.toThrow('nothing-waits');
      await proposed(commands, digest, SUN);
      await expect(applied(commands, digest, SUN)).rejects.toThrow('same-person: sun proposed it');
      await expect(applied(commands, digest, ROBOT)).rejects.toThrow('machine: robot is a machine');
      await expect(applied(commands, digest, LI)).rejects.toThrow('lacks-role');
      await expect(applied(commands, 'f'.repeat(64))).rejects.toThrow('another-proposal');
      expect((await applied(commands, digest)).isNew).toBe(true);
      expect((await applied(commands, digest)).isNew).toBe(false);
    }));

  it('and what is rejected is not applied', () =>
    at(async (commands, { _id: digest }) => {
      await proposed(commands, digest);
      await commands.reject(digest, { actor: WANG, at: new Date(), because: 'no' });
      await expect(applied(commands, digest)).rejects.toThrow('nothing-waits');
    }));

  it('and facts that arrive after the plan change its figures, not the plan', () =>
    at(async (commands, { _id: digest }, awards) => {
      await proposed(commands, digest);
      const { messages } = history(randomFacts(8, 60), new Random(8));
      await receive(awards, messages);
      await atRest(awards);
      const done = await applied(commands, digest);
      expect(done.applied._id).toBe(done.proposed._id);
      expect(done.applied.figures.facts).toBeGreaterThan(done.proposed.figures.facts);
      expect(done.applied.figures).not.toEqual(done.proposed.figures);
    }));

  it('and not while something else was put in force since, nor while claims still move', () =>
    at(async (commands, { _id: digest }, awards, database) => {
      await proposed(commands, digest);
      const other = await offer(database, invalidated, {});
      const { plan } = await planned(other);
      await expect(proposed(other, plan._id)).resolves.toMatchObject({ isNew: true });
      await expect(applied(commands, digest)).rejects.toThrow('another-proposal');
      await applied(other, plan._id);
      await expect(planned(await offer(database, PACKS, OTHERS))).rejects.toThrow('unsettled');
      await atRest(awards);
      await expect(proposed(commands, digest)).rejects.toThrow(
        'out-of-date: something else was put in force',
      );
    }));

  it('and not after the day of the plan', () =>
    at(async (commands, { _id: digest }, _, database) => {
      await proposed(commands, digest);
      const { steps } = await openPolicySteps(database);
      const planOfBefore = { 'plan.plannedAt': new Date(Date.now() - 25 * 3_600_000) };
      await steps.updateOne({ _id: 'policy' }, { $set: planOfBefore });
      await expect(applied(commands, digest)).rejects.toThrow(
        'out-of-date: it was planned more than a day ago',
      );
    }));
});

it('What an empty system took outside development is agreed to by two persons, and then said once', async () => {
  const database = connect();
  const collections = await openCollections(database);
  const clock = await DatabaseClock.open(database);
  const { start } = await PolicyInForce.open(knownPolicy(PACKS, {}), collections, database, clock, {
    needsAgreement: true,
  });
  expect(start).toBe('the first');
  const awards = await awardsOn(database);
  const { messages } = history(randomFacts(7, 60), new Random(7));
  await receive(awards, messages);
  await atRest(awards);
  const commands = await offer(database, PACKS, {});
  const { accounts, plan } = await planned(commands);
  expect(plan).toMatchObject({ isFirst: true, from: '2017-05-12', inForce: plan.offered });
  const sums = await sumsOf(database);
  expect(foreseen(accounts)).toEqual(movedBetween(new Map(), sums));
  const proofOf = async () => {
    const all = await new Outbox(database).collection.find().toArray();
    const payloads = all.flatMap((batch) => batch.messages.map(({ payload }) => payload.buffer));
    return payloads.flatMap((bytes) => entitlementsV1.EntitlementsChanged.decode(bytes).agreedPolicy ?? []);
  };
  expect(await proofOf()).toEqual([]);
  await proposed(commands, plan._id, SUN);
  await expect(applied(commands, plan._id, SUN)).rejects.toThrow('same-person');
  const events = new EntitlementEvents(new Outbox(database), collections);
  await events.publishWhereAgreed(database);
  expect(await proofOf()).toEqual([]);
  await applied(commands, plan._id);
  expect(await proofOf()).toEqual([plan.offered]);
  await events.publishWhereAgreed(database);
  expect(await proofOf()).toEqual([plan.offered, plan.offered]);
  await atRest(awards);
  expect(movedBetween(sums, await sumsOf(database))).toEqual([]);
  await expect(planned(commands)).rejects.toThrow('nothing-offered');
  await expect(proposed(commands, plan._id)).rejects.toThrow('out-of-date');
  await awards.stop();
});
