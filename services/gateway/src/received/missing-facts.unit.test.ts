import { registerV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { Key } from '../access/key.ts';
import { getHealth } from '../operations/get-health.ts';
import { REGISTERS } from '../page-of-services.ts';
import { missingFactEndpoints } from './missing-facts.ts';

const KEY = { person: 'li' } as unknown as Key;
const REASON = '来源已注销';
const DISMISSAL = { by: 'li', reason: REASON, at: '2026-03-02T00:00:00.000Z' };
const FACT = {
  ...registerV1.MissingFact.decode(new Uint8Array()),
  thing: 'contract/C1',
  source: 'urn:x',
  revision: 3n,
  time: 't',
};
const [list, dismiss] = missingFactEndpoints;

it('those of each register are dismissed in the name of who holds the key', async () => {
  const asked: object[] = [];
  const register = (name: string) => ({
    dismissMissing: async (request: { things: string[] }) => {
      asked.push({ name, ...request });
      return { dismissed: BigInt(request.things.length) };
    },
  });
  const ids = [
    'contracts:contract/C1',
    'institutions:party/P',
    'contracts:contract/a:b',
    'contracts:contract/C1',
  ];
  expect(await handle(dismiss, { body: { ids, reason: REASON } }, register)).toEqual({ dismissed: 3 });
  expect(asked).toEqual([
    { name: 'contracts', things: ['contract/C1', 'contract/a:b'], by: 'li', reason: REASON },
    { name: 'institutions', things: ['party/P'], by: 'li', reason: REASON },
  ]);
  const unknown = { ids: ['disbursement:contract/C1'], reason: REASON };
  await expect(handle(dismiss, { body: unknown }, register)).rejects.toThrow('is missing');
});

it('the list names each by register, and who dismissed it and why', async () => {
  const listed = (query: object) =>
    handle(list, { query: { limit: 100, ...query } }, (name) => ({
      listMissing: async ({ isDismissed }: { isDismissed: boolean }) => {
        if (name !== 'contracts') return { facts: [], next: '' };
        return { facts: [isDismissed ? { ...FACT, dismissal: DISMISSAL } : FACT], next: '' };
      },
    }));
  const fact = {
    id: 'contracts:contract/C1',
    register: 'contracts',
    source: 'urn:x',
    revision: 3,
    time: 't',
  };
  expect(await listed({})).toEqual({ missingFacts: [{ ...fact, dismissed: null }], next: null });
  expect(await listed({ dismissed: 'true' })).toMatchObject({ missingFacts: [{ dismissed: DISMISSAL }] });
});

it('health asks each register only whether anything is missing', async () => {
  const facts = async (answers: Record<string, boolean | Error>) => {
    const register = (name: string) => ({
      hasMissing: async () => {
        const answer = answers[name] ?? false;
        if (answer instanceof Error) throw answer;
        return { missing: answer };
      },
    });
    const health = new Proxy({}, { get: () => ({ state: async () => 'serving' }) });
    const ordering = { getOrdering: async () => ({}) };
    const { body } = (await handle(getHealth, {}, register, { health, ordering })) as {
      body: { facts: string };
    };
    return body.facts;
  };
  expect(await facts({})).toBe('complete');
  expect(await facts({ metering: new Error('away') })).toBe('unknown');
  expect(await facts({ metering: new Error('away'), contracts: true })).toBe('missing');
});

function handle(
  endpoint: { handle: unknown } | undefined,
  request: object,
  register: (name: string) => object,
  others: object = {},
): Promise<unknown> {
  const call = endpoint?.handle as (request: object, services: object) => Promise<unknown>;
  const registers = Object.fromEntries(REGISTERS.map((name) => [name, register(name)]));
  return call({ key: KEY, ...request }, { registers, ...others });
}
