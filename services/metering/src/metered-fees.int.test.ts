import {
  type Fact,
  type InvoiceData,
  meteredFee,
  type NumberedInvoice,
  readItem,
  type UsageData,
} from '@duixian/facts';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { Register } from '@duixian/register';
import type { Database } from '@duixian/runtime';
import { Random, testUsccs } from '@duixian/testing';
import { examples } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMetering } from './metering.ts';

const [OWNER, ...USERS] = testUsccs(3).map((uscc) => ({
  uscc,
  name: '示例',
  kind: 'enterprise',
  divisionCode: '410100',
}));
const ABROAD = { uscc: null, name: 'Example Lab', kind: 'other', divisionCode: null, country: 'DE' };
let servers: ServersForTests;

beforeAll(async () => {
  servers = await openServersForTests('metered-fees-test');
});

afterAll(() => servers.close());

async function metering(on?: Database): Promise<{ database: Database; register: Register }> {
  const parts = await servers.open(on);
  const { register } = await startMetering(parts);
  return { database: parts.database, register };
}

function fact(type: string, subject: string, data: object): Fact {
  const attributes = {
    specversion: '1.0',
    id: subject,
    source: 'urn:test:platform',
    time: '2019-12-06T07:08:09Z',
  };
  const read = readItem({ ...attributes, type, subject, data }, 1_000);
  if (!('fact' in read)) throw new Error(JSON.stringify(read.faults));
  return read.fact;
}

function usage(subject: string, changed: object = {}): Fact {
  return fact('duixian.usage.v1', subject, {
    revision: 1,
    instrumentId: 'I1',
    owner: OWNER,
    user: USERS[0],
    startedAt: '2019-05-31T23:30:00+08:00',
    endedAt: '2019-06-01T01:00:00+08:00',
    quantity: '1.5',
    unit: 'hour',
    feeFen: 700,
    way: 'occupy',
    status: 'final',
    ...changed,
  });
}

function invoice(subject: string, usageIds: string[], changed: object = {}): Fact {
  return fact('duixian.invoice.v1', subject, {
    revision: 1,
    owner: OWNER,
    user: USERS[0],
    instrumentIds: ['I1'],
    usageIds,
    issuedOn: '2019-06-02',
    amountFen: 100_000,
    paidAmountFen: 100_000,
    relatedParties: false,
    status: 'paid',
    ...changed,
  });
}

async function record(register: Register, facts: readonly Fact[]): Promise<void> {
  await register.record(facts.map((one) => ({ fact: one, traceparent: undefined })));
}

/** Numbers on both sides of the surrogates sort by code point, not as JavaScript compares them. */
const NUMBERS = ['1', '10', '2', 'é', '\u{fa0e}', '\u{20000}'].map((name) => `20190001-${name}`);
const USAGE_IDS = ['u1', 'u2', 'u3', 'N/A'];

function randomFact(random: Random, revision: number): Fact {
  const pick = <T>(values: readonly T[]): T => random.pick(values);
  const pair = { owner: pick([OWNER, OWNER, ABROAD]), user: pick([...USERS, USERS[0], ABROAD]) };
  if (random.below(3) === 0) {
    const status = pick(['final', 'final', 'draft', 'voided']);
    return usage(pick(USAGE_IDS), { revision, ...pair, status, feeFen: random.below(1_000) });
  }
  const usageIds = USAGE_IDS.filter(() => random.below(2) === 0);
  const status = pick(['paid', 'paid', 'issued', 'voided']);
  const issuedOn = pick(['2019-06-01', '2019-06-02', '2019-07-01']);
  return invoice(pick(NUMBERS), [...usageIds, ...usageIds.slice(0, 1)], {
    revision,
    ...pair,
    status,
    issuedOn,
  });
}

/** By the rule of docs/facts.md §3, from all that is stored. */
function feesByRule(facts: readonly Fact[]): Map<string, bigint | undefined> {
  const newest = new Map<string, Fact>();
  for (const one of facts) {
    const key = `${one.type} ${one.subject}`;
    if (one.data.revision > (newest.get(key)?.data.revision ?? 0)) newest.set(key, one);
  }
  const held = [...newest.values()];
  const invoices = held
    .filter(({ type }) => type === 'duixian.invoice.v1')
    .map(({ subject, data }): NumberedInvoice => ({ number: subject, data: data as InvoiceData }));
  const usageOf = (id: string) => newest.get(`duixian.usage.v1 ${id}`)?.data as UsageData | undefined;
  const namedBy = (id: string) => invoices.filter(({ data }) => data.usageIds.includes(id));
  return new Map(invoices.map((one) => [one.number, meteredFee(one, usageOf, namedBy)]));
}

