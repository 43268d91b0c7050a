import { inspect, isDeepStrictEqual } from 'node:util';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectDatabase, type Database } from '@duixian/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MongoNetworkError } from 'mongodb';
import { played, type Step, StepWaits, scriptOf } from './database-contract/random-scripts.ts';
import { MemoryMongo } from './memory-mongo/memory-mongo.ts';

const SEEDS = Number(process.env['CONTRACT_SEEDS'] ?? 20);
const FIRST = Number(process.env['CONTRACT_FIRST_SEED'] ?? 1);
let servers: TestInfrastructure;
let real: Database;
let runs = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  real = await connectDatabase(servers.mongo.url, 'duixian_random_scripts');
});

afterAll(async () => {
  await real.client.close();
  await servers.stop();
});

it(`scripts of two sessions come to the same in memory as on MongoDB (${SEEDS} seeds)`, async () => {
  let conflicts = 0;
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const script = await withoutWaiting(scriptOf(seed));
    const difference = await differenceOf(script);
    if (difference) throw new Error(`seed ${seed}: ${await shortest(script)}`);
    const { answers } = await inMemory(script);
    conflicts += answers.filter((answer) => JSON.stringify(answer, plain).includes('"code":112')).length;
  }
  // Conflicts do occur.
  expect(conflicts).toBeGreaterThan(SEEDS / 4);
}, 600_000);

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** A step that would have to wait is left out: only a later one would end what it waits for. */
async function withoutWaiting(script: readonly Step[]): Promise<Step[]> {
  let left = [...script];
  for (;;) {
    try {
      await inMemory(left);
      return left;
    } catch (error) {
      if (!(error instanceof StepWaits)) throw error;
      left = left.toSpliced(error.at, 1);
    }
  }
}

async function inMemory(script: readonly Step[]): ReturnType<typeof played> {
  let isWaiting = false;
  const enter = async (command: string) => {
    await new Promise((resolve) => setImmediate(resolve));
    isWaiting ||= command.endsWith(' waits');
    if (isWaiting) throw new MongoNetworkError('it waits');
  };
  const memory = new MemoryMongo().connect('duixian_random_scripts', { enter });
  try {
    return await played(memory, 'things', script, () => isWaiting);
  } finally {
    await memory.client.close();
  }
}

/** The difference, as text. */
async function differenceOf(script: readonly Step[]): Promise<string | undefined> {
  runs += 1;
  const found = await inMemory(script);
  const expected = await played(real, `things_${runs}`, script).catch((error: unknown) => {
    if (error instanceof StepWaits) return error;
    throw error;
  });
  if (expected instanceof StepWaits) return `MongoDB: ${expected.message}, and in memory it does not`;
  if (isDeepStrictEqual(found, expected)) return undefined;
  const at = expected.answers.findIndex((answer, index) => !isDeepStrictEqual(answer, found.answers[index]));
  const shown = (one: typeof found) => inspect(at < 0 ? one.left : one.answers[at], { depth: 6 });
  const place = at < 0 ? 'what is left' : `step ${at}`;
  return `${place}\non MongoDB: ${shown(expected)}\nin memory: ${shown(found)}`;
}

/** Removes steps one after the other, as long as the two still differ. */
async function shortest(script: readonly Step[]): Promise<string> {
  let steps = [...script];
  for (let at = steps.length - 1; at >= 0; at--) {
    const fewer = steps.toSpliced(at, 1);
    if (await differs(fewer)) steps = fewer;
  }
  const lines = steps.map(
    ({ who, call }, at) => `${at} ${who}: ${inspect(call, { depth: 6, breakLength: 200 })}`,
  );
  return [await differenceOf(steps), ...lines].join('\n');
}

async function differs(script: readonly Step[]): Promise<boolean> {
  const left = await withoutWaiting(script);
  return left.length === script.length && (await differenceOf(script)) !== undefined;
}
