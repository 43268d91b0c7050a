import { type Fact, type Party, readItem } from '@duixian/facts';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { Register } from '@duixian/register';
import type { Database } from '@duixian/runtime';
import { HeldDatabase } from '@duixian/testing';
import { defined } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decimalOf } from './domain/usage-total.ts';
import { startMetering } from './metering.ts';
import { openTotals, readTotal } from './store/total-store.ts';

const OWNER: Party = {
  uscc: '91410100170051134L',
  name: '甲方（示例）',
  kind: 'enterprise',
  divisionCode: '410100',
};
const USER: Party = {
  uscc: '914101007794205343',
  name: '乙方（示例）',
  kind: 'enterprise',
  divisionCode: '410100',
};

let servers: ServersForTests;
let database: Database;
let registers: Register[];
/** More processes, each of which can be stopped when its transaction is about to write. */
let held: HeldDatabase<Database>;
let blind: HeldDatabase<Database>;
let heldRegister: Register;
let blindRegister: Register;

// Two registers on one database act as two processes that receive facts at the same instant.
beforeAll(async () => {
  servers = await openServersForTests('metering-test');
  ({ database } = await servers.open());
  registers = [await processOn(database), await processOn(database)];
  held = new HeldDatabase(database, { blind: false });
  blind = new HeldDatabase(database, { blind: true });
  heldRegister = await processOn(held.connection);
  blindRegister = await processOn(blind.connection);
});

afterAll(() => servers.close());

async function processOn(connection: Database): Promise<Register> {
  const { register } = await startMetering(await servers.open(connection));
  return register;
}

function fact(type: string, subject: string, data: object): Fact {
  const item = {
    specversion: '1.0',
    id: `${subject}`,
    source: 'urn:test:platform',
    type,
    subject,
    time: '2019-12-31T07:08:09Z',
    data,
  };
  const read = readItem(item, 1_000);
  if (!('fact' in read)) throw new Error(JSON.stringify(read.faults));
  return read.fact;
}

function usage(subject: string, feeFen: number, changed: object = {}): Fact {
  return fact('duixian.usage.v1', subject, {
    revision: 1,
    instrumentId: 'I1',
    owner: OWNER,
    user: USER,
    startedAt: '2019-05-31T23:30:00+08:00',
    endedAt: '2019-06-01T01:00:00+08:00',
    quantity: '1.5',
    unit: 'hour',
    feeFen,
    way: 'occupy',
    status: 'final',
    ...changed,
  });
}

