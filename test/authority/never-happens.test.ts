import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FactTypeName } from '@duixian/facts';
import { accessV1 } from '@duixian/proto';
import { defined, sha256Hex } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contract, type Item, PARTY, USCC } from '../e2e/items.ts';
import { Officers } from '../e2e/officers.ts';
import { Stage } from '../e2e/stage.ts';
import { FACTS } from './forgeries.ts';

// One key, one partner, one file or one restart moves no money beyond what two persons agreed to.

const EXCHANGE = 'urn:duixian:exchange:example';
const OTHER_EXCHANGE = 'urn:duixian:exchange:other';
const PLATFORM = 'urn:duixian:platform:example';
const BUREAU = 'urn:duixian:bureau:example';

/** Which kinds of sources may record a type: a new type does not compile without a row. */
const MAY_RECORD: Readonly<Record<FactTypeName, readonly string[]>> = {
  'duixian.party.v1': [BUREAU],
  'duixian.recognition.v1': [BUREAU],
  'duixian.sanction.v1': [BUREAU],
  'duixian.contract.v1': [EXCHANGE, OTHER_EXCHANGE],
  'duixian.receipt.v1': [EXCHANGE, OTHER_EXCHANGE],
  'duixian.instrument.v1': [PLATFORM],
  'duixian.usage.v1': [PLATFORM],
  'duixian.invoice.v1': [PLATFORM],
  // Only a source of kind bureau that is named for it, and this one is not.
  'duixian.decision.v1': [],
};
const SOURCES: Readonly<Record<string, { kind: string; types: readonly string[] }>> = {
  [EXCHANGE]: { kind: 'exchange', types: typesOf(EXCHANGE) },
  [OTHER_EXCHANGE]: { kind: 'exchange', types: typesOf(OTHER_EXCHANGE) },
  [PLATFORM]: { kind: 'platform', types: typesOf(PLATFORM) },
  [BUREAU]: { kind: 'bureau', types: typesOf(BUREAU) },
};

const folder = await mkdtemp(join(tmpdir(), 'duixian-never-'));
let stage: Stage;
let keys: ReadonlyMap<string, string>;
let before: Awaited<ReturnType<typeof whatMoved>>;

beforeAll(async () => {
  stage = await Stage.open({ on: folder });
  const officers = await Officers.of(stage);
  for (const [uri, { kind, types }] of Object.entries(SOURCES)) {
    const path = `/v1/sources/${encodeURIComponent(uri)}`;
    const terms = { name: `示例${kind}${uri.at(-1)}`, kind, answerableUscc: USCC.lab, types };
    await officers.do('ann', `${path}/propose`, terms);
    await officers.do('chen', `${path}/confirm`, { document: undefined, number: 1 });
  }
  keys = await stage.giveKeys(
    Object.fromEntries(Object.keys(SOURCES).map((uri) => [uri, [`source:${uri}`]])),
  );
  expect((await sent(EXCHANGE, contract(1, {}))).outcome).toBe('recorded');
  stage.remember(contract(1, {}));
  await stage.settledOrders(USCC.optics, 1);
  before = await whatMoved();
}, 180_000);

afterAll(async () => {
  delete process.env['READINGS'];
  await stage.close();
}, 60_000);

function typesOf(uri: string): string[] {
  return Object.entries(MAY_RECORD).flatMap(([type, sources]) => (sources.includes(uri) ? [type] : []));
}

async function whatMoved() {
  await stage.settled();
  const { live } = await stage.digests();
  const orders = (await stage.allOrders()).map(({ id, state, amountFen }) => ({ id, state, amountFen }));
  return { live, orders };
}

type Sent = { readonly outcome: string; readonly reasons: readonly string[] };

/** Sends with the key of a source. */
async function sent(uri: string, item: Item): Promise<Sent> {
  const headers = {
    'content-type': 'application/cloudevents-batch+json',
    authorization: `Bearer ${keys.get(uri)}`,
  };
  const body = JSON.stringify([{ ...item, source: item.source === '' ? uri : item.source }]);
  const response = await fetch(`${stage.system.url}/v1/events`, { method: 'POST', headers, body });
  const answer = (await response.json()) as {
    results?: { outcome: string; faults?: { reason: string }[] }[];
    type?: string;
  };
  const [result] = answer.results ?? [];
  return {
    outcome: result?.outcome ?? String(response.status),
    reasons: (result?.faults ?? []).map(({ reason }) => reason),
  };
}

