import { createLogger } from '@duixian/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { Keyring } from '../access/keyring.ts';
import { accessOf } from '../access/keyring-for-tests.ts';
import { buildGateway } from '../gateway.ts';
import { connectServices, type Services } from '../services.ts';

const AWAY = '127.0.0.1:1';
const KEYRING = new Keyring('test');
const NETWORKS = ['203.0.113.0/24', '2001:db8::/48'];

let services: Services & { close(): void };
let gateway: FastifyInstance;

beforeAll(async () => {
  const access = accessOf(
    Object.fromEntries(['li', 'late', 'office', 'gone'].map((name) => [name, ['read']])),
    (name) => name,
  );
  const grants = access.grants.filter(({ key }) => key !== 'gone');
  const ended = access.grants.filter(({ key }) => key === 'gone');
  KEYRING.keep(
    {
      ...access,
      grants: grants.map((grant) => ({
        ...grant,
        ...(grant.key === 'late' && { expiresAt: '2026-03-02T01:00:00.000Z' }),
        ...(grant.key === 'office' && { addresses: NETWORKS }),
      })),
      ended: ended.map(({ key, sha256 }) => ({
        key,
        sha256,
        isRevoked: true,
        at: '2026-03-02T01:00:00.000Z',
      })),
    },
    Date.now(),
  );
  const away = { partners: AWAY, institutions: AWAY, contracts: AWAY, metering: AWAY, awards: AWAY };
  services = connectServices({ ...away, disbursement: AWAY });
  gateway = await open(100_000);
});

function open(requestsPerMinute: number): Promise<FastifyInstance> {
  const log = createLogger('gateway', 'silent');
  return buildGateway({
    keyring: KEYRING,
    services,
    log,
    meter: metrics.getMeter('test'),
    requestsPerMinute,
  });
}

afterAll(async () => {
  await gateway.close();
  services.close();
});

async function ask(key: string, remoteAddress = '127.0.0.1', of = gateway) {
  const headers = { authorization: `Bearer ${key}` };
  const { statusCode, body } = await of.inject({ url: '/v1/accounts', headers, remoteAddress });
  const { code, detail } = JSON.parse(body) as { code: string; detail: string };
  return [statusCode, code, detail];
}

it('a key that has expired is answered with its end, its id and the time here', async () => {
  expect(await ask('late')).toEqual([
    401,
    'key-expired',
    expect.stringMatching(/^The key late expired at 2026-03-02 09:00:00.*; it is 20\d\d-/),
  ]);
});

it('a key that was revoked is answered so, and one that nobody knows is not', async () => {
  expect(await ask('gone')).toEqual([
    401,
    'key-revoked',
    expect.stringContaining('The key gone was revoked at'),
  ]);
  expect((await ask('other')).slice(0, 2)).toEqual([401, 'no-key']);
});

it.each([
  ['203.0.113.255', 503],
  ['::ffff:203.0.113.1', 503],
  ['2001:db8:0:1::5', 503],
  ['203.0.114.1', 403],
  ['2001:db8:1::5', 403],
  ['127.0.0.1', 403],
])('a key of some networks used from %s is answered %i', async (address, status) => {
  const [code, kind, detail] = await ask('office', address);
  expect(code).toBe(status);
  if (status === 403)
    expect([kind, detail]).toEqual([
      'address-not-allowed',
      `The key office may be used from ${NETWORKS.join(', ')}; this came from ${address}.`,
    ]);
});

it('what was used is known by its last use, and what was refused is not', async () => {
  KEYRING.takeUses();
  await ask('li', '10.0.0.1');
  await ask('li', '10.0.0.2');
  await ask('office', '10.0.0.3');
  expect(KEYRING.takeUses()).toEqual([{ key: 'li', at: expect.any(String), address: '10.0.0.2' }]);
  expect(KEYRING.takeUses()).toEqual([]);
});

it('who comes with a key from elsewhere is counted by the address, and uses up nothing of its holder', async () => {
  const counting = await open(2);
  const from = async (address: string) => (await ask('office', address, counting))[0];
  expect([await from('10.9.9.9'), await from('10.9.9.9'), await from('10.9.9.9')]).toEqual([403, 403, 429]);
  expect([await from('203.0.113.1'), await from('203.0.113.2')]).toEqual([503, 503]);
  await counting.close();
});
