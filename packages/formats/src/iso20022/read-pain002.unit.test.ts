import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type KnownOrder, statusesOfReports } from '../payment-reports/statuses-of-reports.ts';
import { REFERENCES } from './payment-file-for-tests.ts';
import { readPain002 } from './read-pain002.ts';
import { schemaFaults } from './schemas-for-tests.ts';

const SAMPLE = readFileSync(new URL('../../samples/pain.002.001.10.xml', import.meta.url));
const PAID = { paidOn: 'pain.002' } as const;
const [FIRST, SECOND] = REFERENCES;

/** A report of our file with what stands in it. */
function file(group: string, parts: string, version = '10'): Uint8Array {
  const of = '<OrgnlMsgId>DX20260302-001</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>';
  const head = '<GrpHdr><MsgId>B</MsgId><CreDtTm>2026-03-02T15:00:00+08:00</CreDtTm></GrpHdr>';
  return Buffer.from(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt>${head}<OrgnlGrpInfAndSts>${of}${group}</OrgnlGrpInfAndSts>${parts}</CstmrPmtStsRpt></Document>`,
  );
}
const status = (code: string) => `<GrpSts>${code}</GrpSts>`;
const reason = (code: string, text = '') =>
  `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${text && `<AddtlInf>${text}</AddtlInf>`}</StsRsnInf>`;
const transaction = (reference: string, code: string, more = '') =>
  `<TxInfAndSts><OrgnlInstrId>${reference}</OrgnlInstrId><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${code}</TxSts>${more}</TxInfAndSts>`;
const part = (...content: readonly string[]) =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>DX20260302-001-1</OrgnlPmtInfId>${content.join('')}</OrgnlPmtInfAndSts>`;

const ORDERS: readonly KnownOrder[] = REFERENCES.map((_, index) => ({
  ...{ orderId: `R-${index}`, amountFen: 100n, payeeAccountNo: '123456', payeeName: '甲' },
}));
const judged = (bytes: Uint8Array) =>
  statusesOfReports(readPain002(bytes, PAID).items, {
    order: (reference) => ORDERS[(REFERENCES as readonly string[]).indexOf(reference)],
    ordersOfFile: (messageId) => (messageId === 'DX20260302-001' ? ORDERS : undefined),
  });
const stateOf = (code: string, terms: Parameters<typeof readPain002>[1] = PAID) =>
  readPain002(file(status('PART'), part(transaction(FIRST, code, reason('NARR', 'x')))), terms).items[0]
    ?.state;

it('the sample is read: one order paid, one rejected with code and text', () => {
  const reading = readPain002(SAMPLE, PAID);
  expect([reading.faults, reading.warnings]).toEqual([[], []]);
  expect(reading.items).toMatchObject([
    { line: 8, of: { reference: FIRST }, state: 'paid', amountFen: null, reason: '' },
    { line: 9, of: { reference: SECOND }, state: 'rejected', reason: 'AC04 账户已销户' },
  ]);
  const as12 = SAMPLE.toString().replace('pain.002.001.10', 'pain.002.001.12');
  expect(schemaFaults('pain.002.001.12', Buffer.from(as12))).toBe('');
});

it.each([
  ['RCVD', 'noted'],
  ['PDNG', 'noted'],
  ['ACTC', 'accepted'],
  ['ACCP', 'accepted'],
  ['ACSP', 'accepted'],
  ['ACWC', 'accepted'],
  ['ACSC', 'paid'],
  ['ACCC', 'paid'],
  ['RJCT', 'rejected'],
  ['CANC', 'rejected'],
  ['PART', undefined],
  ['toString', undefined],
])('of a transaction, %s is %s', (code, state) => expect(stateOf(code)).toBe(state));

it('settled is only accepted where the bank’s statement decides', () => {
  expect(['ACSC', 'RJCT'].map((code) => stateOf(code, { paidOn: 'camt' }))).toEqual(['accepted', 'rejected']);
});

describe('a group', () => {
  const rejectedFile = file(`${status('RJCT')}${reason('FF01')}`, '');

  it('rejected without transactions rejects all orders of the file', () => {
    expect(judged(rejectedFile).statuses).toMatchObject([
      { orderId: 'R-0', status: 'rejected', reason: 'FF01' },
      { orderId: 'R-1', status: 'rejected', reason: 'FF01' },
    ]);
  });

  it('says the same when the file comes twice', () => {
    expect(judged(rejectedFile)).toEqual(judged(rejectedFile));
  });

  it('with transactions is left to them', () => {
    const content = part(transaction(FIRST, 'RJCT', reason('AC01')), transaction(SECOND, 'ACSP'));
    for (const code of ['PART', 'RJCT', 'ACSC'])
      expect(judged(file(status(code), content)).statuses.map(({ status: one }) => one)).toEqual([
        'rejected',
        'accepted',
      ]);
  });

  it('settled without transactions is only accepted', () => {
    expect(judged(file(status('ACSC'), '')).statuses).toMatchObject([
      { status: 'accepted' },
      { status: 'accepted' },
    ]);
  });

  it('PART without transactions is warned of', () => {
    expect(readPain002(file(status('PART'), ''), PAID)).toMatchObject({
      items: [],
      faults: [],
      warnings: [{}],
    });
  });

  it('of an unknown file is listed as unknown', () => {
    const other = Buffer.from(rejectedFile.toString().replace('DX20260302-001', 'DX20260302-999'));
    expect(judged(other)).toMatchObject({ statuses: [], unknown: [{ of: { messageId: 'DX20260302-999' } }] });
  });
});

describe('a part of a file', () => {
  it('rejected without transactions rejects its orders, whatever the group says', () => {
    const bytes = file(status('ACSP'), part('<PmtInfSts>RJCT</PmtInfSts>', reason('DT01')));
    expect(readPain002(bytes, PAID).items).toMatchObject([
      {
        of: { messageId: 'DX20260302-001', paymentInformationId: 'DX20260302-001-1' },
        state: 'rejected',
        reason: 'DT01',
      },
    ]);
  });

  it('with transactions is left to them, and the next part has its own', () => {
    const bytes = file(
      status('PART'),
      part('<PmtInfSts>RJCT</PmtInfSts>', reason('AC01'), transaction(FIRST, 'ACSC')) +
        part('<PmtInfSts>ACSP</PmtInfSts>'),
    );
    expect(readPain002(bytes, PAID).items).toMatchObject([
      { of: { reference: FIRST }, state: 'paid', reason: '' },
      { of: { messageId: 'DX20260302-001' }, state: 'accepted', reason: '' },
    ]);
  });
});

it('an unknown reference is listed, and the others are taken', () => {
  const bytes = file(status('PART'), part(transaction('DXUNKNOWN', 'ACSC'), transaction(SECOND, 'ACSC')));
  expect(judged(bytes)).toMatchObject({
    statuses: [{ orderId: 'R-1', status: 'paid' }],
    unknown: [{ of: { reference: 'DXUNKNOWN' } }],
  });
});

it('several texts and the bank’s own code are kept', () => {
  const own =
    '<StsRsnInf><Rsn><Prtry>X9</Prtry></Rsn><AddtlInf>a</AddtlInf><AddtlInf>b</AddtlInf></StsRsnInf>';
  const bytes = file('', part(transaction(FIRST, 'RJCT', reason('AC04') + own)));
  expect(readPain002(bytes, PAID).items).toMatchObject([{ reason: 'AC04 X9 a b' }]);
});

it('the amount of the original, where it is repeated, must be that of the order', () => {
  const original = (amount: string, currency = 'CNY') =>
    file(
      '',
      part(
        transaction(
          FIRST,
          'ACSC',
          `<OrgnlTxRef><Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt></OrgnlTxRef>`,
        ),
      ),
    );
  expect(judged(original('1.00'))).toMatchObject({ statuses: [{ status: 'paid' }], contradictions: [] });
  expect(judged(original('1.01'))).toMatchObject({ statuses: [], contradictions: [{ orderId: 'R-0' }] });
  for (const wrong of [original('1.001'), original('1.00', 'USD')])
    expect(readPain002(wrong, PAID)).toMatchObject({ items: [], faults: [{ code: 'bad-field' }] });
});

it('an order with two outcomes in a file has the first, and is for an officer', () => {
  const bytes = file('', part(transaction(FIRST, 'ACSC'), transaction(FIRST, 'RJCT', reason('AC01'))));
  expect(judged(bytes)).toMatchObject({
    statuses: [{ status: 'paid' }],
    contradictions: [{ orderId: 'R-0', message: expect.stringContaining('reports it as paid in line') }],
  });
});

it('a rejection without a reason is taken and warned of', () => {
  expect(readPain002(file('', part(transaction(FIRST, 'RJCT'))), PAID)).toMatchObject({
    items: [{ state: 'rejected', reason: '' }],
    warnings: [{ code: 'missing-field' }],
  });
});

describe('refused is', () => {
  it.each<[string, Uint8Array, string]>([
    ['a transaction without a reference', file('', part(transaction('', 'ACSC'))), 'OrgnlEndToEndId'],
    ['an unknown status', file('', part(transaction(FIRST, 'PAID'))), 'right is RCVD'],
    ['an unknown status of a group', file(status('OKAY'), ''), 'right is PART'],
    [
      'a report about another kind of file',
      Buffer.from(file(status('RJCT'), '').toString().replace('pain.001', 'pain.008')),
      'right is pain.001',
    ],
    ['a version that is older', file(status('RJCT'), '', '02'), 'pain.002.001.03 to .15'],
    [
      'another message',
      readFileSync(new URL('../../samples/camt.054.001.08.xml', import.meta.url)),
      'the root is "Document"',
    ],
    [
      'a file without a group',
      Buffer.from('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><C/></Document>'),
      'OrgnlGrpInfAndSts',
    ],
  ])('%s', (_, bytes, message) => {
    const { faults } = readPain002(bytes, PAID);
    expect(faults.map((fault) => fault.message).join('\n')).toContain(message);
  });
});
