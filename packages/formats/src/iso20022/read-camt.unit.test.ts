import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type KnownOrder, statusesOfReports } from '../payment-reports/statuses-of-reports.ts';
import { OUR_ACCOUNT, REFERENCES } from './payment-file-for-tests.ts';
import { readCamt } from './read-camt.ts';
import { reasonCode } from './reason-codes.ts';
import { schemaFaults } from './schemas-for-tests.ts';

const SAMPLE = readFileSync(new URL('../../samples/camt.054.001.08.xml', import.meta.url));
const TERMS = { accountNo: OUR_ACCOUNT };
const [REFERENCE] = REFERENCES;
const read = (text: string) => readCamt(Buffer.from(text), TERMS);
const changed = (...changes: readonly [string | RegExp, string][]) =>
  read(changes.reduce((text, [from, to]) => text.replace(from, to), SAMPLE.toString()));
const ORDER: KnownOrder = {
  ...{ orderId: 'R-0', amountFen: 100_000_000n, payeeAccountNo: '123456', payeeName: '甲' },
};
const judged = (reading: ReturnType<typeof readCamt>) =>
  statusesOfReports(reading.items, {
    order: (reference) => (reference === REFERENCE ? ORDER : undefined),
    ordersOfFile: () => undefined,
  });

it('the sample is read: a payment and its return, under the numbers of the bank', () => {
  const reading = readCamt(SAMPLE, TERMS);
  expect([reading.faults, reading.warnings]).toEqual([[], []]);
  expect(judged(reading)).toMatchObject({
    statuses: [
      { status: 'paid', on: '2026-03-03', bankReference: 'BANKREF-1', returnedFen: null, reason: '' },
      {
        status: 'returned',
        on: '2026-03-03',
        bankReference: 'BANKREF-2',
        returnedFen: 100_000_000n,
        reason: 'AC01 账号户名不符',
      },
    ],
    unknown: [],
    contradictions: [],
  });
  expect(schemaFaults('camt.054.001.08', SAMPLE)).toBe('');
});

it('a part that came back is returned in part', () => {
  const { statuses } = judged(changed([/1000000\.00(?=<\/Amt><CdtDbtInd>CRDT)/g, '250000.00']));
  expect(statuses[1]).toMatchObject({ status: 'returned', returnedFen: 25_000_000n });
});

it('another amount than ordered contradicts the order', () => {
  const { statuses, contradictions } = judged(changed([/1000000\.00/g, '1000000.01']));
  expect([statuses.length, contradictions.length]).toEqual([0, 2]);
});

it('two debits of one order under two numbers are one too many', () => {
  const twice = changed([/(<CdtDbtInd>)CRDT/g, '$1DBIT']);
  expect(judged(twice)).toMatchObject({
    statuses: [{ status: 'paid', bankReference: 'BANKREF-1' }],
    contradictions: [{ message: expect.stringContaining('paid twice, as BANKREF-1 and as BANKREF-2') }],
  });
});

it('the same entry twice is one payment', () => {
  const twice = changed([/(<CdtDbtInd>)CRDT/g, '$1DBIT'], [/BANKREF-2/g, 'BANKREF-1']);
  expect(judged(twice)).toMatchObject({ statuses: [{}, {}], contradictions: [] });
});

it('a camt.053 of the same entries says the same', () => {
  const text = SAMPLE.toString()
    .replaceAll('camt.054.001', 'camt.053.001')
    .replaceAll('BkToCstmrDbtCdtNtfctn', 'BkToCstmrStmt')
    .replaceAll('Ntfctn>', 'Stmt>')
    .replace(
      '</Acct>',
      '</Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-03</Dt></Dt></Bal>',
    );
  expect(schemaFaults('camt.053.001.08', Buffer.from(text))).toBe('');
  expect(read(text).items).toEqual(readCamt(SAMPLE, TERMS).items);
});

it('versions .02 and .14 that the schema accepts say the same', () => {
  const newest = SAMPLE.toString().replaceAll('camt.054.001.08', 'camt.054.001.14');
  expect(schemaFaults('camt.054.001.14', Buffer.from(newest))).toBe('');
  const old = SAMPLE.toString()
    .replaceAll('camt.054.001.08', 'camt.054.001.02')
    .replaceAll('<Sts><Cd>BOOK</Cd></Sts>', '<Sts>BOOK</Sts>')
    .replaceAll(
      /(<\/Refs>)(<Amt Ccy="CNY">[^<]*<\/Amt>)<CdtDbtInd>....<\/CdtDbtInd>/g,
      '$1<AmtDtls><TxAmt>$2</TxAmt></AmtDtls>',
    );
  expect(schemaFaults('camt.054.001.02', Buffer.from(old))).toBe('');
  for (const text of [newest, old]) expect(read(text).items).toEqual(readCamt(SAMPLE, TERMS).items);
});