function invoice(subject: string, usageIds: string[], changed: object = {}): Fact {
  return fact('duixian.invoice.v1', subject, {
    revision: 1,
    owner: OWNER,
    user: USER,
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

async function record(register: number, ...facts: Fact[]): Promise<void> {
  const outcomes = await recordBy(registers[register], ...facts);
  expect(outcomes).toEqual(facts.map(() => 'recorded'));
}

async function recordBy(register: Register | undefined, ...facts: Fact[]): Promise<unknown> {
  return register?.record(facts.map((one) => ({ fact: one, traceparent: undefined })));
}

async function feeOf(number: string): Promise<[bigint | undefined, bigint | undefined]> {
  const record = await registers[0]?.collections.records.findOne({ _id: `invoice/${number}` });
  return [record?.meteredFeeFen, record?.version];
}

describe('metering', () => {
  it('keeps totals beyond 64 bits, and says them exactly', async () => {
    const most = { quantity: '999999999999.999999', instrumentId: 'LARGE' };
    await record(0, ...Array.from({ length: 9 }, (_, at) => usage(`L${at}`, 1, most)));
    await record(0, usage('L9', 1, most), usage('innocent', 1, { instrumentId: 'SMALL' }));
    await record(1, ...Array.from({ length: 5 }, (_, at) => usage(`L${10 + at}`, 1, most)));
    const totals = await openTotals(database);
    const [stored] = await totals.find({ instrumentId: 'LARGE' }).toArray();
    const large = readTotal(defined(stored, 'it has a total'));
    expect(large).toMatchObject({ records: 15n, feeFen: 15n, hours: 15n * 999_999_999_999_999_999n });
    expect(decimalOf(large.hours)).toBe('14999999999999.999985');
    // Back below 64 bits.
    const withdrawn = Array.from({ length: 10 }, (_, at) =>
      usage(`L${at}`, 1, { ...most, revision: 2, status: 'voided' }),
    );
    await record(0, ...withdrawn);
    expect(await totals.findOne({ instrumentId: 'LARGE' })).toMatchObject({
      records: 5n,
      hours: 5n * 999_999_999_999_999_999n,
    });
  });

  it('raises an invoice under a new version when a record arrives after it', async () => {
    await record(0, invoice('A1', ['a-late', 'a-late']));
    expect(await feeOf('A1')).toEqual([0n, 1n]);
    await record(0, usage('a-late', 30_000));
    expect(await feeOf('A1')).toEqual([30_000n, 2n]);
    await record(0, usage('a-late', 30_000, { revision: 2, status: 'voided' }));
    expect(await feeOf('A1')).toEqual([0n, 3n]);
  });

  it('charges a record to the earliest paid invoice only, whatever comes first', async () => {
    await record(0, usage('b', 5_000), invoice('B2', ['b'], { issuedOn: '2019-06-03' }));
    expect(await feeOf('B2')).toEqual([5_000n, 1n]);
    await record(0, invoice('B1', ['b']));
    expect(await feeOf('B1')).toEqual([5_000n, 1n]);
    expect(await feeOf('B2')).toEqual([0n, 2n]);
    await record(0, invoice('B1', [], { revision: 2 }));
    expect(await feeOf('B1')).toEqual([undefined, 2n]);
    expect(await feeOf('B2')).toEqual([5_000n, 3n]);
  });

  it('gives two invoices that name one record at the same instant the fees of the rule', async () => {
    for (let round = 0; round < 20; round++) {
      const [record1, first, second] = [`c${round}`, `C${round}-1`, `C${round}-2`];
      await Promise.all([
        record(0, invoice(first, [record1])),
        record(1, invoice(second, [record1]), usage(record1, 700)),
      ]);
      expect([(await feeOf(first))[0], (await feeOf(second))[0]]).toEqual([700n, 0n]);
    }
  });

  it('charges a known record once when another invoice joined it after it was read', async () => {
    await record(0, usage('e', 700));
    await held.meet(
      () => recordBy(heldRegister, invoice('E2', ['e'])),
      () => record(0, invoice('E1', ['e'])),
    );
    expect([(await feeOf('E1'))[0], (await feeOf('E2'))[0]]).toEqual([700n, 0n]);
  });

  it('charges a record that came while an invoice that names it was computed', async () => {
    await held.meet(
      () => recordBy(heldRegister, invoice('F1', ['f'])),
      () => record(0, usage('f', 800)),
    );
    await held.meet(
      () => recordBy(heldRegister, usage('g', 900)),
      () => record(0, invoice('G1', ['g'])),
    );
    expect([(await feeOf('F1'))[0], (await feeOf('G1'))[0]]).toEqual([800n, 900n]);
  });

  it('knows a change of a record by its guard alone', async () => {
    await record(0, usage('h', 700));
    await blind.meet(
      () => recordBy(blindRegister, invoice('H2', ['h'])),
      () => record(0, invoice('H1', ['h'])),
    );
    expect([(await feeOf('H1'))[0], (await feeOf('H2'))[0]]).toEqual([700n, 0n]);
  });

  it('adds to a total what another process added after it was read', async () => {
    await record(0, usage('t0', 1_000, { instrumentId: 'IT' }));
    await held.meet(
      () => recordBy(heldRegister, usage('t1', 1_000, { instrumentId: 'IT' })),
      () => record(0, usage('t2', 1_000, { instrumentId: 'IT' })),
    );
    await blind.meet(
      () => recordBy(blindRegister, usage('t3', 1_000, { instrumentId: 'IT' })),
      () => record(0, usage('t4', 1_000, { instrumentId: 'IT' })),
    );
    const total = await database.collection('usageTotals').findOne({ instrumentId: 'IT' });
    expect(total).toMatchObject({ feeFen: 5_000n, records: 5n });
  });

  it('keeps totals per instrument, owner, user and month of Shanghai, corrected by amended records', async () => {
    await record(
      0,
      usage('d1', 10_000, { instrumentId: 'ID' }),
      usage('d2', 20_000, { instrumentId: 'ID', unit: 'sample', quantity: '3' }),
    );
    await record(0, usage('d1', 12_000, { instrumentId: 'ID', revision: 2, quantity: '2.25' }));
    const total = await database.collection('usageTotals').findOne({ instrumentId: 'ID' });
    expect(total).toMatchObject({
      month: '2019-05',
      hours: 2_250_000n,
      samples: 3_000_000n,
      feeFen: 32_000n,
      records: 2n,
    });
  });
});
