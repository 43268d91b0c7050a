import * as api from '@duixian/api';
import { operationsV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { Key } from '../access/key.ts';
import { discardDeadLetters } from './discard.ts';
import { listDeadLetters } from './list.ts';

const KEY = { person: 'li' } as unknown as Key;
const LETTER = { ...operationsV1.DeadLetter.decode(new Uint8Array()), id: 'a1', about: 'X', reason: 'r' };
const DISCARD = { by: 'li', reason: '来源已更正', at: '2026-03-02T00:00:00.000Z' };

it('one of each service is discarded in the name of who holds the key', async () => {
  const asked: object[] = [];
  const service = (name: string) => ({
    discardDeadLetters: async (request: { ids: string[] }) => {
      asked.push({ name, ...request });
      return { discarded: BigInt(request.ids.length) };
    },
  });
  const body = { ids: ['awards:a1', 'disbursement:b1', 'awards:a2'], reason: '来源已更正' };
  expect(await handle(discardDeadLetters, { body }, service)).toEqual({ discarded: 3 });
  expect(asked).toEqual([
    { name: 'awards', ids: ['a1', 'a2'], by: 'li', reason: '来源已更正' },
    { name: 'disbursement', ids: ['b1'], by: 'li', reason: '来源已更正' },
  ]);
  const unknown = { ids: ['nobody:a1'], reason: 'r' };
  await expect(handle(discardDeadLetters, { body: unknown }, service)).rejects.toThrow('no dead letter');
});

it('the list says who discarded one and why, and ends where a service has filled a page', async () => {
  const list = (query: object) =>
    handle(listDeadLetters, { query: { limit: 100, ...query } }, (name) => ({
      listDeadLetters: async ({ discarded }: { discarded: boolean }) => {
        if (name !== 'awards') return { deadLetters: [], next: '' };
        return discarded
          ? { deadLetters: [{ ...LETTER, discard: DISCARD }], next: '' }
          : { deadLetters: [LETTER], next: '7-a1' };
      },
    }));
  expect(await list({ discarded: 'true' })).toMatchObject({
    deadLetters: [{ id: 'awards:a1', service: 'awards', discarded: DISCARD }],
    next: null,
  });
  expect(await list({})).toMatchObject({
    deadLetters: [{ id: 'awards:a1', discarded: null }],
    next: 'awards:7-a1',
  });
});

function handle(
  endpoint: { handle: unknown },
  request: object,
  service: (name: string) => object,
): Promise<unknown> {
  const call = endpoint.handle as (request: object, services: object) => Promise<unknown>;
  const operations = Object.fromEntries(api.SERVICE_NAMES.map((name) => [name, service(name)]));
  return call({ key: KEY, ...request }, { operations });
}