async function feesHeld({ collections }: Register): Promise<Map<string, bigint | undefined>> {
  const found = await collections.records.find({ type: 'duixian.invoice.v1' }).toArray();
  return new Map(found.map(({ subject, meteredFeeFen }) => [subject, meteredFeeFen]));
}

it('has the fees of the rule after any history, in any order and any batches', async () => {
  const { database, register } = await metering();
  const { records, history } = register.collections;
  for (let seed = 1; seed <= examples(40); seed++) {
    await Promise.all([records.deleteMany({}), history.deleteMany({})]);
    await database.collection('invoiceLinks').deleteMany({});
    const random = new Random(seed);
    const facts = Array.from({ length: 40 }, (_, at) => randomFact(random, at + 1));
    const shuffled = random.shuffled(facts);
    for (let at = 0; at < shuffled.length; ) {
      const size = 1 + random.below(seed % 2 === 0 ? 2 : 9);
      await record(register, shuffled.slice(at, at + size));
      at += size;
    }
    expect([seed, await feesHeld(register)]).toEqual([seed, feesByRule(facts)]);
  }
}, 120_000);

/** How much all operations on the database examined since the profiler was emptied. */
async function documentsRead(database: Database): Promise<number> {
  const profile = database.collection('system.profile');
  const [sum] = await profile
    .aggregate([
      { $group: { _id: null, documents: { $sum: '$docsExamined' }, keys: { $sum: '$keysExamined' } } },
    ])
    .toArray();
  return Number(sum?.['documents'] ?? 0) + Number(sum?.['keys'] ?? 0);
}

it.each([
  ['no record', [] as Fact[], 'paid'],
  ['a record of theirs', [usage('N/A')], 'paid'],
  [
    'a record of theirs, the first of them unpaid',
    [usage('N/A'), invoice('0', ['N/A'], { status: 'issued' })],
    'paid',
  ],
  ['no record, and none is paid', [], 'issued'],
])('reads no more for the last of 3,000 invoices that name one id: %s', async (_, first, status) => {
  const { database, register } = await metering();
  await record(register, first);
  const profiled = async (from: number) => {
    await database.command({ profile: 2 });
    for (let at = from; at < from + 20; at++)
      await record(register, [invoice(`V${at + 10_000}`, ['N/A'], { status, issuedOn: '2019-07-01' })]);
    await database.command({ profile: 0 });
    const read = await documentsRead(database);
    await database.dropCollection('system.profile');
    return read;
  };
  const atFirst = await profiled(0);
  for (let at = 20; at < 2_980; at += 370)
    await record(
      register,
      Array.from({ length: 370 }, (_, one) => invoice(`V${at + one + 10_000}`, ['N/A'], { status })),
    );
  const atLast = await profiled(2_980);
  expect(atFirst).toBeGreaterThan(0);
  expect(atLast).toBeLessThanOrEqual(atFirst + 20);
  const usageDocument = await register.collections.records.findOne({ _id: 'usage/N/A' });
  expect(
    JSON.stringify(usageDocument, (_, value) => (typeof value === 'bigint' ? 0 : value)).length,
  ).toBeLessThan(2_000);
});

it('turns what documents of the first kind say into links, once, and goes on from there', async () => {
  const { database, register } = await metering();
  const facts = [
    usage('m'),
    invoice('M1', ['m', 'n']),
    invoice('M2', ['n', 'm']),
    invoice('M0', ['m'], { status: 'issued' }),
  ];
  await record(register, facts);
  const { records } = register.collections;
  for (const [id, namedBy] of [
    ['usage/m', ['M1', 'M2', 'M0']],
    ['usage/n', ['M1', 'M2']],
  ] as const)
    await records.updateOne({ _id: id }, { $set: { namedBy }, $unset: { named: 1 } } as never);
  await database.collection('invoiceLinks').deleteMany({});
  await database.collection('steps').deleteMany({});

  const { register: later } = await metering(database);
  expect(await database.collection('invoiceLinks').countDocuments()).toBe(5);
  expect(await records.findOne({ _id: 'usage/n' })).toMatchObject({ named: true, revision: 0 });
  expect(await records.countDocuments({ namedBy: { $exists: true } } as never)).toBe(0);
  const more = [usage('n', { feeFen: 50 }), invoice('M1', ['m'], { revision: 2, status: 'voided' })];
  await record(later, more);
  expect(await feesHeld(later)).toEqual(feesByRule([...facts, ...more]));
});
