import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from './database.ts';
import { DeadLetters } from './dead-letters.ts';
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
  await database.close();
  await servers.stop();
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
  // It comes again, and is discarded again: both times stand.
  await keep('goes');
  expect(await deadLetters.count()).toBe(2n);
  expect(await discard([id], '再次', 'wang')).toBe(1n);
  expect((await discarded()).map((letter) => letter.discard?.by)).toEqual(['li', 'wang']);
});

it.each([
  [[], 'r', 'li', 'ids: which dead letters'],
  [['x'], '', 'li', 'reason: why they are not to be sent again'],
  [['x'], '更\u200b正', 'li', 'U+200B is character 2'],
  [['x'], 'r', '', 'by: who discards them'],
])('%j, %j by %j is refused', async (ids, reason, by, message) => {
  await expect(discard(ids, reason, by)).rejects.toThrow(message);
});

it('pages of large ones end by their size', async () => {
  await deadLetters.collection.deleteMany({});
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

function keep(about: string, payload: Uint8Array = new TextEncoder().encode(about)): Promise<void> {
  return deadLetters.keep({ ...{ subject: 's', about, reason: 'r', headers: {} }, payload });
}

async function discarded() {
  return (await deadLetters.listDiscarded('', 0))?.letters ?? [];
}

/** As an officer asks for it over gRPC. */
function discard(ids: readonly string[], reason: string, by = 'li'): Promise<bigint> {
  const { implementation } = operationsService({ deadLetters, consumers: [] });
  const call = implementation['discardDeadLetters'] as unknown as (
    call: object,
    answer: (error: { details: string } | null, value?: { discarded: bigint }) => void,
  ) => void;
  return new Promise((resolve, reject) =>
    call({ request: { ids, by, reason } }, (error, value) =>
      error ? reject(new Error(error.details)) : resolve(value?.discarded ?? -1n),
    ),
  );
}
