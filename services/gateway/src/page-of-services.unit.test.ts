import { expect, it } from '@jest/globals';
import { pageOfServices, REGISTERS } from './page-of-services.ts';
import { listMarkedRecords } from './records/list-marked.ts';

/** Each has so many rows; because of their size a page holds two. */
function served(rows: Partial<Record<string, number>>) {
  const asked: string[] = [];
  const ask = async ({ service, after, limit }: { service: string; after: string; limit: number }) => {
    asked.push(`${service}:${after} ${limit}`);
    const from = Number(after);
    const to = Math.min(from + Math.min(limit, 2), rows[service] ?? 0);
    const names = Array.from({ length: to - from }, (_, at) => `${service} ${from + at}`);
    return { rows: names, next: to < (rows[service] ?? 0) ? `${to}` : '' };
  };
  return { asked, ask };
}

it('a page ends where one service has filled its own by bytes, and the next goes on there', async () => {
  const { asked, ask } = served({ contracts: 3, metering: 1 });
  const first = await pageOfServices(REGISTERS, { limit: 100 }, ask);
  expect(first).toEqual({ rows: ['contracts 0', 'contracts 1'], next: 'contracts:2' });
  expect(asked).toEqual(['institutions: 100', 'contracts: 100']);
  const second = await pageOfServices(REGISTERS, { limit: 100, after: 'contracts:2' }, ask);
  expect(second).toEqual({ rows: ['contracts 2', 'metering 0'], next: null });
});

it('a page ends by number at the end of one service, and the next begins with another', async () => {
  const { ask } = served({ institutions: 1, awards: 1 });
  const first = await pageOfServices(REGISTERS, { limit: 1 }, ask);
  expect(first).toEqual({ rows: ['institutions 0'], next: 'contracts:' });
  const second = await pageOfServices(REGISTERS, { limit: 1, after: 'contracts:' }, ask);
  expect(second).toEqual({ rows: ['awards 0'], next: null });
});

it.each(['', 'contracts', 'nobody:1', 'disbursement:1'])('%j is the end of no page', async (after) => {
  const { ask } = served({});
  await expect(pageOfServices(REGISTERS, { limit: 1, after }, ask)).rejects.toThrow(
    '`next` of the page before',
  );
});

it('records that are marked are asked for once where they are large', async () => {
  let calls = 0;
  const listMarked = async () => {
    calls += 1;
    return { things: [], next: 'x' };
  };
  const registers = Object.fromEntries(REGISTERS.map((name) => [name, { listMarked }]));
  const handle = listMarkedRecords.handle as (asked: object, services: object) => Promise<unknown>;
  expect(await handle({ query: { limit: 1_000 } }, { registers })).toEqual({
    records: [],
    next: 'institutions:x',
  });
  expect(calls).toBe(1);
});
