import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { DeadLetters, type RunningConsumer } from '@duixian/messaging';
import { connectDatabase, type Database, recordAttemptsIn } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { operationsService } from './operations.ts';

let servers: TestInfrastructure;
let database: Database;
let deadLetters: DeadLetters;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'discarded');
  deadLetters = new DeadLetters(database);
  await deadLetters.open();
});

afterAll(async () => {
  await database.client.close();
  await servers.stop();
});

beforeEach(async () => {
  await deadLetters.collection.deleteMany({});
  await database.collection('discardedLetters').deleteMany({});
});

it('a dead letter that is discarded is not counted any more, and stays listed with who did it and why', async () => {
  await keep('stays');
  await keep('goes');
  const waiting = (await deadLetters.list('', 0))?.letters ?? [];
  const id = waiting.find(({ about }) => about === 'goes')?._id ?? '';
  await expect(discard([id, 'none'], '来源已更正')).rejects.toThrow('no dead letter none');
  expect(await deadLetters.count()).toBe(2n);
  expect(await discard([id, id], '来源已更正')).toBe(1n);
  expect(await deadLetters.count()).toBe(1n);
  expect(await discarded()).toMatchObject([{ _id: id, discard: { by: 'li', reason: '来源已更正' } }]);
  await expect(discard([id], '来源已更正')).rejects.toThrow(`no dead letter ${id}`);
  // It arrives again and is discarded again: both discards remain listed.
  await keep('goes');
  expect(await deadLetters.count()).toBe(2n);
  expect(await discard([id], '再次', 'wang')).toBe(1n);
  expect((await discarded()).map((deadLetter) => deadLetter.discard?.by)).toEqual(['li', 'wang']);
});

it.each([
  [[], 'r', 'li', 'ids: which dead letters'],
  [['x'], '', 'li', 'reason: why they are discarded'],
  [['x'], '更\u200b正', 'li', 'U+200B is character 2'],
  [['x'], 'r', '', 'by: who discards them'],
])('%j, %j by %j is refused', async (ids, reason, by, message) => {
  await expect(discard(ids, reason, by)).rejects.toThrow(message);
});

it('pages of large ones end by their size', async () => {
  for (let at = 0; at < 12; at += 1) await keep(`${at}`, Buffer.alloc(900_000, at));
  const seen: string[] = [];
  let pages = 0;
  for (let after = ''; ; pages += 1) {
    const page = await deadLetters.list(after, 1_000);
    seen.push(...(page?.letters ?? []).map(({ about }) => about));
    after = page?.next ?? '';
    if (after === '') break;
  }
  expect(seen).toHaveLength(12);
  expect(pages).toBeGreaterThanOrEqual(2);
});

it('many are discarded in a few transactions, and large ones in parts', async () => {
  for (let at = 0; at < 250; at += 1) await keep(`small ${at}`);
  for (let at = 0; at < 12; at += 1) await keep(`large ${at}`, Buffer.alloc(900_000, at));
  let transactions = 0;
  recordAttemptsIn({
    record: () => {
      transactions += 1;
    },
  });
  const ids = await deadLetters.idsOf([]);
  expect(await discard(ids, 'r').finally(() => recordAttemptsIn({ record: () => {} }))).toBe(262n);
  // Three because of the number, and three because of the bytes.
  expect(transactions).toBeLessThanOrEqual(7);
  expect(transactions).toBeGreaterThanOrEqual(4);
  expect(await deadLetters.count()).toBe(0n);
  expect(await database.collection('discardedLetters').countDocuments()).toBe(262);
});

describe('one that is being sent again', () => {
  let id = '';
  beforeEach(async () => {
    await keep('taken');
    await keep('free');
    id = (await deadLetters.list('', 0))?.letters.find(({ about }) => about === 'taken')?._id ?? '';
  });

  it('is not discarded, and the others are', async () => {
    const { consumer, begun, end } = takesLong();
    const resent = call('resendDeadLetters', { ids: [id] }, [consumer]);
    await begun;
    const both = await deadLetters.idsOf([]);
    await expect(discard(both, 'r')).rejects.toThrow(
      `being sent again at the moment, and not discarded: ${id}`,
    );
    end(undefined);
    expect(await resent).toEqual({ resent: 1n });
    expect(await deadLetters.count()).toBe(0n);
    expect((await discarded()).map(({ about }) => about)).toEqual(['free']);
  });

  it('can be discarded when that was not possible', async () => {
    const { consumer, begun, end } = takesLong();
    const resent = call('resendDeadLetters', { ids: [id] }, [consumer]);
    await begun;
    end('still wrong');
    await expect(resent).rejects.toThrow('still wrong');
    expect(await discard([id], 'r')).toBe(1n);
  });

  it('can be discarded when who took it has ended long since', async () => {
    await deadLetters.take(id);
    await expect(discard([id], 'r')).rejects.toThrow('being sent again');
    const takenAt = new Date(Date.now() - LIMITS.deadLetterRedriveMs.most - 60_000);
    await deadLetters.collection.updateOne({ _id: id }, { $set: { takenAt } });
    expect(await discard([id], 'r')).toBe(1n);
    const [deadLetter] = await discarded();
    expect(deadLetter).not.toHaveProperty('takenAt');
  });
});

/** A consumer that processes one message until the test ends it. */
function takesLong() {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string | undefined>();
  const redrive = () => {
    begun.resolve();
    return ended.promise;
  };
  const consumer = { stream: 'FACTS', redrive } as unknown as RunningConsumer;
  return { consumer, begun: begun.promise, end: ended.resolve };
}

function keep(about: string, payload: Uint8Array = new TextEncoder().encode(about)): Promise<boolean> {
  const deadLetter = {
    origin: 'believed',
    subject: 'duixian.facts.contracts.contract',
    about,
    reason: 'r',
    headers: {},
    payload,
  } as const;
  return deadLetters.keep(deadLetter);
}

async function discarded() {
  return (await deadLetters.listDiscarded('', 0))?.letters ?? [];
}

async function discard(ids: readonly string[], reason: string, by = 'li'): Promise<bigint> {
  return (await call('discardDeadLetters', { ids, by, reason }))['discarded'] ?? -1n;
}

/** Calls the method as the gateway does over gRPC. */
function call(
  method: string,
  request: object,
  consumers: readonly RunningConsumer[] = [],
): Promise<Record<string, bigint>> {
  const { implementation } = operationsService({ deadLetters, consumers });
  const handle = implementation[method] as unknown as (
    call: object,
    answer: (error: { details: string } | null, value?: Record<string, bigint>) => void,
  ) => void;
  return new Promise((resolve, reject) =>
    handle({ request }, (error, value) => (error ? reject(new Error(error.details)) : resolve(value ?? {}))),
  );
}
