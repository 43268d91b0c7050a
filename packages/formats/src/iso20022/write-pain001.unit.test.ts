import { readFileSync } from 'node:fs';
import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BANK_FILE } from '../bank-file.ts';
import { fenOfYuan } from '../exact-amount.ts';
import { readXmlRecords, readXmlTree } from '../xml/read-xml.ts';
import { elementAt, elementsAt, textAt, type XmlElement } from '../xml/xml-element.ts';
import type { BankProfile, FileOrder, PaymentFile } from './payment-file.ts';
import { FILE, ORDER, PROFILE, TERMS } from './payment-file-for-tests.ts';
import { schemaFaults } from './schemas-for-tests.ts';
import { writePain001 } from './write-pain001.ts';

const KIND = 'pain.001.001.09';
const TRANSACTIONS = 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf';

function bytesOf(file: Partial<PaymentFile> = {}, profile: Partial<BankProfile> = {}): Uint8Array {
  const written = writePain001({ ...FILE, ...file }, { ...PROFILE, ...profile }, TERMS);
  if ('faults' in written) throw new Error(written.faults.map(({ message }) => message).join('\n'));
  return written.bytes;
}

function treeOf(bytes: Uint8Array): XmlElement {
  const read = readXmlTree(bytes, BANK_FILE);
  if ('fault' in read) throw new Error(read.fault.message);
  return read.root;
}

function faultsOf(file: Partial<PaymentFile>): string[] {
  const written = writePain001({ ...FILE, ...file }, PROFILE, TERMS);
  return 'faults' in written ? written.faults.map(({ message }) => message) : [];
}

/** Names and texts of all elements: what a file says, apart from white space. */
function contentOf(element: XmlElement): unknown {
  return [element.name, element.text.trim(), [...element.attributes], element.children.map(contentOf)];
}

const order = (change: Partial<FileOrder>) => ({ orders: [{ ...ORDER, ...change }] });

it('a file is what the sample for China is, and the schema finds nothing', () => {
  const sample = readFileSync(new URL('../../samples/pain.001.001.09-china.xml', import.meta.url));
  // The sample's codes are no valid USCCs, and its banks have a country as well.
  const [office, payee] = [FILE.initiator.uscc, ORDER.payeeUscc];
  const like = sample
    .toString()
    .replace('>11410100EXAMPLE317<', `>${office}<`)
    .replaceAll(/<Id>91410100EXAMPLE\w+<\/Id>/g, `<Id>${payee}</Id>`)
    .replaceAll(/(<Nm>示例银行郑州花园支行<\/Nm>)<PstlAdr>.*?<\/PstlAdr>/g, '$1');
  const bytes = bytesOf();
  expect(contentOf(treeOf(bytes))).toEqual(contentOf(treeOf(Buffer.from(like))));
  expect(schemaFaults(KIND, bytes)).toBe('');
  expect(Buffer.from(bytes).toString()).not.toMatch(/^\ufeff|<!/);
});

it('the schema does find what is wrong', () => {
  const wrong = Buffer.from(bytesOf()).toString().replace('<PmtMtd>TRF', '<PmtMtd>XYZ');
  expect(schemaFaults(KIND, Buffer.from(wrong))).toContain('PmtMtd');
});

it('urgent orders have a part of their own, and every level its sums', () => {
  const root = treeOf(bytesOf({}, { urgentAboveFen: 30_000_000n, purposeCode: null }));
  const parts = elementsAt(root, 'CstmrCdtTrfInitn/PmtInf');
  expect(
    parts.map((part) =>
      ['PmtInfId', 'PmtTpInf/SvcLvl/Cd', 'NbOfTxs', 'CtrlSum'].map((path) => textAt(part, path)),
    ),
  ).toEqual([
    ['DX20260302-001-1', 'NURG', '1', '300000.00'],
    ['DX20260302-001-2', 'URGP', '1', '1000000.00'],
  ]);
  expect(textAt(root, 'CstmrCdtTrfInitn/GrpHdr/CtrlSum')).toBe('1300000.00');
  expect(elementsAt(root, `${TRANSACTIONS}/Purp`)).toEqual([]);
  expect(schemaFaults(KIND, bytesOf({}, { urgentAboveFen: 30_000_000n, purposeCode: null }))).toBe('');
});

it('a long purpose is cut and warned of, and the id is not', () => {
  const file = { ...FILE, ...order({ purpose: '长'.repeat(200) }) };
  const written = writePain001(file, PROFILE, TERMS);
  expect(written).toMatchObject({ warnings: [{ line: 1, place: 'purpose' }] });
  const text = textAt(treeOf(bytesOf(file)), `${TRANSACTIONS}/RmtInf/Ustrd`);
  expect([[...text].length, text.endsWith(`…；${ORDER.orderId}`)]).toEqual([140, true]);
});

