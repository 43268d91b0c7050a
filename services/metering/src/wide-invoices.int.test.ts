import { type Fact, readItem } from '@duixian/facts';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { Register } from '@duixian/register';
import type { Database } from '@duixian/runtime';
import { City } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMetering } from './metering.ts';

/** About as many as fit into one item. */
const NAMED = 15_000;
const city = new City({ entities: 2, institutions: 1 });

let servers: ServersForTests;
let database: Database;
let register: Register;

beforeAll(async () => {
  servers = await openServersForTests('wide-invoices-test');
  const parts = await servers.open();
  database = parts.database;
  ({ register } = await startMetering(parts));
});

afterAll(() => servers.close());

function factOf(item: object): Fact {
  const read = readItem(item, 130_000);
  if (!('fact' in read)) throw new Error(JSON.stringify(read.faults));
  return read.fact;
}

function invoice(number: string, usageIds: string[]): Fact {
  const made = city.invoice(1) as unknown as { data: object };
  return factOf({ ...made, subject: number, id: number, data: { ...made.data, usageIds } });
}

async function record(...facts: Fact[]): Promise<readonly unknown[]> {
  return register.record(facts.map((fact) => ({ fact, traceparent: undefined })));
}

it('records invoices that name as many records as fit, beside others in one request, and nobody waits for them', async () => {
  const usageIds = Array.from({ length: NAMED }, (_, at) => `${at}`);
  const finished: string[] = [];
  const note = (name: string) => (outcomes: readonly unknown[]) => {
    finished.push(name);
    return outcomes;
  };
  const [wide, light] = await Promise.all([
    record(
      invoice('WIDE-1', usageIds),
      invoice('SMALL-1', []),
      invoice('WIDE-2', usageIds),
      invoice('SMALL-1', []),
    ).then(note('wide')),
    record(invoice('SMALL-2', ['A'])).then(note('light')),
  ]);
  expect(wide).toEqual(['recorded', 'recorded', 'recorded', 'duplicate']);
  expect(light).toEqual(['recorded']);
  expect(finished).toEqual(['light', 'wide']);
  expect(await database.collection('invoiceLinks').countDocuments()).toBe(2 * NAMED + 1);
}, 60_000);

it('moves the fees of many records from one wide invoice to the next', async () => {
  const KNOWN = 250;
  const made = city.usage(3) as unknown as { data: object };
  const { data } = city.invoice(1) as unknown as { data: { owner: object; user: object } };
  const { owner, user } = data;
  const usage = Array.from({ length: KNOWN }, (_, at) =>
    factOf({ ...made, subject: `${at}`, id: `u-${at}`, data: { ...made.data, owner, user, feeFen: 700 } }),
  );
  await record(...usage);
  expect(await feesOf('WIDE-1', 'WIDE-2')).toEqual([BigInt(KNOWN) * 700n, 0n]);

  const voided = { ...data, revision: 2, usageIds: Array.from({ length: NAMED }, (_, at) => `${at}`) };
  const item = { ...city.invoice(1), subject: 'WIDE-1', id: 'again', data: { ...voided, status: 'voided' } };
  expect(await record(factOf(item))).toEqual(['recorded']);
  expect((await feesOf('WIDE-2'))[0]).toBe(BigInt(KNOWN) * 700n);
}, 60_000);

async function feesOf(...numbers: string[]): Promise<(bigint | undefined)[]> {
  const { records } = register.collections;
  const found = await Promise.all(numbers.map((number) => records.findOne({ _id: `invoice/${number}` })));
  return found.map((record) => record?.meteredFeeFen);
}
