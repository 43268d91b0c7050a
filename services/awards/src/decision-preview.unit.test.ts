import type { Fact } from '@duixian/facts';
import { Outbox } from '@duixian/messaging';
import { loadPolicy } from '@duixian/policy';
import { createLogger, type Database, startMetrics } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { MemoryMongo } from '@duixian/testing/memory-mongo';
import { afterAll, expect, it } from '@jest/globals';
import { asMessage, atRest, history, POLICY, type Running, receive } from './awards-for-tests.ts';
import { startAwards } from './awards-service.ts';
import { previewDecision } from './decisions/preview-decision.ts';
import { openCollections } from './store/collections.ts';

type Decision = Fact<'duixian.decision.v1'>;

const log = createLogger('preview-test', 'silent');
const metrics = startMetrics('preview-test');
const policy = loadPolicy(POLICY);

afterAll(() => metrics.shutdown());

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

it.each([1, 2, 3].slice(0, numbersOf('awards').previewed))(
  'what is decided or withdrawn does what its preview said (seed %d)',
  async (seed) => {
    const database = new MemoryMongo().connect(`preview_${seed}`, {
      enter: () => new Promise<void>((resolve) => setImmediate(resolve)),
    });
    const awards = await awardsOn(database);
    const { messages } = history(randomFacts(seed, 250), new Random(seed));
    for (let at = 0; at < messages.length; at += 50) await receive(awards, messages.slice(at, at + 50));
    await atRest(awards);
    const collections = await openCollections(database);
    const held = new Set(messages.map(({ about }) => about));
    const outcomes = { beaten: 0, moving: 0 };
    const decisions = randomFacts(seed + 50, 600)
      .filter(isDecision)
      .slice(0, 20);
    for (const [index, fact] of decisions.entries()) {
      // Half of them change a stored decision, if one has the id.
      const subject = index % 2 === 0 ? fact.subject : `new-${index}`;
      const decision = { ...fact, subject, data: { ...fact.data, revision: 1_000 + index } } as Decision;
      const before = await sumsOf(database);
      const previewed = await previewDecision(policy, collections, decision).catch((error: Error) => error);
      await receive(awards, [asMessage(decision)]);
      await atRest(awards);
      const actual = moved(before, await sumsOf(database));
      if (previewed instanceof Error) {
        expect(previewed.message).toMatch(/^beaten: /);
        if (!held.has(subject)) expect(actual).toEqual([]);
        outcomes.beaten += 1;
      } else {
        const foreseen = previewed.accounts.map(({ before: now, after }) => {
          const nowSums = now ? `${now.claimedFen} ${now.entitledFen}` : '0 0';
          return [after._id, nowSums, `${after.claimedFen} ${after.entitledFen}`] as const;
        });
        expect(foreseen.filter(([, now, then]) => now !== then)).toEqual(actual);
        outcomes.moving += actual.length;
      }
      held.add(subject);
    }
    expect(outcomes.moving).toBeGreaterThan(0);
    await awards.stop();
  },
  180_000,
);
