import { Outbox } from '@duixian/messaging';
import { connectDatabase } from '@duixian/runtime';
import { Random, randomFacts } from '@duixian/testing';
import { sameStories } from '@duixian/testing/same-story';
import { expect, it } from '@jest/globals';
import { Register, type RegisterDefinition } from './register.ts';
import { listSources } from './sources.ts';

const DEFINITION: RegisterDefinition = {
  owner: 'institutions',
  types: ['duixian.party.v1', 'duixian.recognition.v1', 'duixian.sanction.v1'],
  aboutOf: ({ subject }) => [subject],
};
const sameStory = sameStories('duixian_register_in_memory', connectDatabase);

it('a register judges as it records, and judging changes nothing', async () => {
  const facts = randomFacts(3, 400).filter(({ type }) => DEFINITION.types.includes(type));
  const others = facts.slice(0, 30).map((fact) => ({ ...fact, source: 'urn:test:another' }));
  const changed = facts.slice(0, 30).map((fact) => ({ ...fact, data: { ...fact.data, name: 'other' } }));
  const arriving = new Random(4).shuffled([...facts, ...facts, ...others, ...changed]) as typeof facts;
  await sameStory(async (database, relay) => {
    const register = await Register.open(DEFINITION, { database, outbox: new Outbox(database), relay });
    const all: unknown[] = [];
    for (let at = 0; at < arriving.length; at += 13) {
      const batch = arriving.slice(at, at + 13);
      const judged = [await register.judge(batch), await register.judge(batch)];
      const recorded = await register.record(batch.map((fact) => ({ fact, traceparent: undefined })));
      expect(judged).toEqual([recorded, recorded]);
      all.push(...recorded);
    }
    const names = all.map((outcome) => (typeof outcome === 'string' ? outcome : 'refused'));
    expect(new Set(names)).toEqual(new Set(['recorded', 'duplicate', 'stale', 'refused']));
    return all;
  });
});

it('a register records the same in memory as on MongoDB', async () => {
  const facts = randomFacts(1, 600).filter(({ type }) => DEFINITION.types.includes(type));
  // Later revisions before earlier ones, and each fact twice; some have different content at a revision that is held.
  const changed = facts
    .slice(0, 20)
    .map((fact) => ({ ...fact, data: { ...fact.data, name: 'other' } }) as never);
  const arriving = [...new Random(2).shuffled([...facts, ...facts]), ...changed];
  await sameStory(async (database, relay) => {
    const register = await Register.open(DEFINITION, { database, outbox: new Outbox(database), relay });
    const outcomes: unknown[] = [];
    for (let at = 0; at < arriving.length; at += 7) {
      const batch = arriving.slice(at, at + 7).map((fact) => ({ fact, traceparent: undefined }));
      outcomes.push(...(await register.record(batch)));
    }
    expect(new Set(outcomes.map((outcome) => (typeof outcome === 'string' ? outcome : 'refused')))).toEqual(
      new Set(['recorded', 'duplicate', 'stale', 'refused']),
    );
    const republished: number[] = [];
    await register.republish(async (messages) => void republished.push(messages.length));
    return { outcomes, republished, sources: await listSources(register, { after: '', limit: 10 } as never) };
  });
});