describe('refused is', () => {
  it.each<[string, Partial<PaymentFile>, string]>([
    ['an id of another form', { messageId: 'DX2026-1' }, 'messageId'],
    ['an id of a day that does not exist', { messageId: 'DX20260230-001' }, 'messageId'],
    ['a time without an offset', { createdAt: '2026-03-02T10:00:00' }, 'createdAt'],
    ['a day before today', { executeOn: '2026-02-27' }, 'today, 2026-03-02, or later'],
    ['a Saturday', { executeOn: '2026-03-07' }, 'no working day'],
    ['no order', { orders: [] }, 'at least one'],
    ['no name of the payer', { payer: { ...FILE.payer, name: ' ' } }, 'payer.name: it is empty'],
    ['a payer’s account of letters', { payer: { ...FILE.payer, accountNo: 'ABC' } }, 'payer.accountNo'],
    ['an amount of nothing', order({ amountFen: 0n }), '0.01 to'],
    ['an amount below zero', order({ amountFen: -1n }), 'amountFen'],
    ['an amount of 100 billion yuan', order({ amountFen: 10_000_000_000_000n }), 'amountFen'],
    ['a reference of another form', order({ reference: ORDER.orderId }), 'reference'],
    [
      'a name of 141 characters',
      order({ payeeName: '长'.repeat(141) }),
      '141 characters; right is at most 140',
    ],
    ['a control character in a name', order({ payeeName: '甲\u0007' }), 'U+0007'],
    ['half a character in a name', order({ payeeName: '甲\ud800' }), 'U+D800'],
    ['a line break in a purpose', order({ purpose: '甲\n乙' }), 'line break'],
    ['a bank code of 11 digits', order({ payeeBankCode: '99949100000' }), '12 digits'],
    [
      'a UnionPay number instead of a bank code',
      order({ payeeBankCode: '6222020000001234' }),
      'payeeBankCode',
    ],
    ['a USCC with a wrong check character', order({ payeeUscc: '91410100170051134X' }), 'payeeUscc'],
    ['an account of 5 digits', order({ payeeAccountNo: '12345' }), '6 to 32 digits'],
    [
      'an order twice',
      { orders: [ORDER, ORDER] },
      'order 2 ("91410100EXAMPLE045-2018-international-1"), orderId: it is that of order 1',
    ],
  ])('%s', (_, file, message) => {
    expect(faultsOf(file).join('\n')).toContain(message);
  });

  it('everything at once', () => {
    const file = { messageId: 'x', ...order({ amountFen: 0n, payeeBankCode: '1' }) };
    expect(faultsOf(file)).toHaveLength(3);
  });

  it('10,001 orders', () => {
    const orders = Array.from({ length: 10_001 }, () => ORDER);
    expect(faultsOf({ orders })[0]).toContain('at most 10000');
  });
});

it('any names and amounts give a file of the schema that says them unchanged', () => {
  const name = fc.string({
    unit: fc.constantFrom('甲', '𠮷', '<', '&', '"', ']', '>', 'a', '（', '·'),
    minLength: 1,
    maxLength: 12,
  });
  const amountFen = fc.bigInt({ min: 1n, max: 9_999_999_999_999n });
  fc.assert(
    fc.property(name, name, amountFen, (payeeName, purpose, fen) => {
      const bytes = bytesOf(order({ payeeName, purpose, amountFen: fen }));
      const [transaction] = elementsAt(treeOf(bytes), TRANSACTIONS);
      const amount = transaction && elementAt(transaction, 'Amt/InstdAmt');
      expect(transaction && textAt(transaction, 'Cdtr/Nm')).toBe(payeeName);
      expect(fenOfYuan(amount?.text ?? '')).toBe(fen);
      expect(amount?.text).toMatch(/^\d+\.\d\d$/);
      expect(schemaFaults(KIND, bytes)).toBe('');
    }),
    { numRuns: examples(50) },
  );
});

it('10,000 orders are written in far less than five seconds', () => {
  const reference = (n: number) =>
    `DX${n
      .toString(4)
      .padStart(24, '0')
      .replaceAll(/\d/g, (digit) => 'ABCD'[Number(digit)] ?? '')}`;
  const orders = Array.from({ length: 10_000 }, (_, n) => ({
    ...ORDER,
    orderId: `R-${n}`,
    reference: reference(n),
  }));
  const start = performance.now();
  const bytes = bytesOf({ orders });
  expect(performance.now() - start).toBeLessThan(5_000);
  let sum = '';
  const fault = readXmlRecords(bytes, BANK_FILE, {
    isRecord: (path) => path.endsWith('GrpHdr/CtrlSum'),
    record: ({ text }) => {
      sum = text;
    },
  });
  expect([fault, sum]).toEqual([undefined, '10000000000.00']);
});