describe('left out, noted or warned of is', () => {
  it('what is not booked', () => {
    expect(changed([/BOOK/g, 'PDNG']).items.map(({ state }) => state)).toEqual(['noted', 'noted']);
  });

  it('what has no reference of ours', () => {
    expect(changed([/<EndToEndId>[^<]*<\/EndToEndId>/, '']).items).toHaveLength(1);
    expect(changed([/<EndToEndId>[^<]*/g, '<EndToEndId>NOTPROVIDED'])).toMatchObject({
      items: [],
      faults: [],
    });
  });

  it('a return without a number of the bank, with a warning', () => {
    const reading = changed([/<AcctSvcrRef>[^<]*<\/AcctSvcrRef>/g, '']);
    expect(reading.items).toHaveLength(2);
    expect(reading.warnings).toMatchObject([{ place: expect.stringContaining('AcctSvcrRef') }]);
  });

  it('a debit that reverses a credit, with a warning', () => {
    const reading = changed([
      /<CdtDbtInd>DBIT<\/CdtDbtInd><Sts>/,
      '<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>',
    ]);
    expect(reading.items.map(({ state }) => state)).toEqual(['returned']);
    expect(reading.warnings).toHaveLength(1);
  });

  it('an unknown reference, which is listed', () => {
    expect(judged(changed([new RegExp(REFERENCE), 'DXOTHER']))).toMatchObject({
      unknown: [{ of: { reference: 'DXOTHER' } }],
      statuses: [{ status: 'returned' }],
    });
  });
});

describe('the whole file is refused for', () => {
  it.each<[string, [string | RegExp, string], string]>([
    ['another account', ['<Id>0000000000000000000</Id>', '<Id>1230000000000009999</Id>'], 'account …9999'],
    ['an account in dollars', ['<Ccy>CNY</Ccy>', '<Ccy>USD</Ccy>'], 'kept in "USD"'],
    ['an entry in dollars', ['<Amt Ccy="CNY">', '<Amt Ccy="USD">'], 'in "USD"; right is CNY'],
    ['a transaction in dollars', [/(<\/Refs>)<Amt Ccy="CNY">/, '$1<Amt Ccy="USD">'], 'in "USD"'],
    ['an amount without a currency', ['<Amt Ccy="CNY">', '<Amt>'], 'right is CNY'],
    ['no account', [/<Acct>.*<\/Acct>/, ''], 'Acct is missing'],
    ['a later version', ['camt.054.001.08', 'camt.054.001.15'], '.01 to .14'],
    ['another kind', ['camt.054.001.08', 'camt.052.001.08'], 'right is a Document of'],
    ['an end that is missing', [/<\/BkToCstmrDbtCdtNtfctn>[\s\S]*/, ''], 'not well-formed'],
  ])('%s', (_, change, message) => {
    const { items, faults } = changed(change);
    expect(items).toEqual([]);
    expect(faults.map((fault) => fault.message).join()).toContain(message);
  });

  it('an account, without its number in the answer', () => {
    const { faults } = changed(['<Id>0000000000000000000</Id>', '<Id>1230000000000009999</Id>']);
    expect(JSON.stringify(faults)).not.toMatch(/123000/);
  });
});

describe('an entry is refused, and the others are taken, for', () => {
  it.each<[string, [string | RegExp, string], string]>([
    ['part of a fen', [/(<\/Refs><Amt Ccy="CNY">)1000000.00/, '$11000000.001'], 'whole fen'],
    ['an amount of nothing', [/(<\/Refs><Amt Ccy="CNY">)1000000.00/, '$10.00'], 'above zero'],
    ['a day that does not exist', ['<BookgDt><Dt>2026-03-03', '<BookgDt><Dt>2026-02-30'], 'BookgDt'],
    [
      'an unknown direction',
      [/(<\/Amt>)<CdtDbtInd>DBIT(<\/CdtDbtInd><\/TxDtls>)/, '$1<CdtDbtInd>BOTH$2'],
      'DBIT or CRDT',
    ],
  ])('%s', (_, change, message) => {
    const { items, faults } = changed(change);
    expect(items.map(({ state }) => state)).toEqual(['returned']);
    expect(faults.map((fault) => fault.message).join()).toContain(message);
  });

  it('two transactions without amounts of their own', () => {
    const detail = `<TxDtls><Refs><EndToEndId>${REFERENCE}</EndToEndId></Refs></TxDtls>`;
    const one = changed([/<TxDtls>.*?<\/TxDtls>/, detail]);
    expect(one.items[0]).toMatchObject({ state: 'paid', amountFen: 100_000_000n });
    const two = changed([/<TxDtls>.*?<\/TxDtls>/, detail + detail]);
    expect(two).toMatchObject({ items: [{ state: 'returned' }], faults: [{}, {}] });
  });
});

it('amounts of five decimals that are whole fen, and times of booking, are read', () => {
  const reading = changed(
    [/1000000\.00/g, '1000000.00000'],
    [/<BookgDt><Dt>2026-03-03<\/Dt>/g, '<BookgDt><DtTm>2026-03-03T09:00:00+08:00</DtTm>'],
  );
  expect(reading.items).toMatchObject([{ amountFen: 100_000_000n, on: '2026-03-03' }, {}]);
});

it('many entries need the memory of their reports, not of their elements', () => {
  const text = SAMPLE.toString();
  const entries = text.slice(text.indexOf('<Ntry>'), text.indexOf('</Ntfctn>'));
  const bytes = Buffer.from(text.replace(entries, () => entries.repeat(2_000)));
  const before = process.memoryUsage().heapUsed;
  expect(readCamt(bytes, TERMS).items).toHaveLength(4_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024);
});

it('a reason has words and what to do; one that is not in the list has none', () => {
  expect(reasonCode('AM05')).toMatchObject({
    zh: '重复支付',
    actionEn: expect.stringContaining('never'),
    mark: 'recalled',
  });
  expect(reasonCode('ZZ99')).toBeUndefined();
});