describe.each(Object.keys(SOURCES))('the key of %s', (uri) => {
  it.each(Object.entries(MAY_RECORD).filter(([, sources]) => !sources.includes(uri)))(
    'records no %s',
    async (type) => {
      const item = { ...FACTS[type as FactTypeName](`never-${type}`), source: uri };
      expect(await sent(uri, item)).toEqual({ outcome: 'refused', reasons: ['not-authorised'] });
    },
  );

  it('records nothing in the name of another source, and does none of what persons do', async () => {
    const another = uri === EXCHANGE ? PLATFORM : EXCHANGE;
    expect((await sent(uri, { ...contract(2, {}), source: another })).outcome).toMatch(/^40[13]$/);
    for (const path of [
      'decisions/preview',
      'policy/propose',
      'payees/x/propose',
      'runs',
      'ordering/resume',
    ]) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${keys.get(uri)}` };
      const response = await fetch(`${stage.system.url}/v1/${path}`, { method: 'POST', headers, body: '{}' });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });
});

it('a thing of one exchange is not taken or changed by another', async () => {
  const revised = { ...contract(1, { buyer: PARTY.lab }, 2), source: OTHER_EXCHANGE };
  expect(await sent(OTHER_EXCHANGE, revised)).toEqual({ outcome: 'refused', reasons: ['other-source'] });
  expect(await whatMoved()).toEqual(before);
});

it('an empty statement ends no suspension', async () => {
  const officers = await Officers.of(stage);
  await officers.do('chen', '/v1/ordering/suspend', { document: undefined, reason: '示例' });
  const { days } = (await stage.get('/v1/ordering')).suspended;
  const head = '支付申请编号,支付凭证号,收款人全称,收款人账号,金额,状态,日期\n';
  for (const day of days) {
    const headers = { 'content-type': 'text/csv' };
    const request = { method: 'POST', headers, body: head };
    expect((await stage.request(`/v1/treasury/statements?day=${day}`, request)).status).toBe(200);
  }
  const { statements } = await stage.get('/v1/treasury/statements');
  const resumption = { document: undefined, statement: statements[0].id };
  const { status, answer } = await officers.post('chen', '/v1/ordering/resume', resumption);
  expect([status, answer.detail]).toEqual([409, expect.stringContaining('name the day')]);
  expect((await stage.get('/v1/ordering')).suspended).not.toBeNull();
});

it('a file of keys that somebody else wrote lets nobody in', async () => {
  const { accessFile } = stage.system.folder;
  const { version, access } = JSON.parse(readFileSync(accessFile, 'utf8'));
  const held = accessV1.GetAccessResponse.decode(Buffer.from(access, 'base64'));
  const [some] = held.grants;
  const own = 'a key that nobody agreed to';
  const grant = { ...defined(some, 'there are keys'), key: 'own', scopes: ['prepare', 'approve'] };
  const forged = {
    ...held,
    grants: [...held.grants, { ...grant, sha256: Buffer.from(sha256Hex(own), 'hex') }],
  };
  const encoded = Buffer.from(accessV1.GetAccessResponse.encode(forged).finish()).toString('base64');
  const copy = { version, knownAt: new Date().toISOString(), access: encoded, mac: encoded.slice(0, 44) };
  process.kill(stage.pidOf('partners'), 'SIGSTOP');
  try {
    writeFileSync(accessFile, JSON.stringify(copy));
    process.kill(stage.pidOf('gateway'), 'SIGKILL');
    const headers = { authorization: `Bearer ${own}` };
    let status = 0;
    await stage.until(async () => {
      ({ status } = await fetch(`${stage.system.url}/v1/decisions`, { headers }));
      return true;
    }, 'the gateway to be back');
    expect([401, 503]).toContain(status);
  } finally {
    process.kill(stage.pidOf('partners'), 'SIGCONT');
  }
  const headers = { authorization: `Bearer ${own}` };
  await stage.until(
    async () => (await fetch(`${stage.system.url}/v1/decisions`, { headers })).status === 401,
    'the keys to be known',
  );
}, 120_000);

it('other readings and other settings at a restart are offers, and move nothing', async () => {
  await stage.system.stop();
  process.env['READINGS'] = 'R5=paid';
  stage = await Stage.open({ on: folder, demandAfterDays: 0 });
  stage.remember(contract(1, {}));
  expect(await whatMoved()).toEqual(before);
  expect((await stage.get('/v1/policy')).offered.readings).toMatchObject({ R5: 'paid' });
  expect((await stage.get('/v1/policy/settings')).offered.demandAfterDays).toBe(0);
}, 180_000);
