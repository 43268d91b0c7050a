import { readFileSync } from 'node:fs';
import type { Party } from '@duixian/facts';
import { testUsccs } from '@duixian/testing';
import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainYuan } from '../exact-amount.ts';
import { completedFact } from '../foreign-fact.ts';
import { directoryOf } from '../unit-directory.ts';
import type { Einvoice } from './einvoice.ts';
import { type InvoiceCompanion, type InvoiceTerms, invoiceFactOf } from './invoice-fact.ts';
import { readEinvoice } from './read-einvoice.ts';
import { afterRedLetters, type BlueInvoice, blueNumberOf } from './red-letter.ts';

const [SELLER = '', BUYER = '', OTHER = ''] = testUsccs(3);
const OWNER: Party = { uscc: SELLER, name: '郑州示例大学', kind: 'university', divisionCode: '410102' };
const USER: Party = {
  uscc: BUYER,
  name: '郑州示例精密机械有限公司',
  kind: 'enterprise',
  divisionCode: '410100',
};
const BLUE_NUMBER = '18410000000000000001';
const RED_NUMBER = '18410000000000000002';

/** The samples, whose codes are no valid USCCs. */
const sample = (colour: 'blue' | 'red') =>
  readFileSync(new URL(`../../samples/einvoice-${colour}.xml`, import.meta.url), 'utf8')
    .replace('12410100EXAMPLE011', SELLER)
    .replace('91410100EXAMPLE21X', BUYER);
const BLUE_XML = sample('blue');
const RED_XML = sample('red');

type Change = readonly [from: string | RegExp, to: string];
const read = (xml: string, ...changes: readonly Change[]) =>
  readEinvoice(Buffer.from(changes.reduce((text, [from, to]) => text.replace(from, to), xml)));
function invoice(xml: string, ...changes: readonly Change[]): Einvoice {
  const { items, faults } = read(xml, ...changes);
  if (items[0] === undefined) throw new Error(faults.map(({ message }) => message).join('\n'));
  return items[0];
}

const TERMS: InvoiceTerms = {
  time: '2018-09-30T10:00:00+08:00',
  directory: directoryOf([OWNER, USER].map((party) => ({ ...party, unit: party.uscc ?? '' }))),
  refusedClassifications: ['3040502', '1'],
};
const COMPANION: InvoiceCompanion = {
  instrumentIds: [`${SELLER}/20180001`],
  usageIds: ['EXAMPLE-USE-2018-01'],
  paid: { fen: 2_600_000n, on: '2018-07-02' },
  relatedParties: false,
};
const DATA: BlueInvoice['data'] = {
  ...{ owner: OWNER, user: USER, instrumentIds: [`${SELLER}/20180001`], usageIds: ['EXAMPLE-USE-2018-01'] },
  ...{ issuedOn: '2018-06-29', amountFen: 2_600_000n, paidAmountFen: 2_600_000n },
  ...{ relatedParties: false, status: 'paid' },
};
const BLUE: BlueInvoice = { number: BLUE_NUMBER, data: DATA };

describe('a blue invoice', () => {
  it('is read, without who drew it', () => {
    expect(invoice(BLUE_XML)).toEqual({
      ...{
        number: BLUE_NUMBER,
        isRed: false,
        blueNumber: undefined,
        issuedOn: '2018-06-29',
        amountFen: 2_600_000n,
      },
      seller: { uscc: SELLER, name: '郑州示例大学' },
      buyer: { uscc: BUYER, name: '郑州示例精密机械有限公司' },
      items: [{ name: '*研发和技术服务*检测服务费', classificationCode: '3040101000000000000' }],
    });
  });

  it('is the content of a fact, with what the table beside it gives', () => {
    expect(invoiceFactOf(invoice(BLUE_XML), COMPANION, TERMS)).toEqual({
      fact: { type: 'duixian.invoice.v1', subject: BLUE_NUMBER, data: DATA },
    });
  });

  it('that is not paid is issued', () => {
    expect(invoiceFactOf(invoice(BLUE_XML), { ...COMPANION, paid: null }, TERMS)).toMatchObject({
      fact: { data: { status: 'issued', paidAmountFen: 0n } },
    });
  });

  it('of units that nobody knows waits for them', () => {
    const found = invoiceFactOf(invoice(BLUE_XML), COMPANION, { ...TERMS, directory: () => undefined });
    expect(found).toMatchObject({
      waiting: {
        waitsFor: [
          { field: 'owner', unit: SELLER },
          { field: 'user', unit: BUYER },
        ],
      },
    });
    expect('waiting' in found && completedFact(found.waiting, TERMS.directory)).toEqual({
      ...{ type: 'duixian.invoice.v1', subject: BLUE_NUMBER, data: DATA },
    });
  });

  it('may have a time of issue', () => {
    expect(invoice(BLUE_XML, ['<IssueTime>2018-06-29', '<IssueTime>2018-06-29 09:00:00']).issuedOn).toBe(
      '2018-06-29',
    );
  });

  it.each<[string, Partial<InvoiceCompanion>, Partial<InvoiceTerms>, string]>([
    ['paid more than its amount', { paid: { fen: 2_600_001n, on: '2018-07-02' } }, {}, 'paidAmountFen'],
    ['paid nothing', { paid: { fen: 0n, on: '2018-07-02' } }, {}, 'not above zero'],
    ['paid before it was issued', { paid: { fen: 1n, on: '2018-06-28' } }, {}, 'paidOn'],
    ['an instrument of no id', { instrumentIds: [' '] }, {}, 'instrumentIds'],
    ['goods, by the list', {}, { refusedClassifications: ['30401'] }, 'is no service'],
    ['a day after its arrival', {}, { time: '2018-06-28T10:00:00+08:00' }, 'IssueTime'],
  ])('of %s is refused', (_, companion, terms, message) => {
    const found = invoiceFactOf(invoice(BLUE_XML), { ...COMPANION, ...companion }, { ...TERMS, ...terms });
    expect('faults' in found && found.faults.map((fault) => fault.message).join()).toContain(message);
  });
});

describe('refused is an invoice with', () => {
  const amount = (name: string, text: string): Change => [new RegExp(`<${name}>[^<]*`), `<${name}>${text}`];

  it.each<[string, readonly Change[], string, string]>([
    [
      'totals that do not add up',
      [amount('TotalTaxAm', '1471.71')],
      'does-not-add-up',
      'are not 2600000 fen',
    ],
    ['19 digits', [[/18410000000000000001/g, '1841000000000000001']], 'bad-field', '20 digits'],
    ['a number out of a spreadsheet', [[/18410000000000000001/g, '1.84E+19']], 'bad-field', '20 digits'],
    ['two numbers that differ', [['<EIid>1', '<EIid>2']], 'bad-field', 'EIid'],
    [
      'two numbers',
      [['<InvoiceNumber>', '<InvoiceNumber>1</InvoiceNumber><InvoiceNumber>']],
      'bad-field',
      'occurs 2 times',
    ],
    [
      'two amounts',
      [['</TotalTaxAm>', '</TotalTaxAm><TotalTaxAm>0</TotalTaxAm>']],
      'bad-field',
      'occurs 2 times',
    ],
    ['no amount', [amount('TotalTaxAm', '')], 'missing-field', 'TotalTaxAm is missing'],
    ['an amount below zero', [amount('TotalTaxAm', '-1471.70')], 'bad-field', 'above zero'],
    ['part of a fen', [amount('TotalTaxAm', '1471.701')], 'bad-field', 'TotalTaxAm'],
    [
      'an amount of nothing',
      ['TotalAmWithoutTax', 'TotalTaxAm', 'TotalTax-includedAmount'].map((name) => amount(name, '0.00')),
      'bad-field',
      'it is nothing',
    ],
    ['no day', [['<IssueTime>2018-06-29', '<IssueTime>2018-06-31']], 'bad-field', 'IssueTime'],
    ['neither colour', [['<LabelCode>Y', '<LabelCode>B']], 'bad-field', '蓝字'],
    ['the colour of a red one', [['<LabelCode>Y', '<LabelCode>N']], 'bad-field', 'below zero'],
    ['a wrong check character', [[BUYER, '91410100170051134X']], 'bad-field', 'right check character'],
    ['no code of the buyer', [[/<BuyerIdNum>[^<]*/, '<BuyerIdNum>']], 'missing-field', 'BuyerIdNum'],
  ])('%s', (_, changes, code, message) => {
    const { items, faults } = read(BLUE_XML, ...changes);
    expect(items).toEqual([]);
    expect(faults.map((fault) => fault.code)).toContain(code);
    expect(faults.map((fault) => fault.message).join('\n')).toContain(message);
  });

  it('everything at once', () => {
    const { faults } = read(BLUE_XML, ['<IssueTime>2018', '<IssueTime>18'], amount('TotalTaxAm', 'x'), [
      '<EIid>1',
      '<EIid>2',
    ]);
    expect(faults).toHaveLength(3);
  });

  it('the number of a person as buyer, which is not repeated', () => {
    const { faults } = read(BLUE_XML, [BUYER, '410105199001011234']);
    expect(faults).toHaveLength(1);
    expect(JSON.stringify(faults)).not.toMatch(/199001/);
  });

  it.each<[string, string, string]>([
    [
      'an external entity',
      BLUE_XML.replace('<EInvoice>', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><EInvoice>'),
      'not-xml',
    ],
    [
      'entities of entities',
      BLUE_XML.replace('<EInvoice>', '<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><EInvoice>'),
      'not-xml',
    ],
    ['17 levels', `${'<EInvoice>'.repeat(17)}${'</EInvoice>'.repeat(17)}`, 'too-large'],
    ['more than 256 KiB', `<EInvoice>${' '.repeat(256 * 1024)}</EInvoice>`, 'too-large'],
    ['another root', '<OFD/>', 'wrong-kind-of-file'],
    ['a ZIP', 'PK\u0003\u0004', 'not-xml'],
  ])('%s', (_, xml, code) => expect(read(xml)).toMatchObject({ items: [], faults: [{ code }] }));
});

describe('a red letter', () => {
  const RED = invoice(RED_XML);
  const part = (fen: bigint, number = RED_NUMBER): Einvoice => ({ ...RED, number, amountFen: -fen });

  it('is read with the number of its blue one', () => {
    expect(RED).toMatchObject({
      number: RED_NUMBER,
      isRed: true,
      blueNumber: BLUE_NUMBER,
      amountFen: -2_600_000n,
    });
  });

  it('is no fact', () => {
    expect(invoiceFactOf(RED, COMPANION, TERMS)).toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ place: 'InIssuType' })]),
    });
  });

  it('of the whole amount voids the blue one, whose amounts stay', () => {
    expect(afterRedLetters(BLUE_NUMBER, BLUE, [RED])).toEqual({ data: { ...DATA, status: 'voided' } });
  });

  it('of a part lowers it', () => {
    expect(afterRedLetters(BLUE_NUMBER, BLUE, [part(600_000n)])).toEqual({
      data: { ...DATA, amountFen: 2_000_000n, paidAmountFen: 2_000_000n },
    });
  });

  it('of a part leaves what was paid where that is no more than what remains', () => {
    const blue = { ...BLUE, data: { ...DATA, paidAmountFen: 1_000_000n } };
    expect(afterRedLetters(BLUE_NUMBER, blue, [part(600_000n)])).toMatchObject({
      data: { amountFen: 2_000_000n, paidAmountFen: 1_000_000n },
    });
  });

  it('before its blue one waits for it', () => {
    expect(afterRedLetters(BLUE_NUMBER, undefined, [RED])).toEqual({ waitsFor: BLUE_NUMBER });
  });

  it('parts in any order, and any of them twice, leave the same', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 1_300_000n }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.nat()), (parts, order) => {
        const reds = parts.map((fen, index) => part(fen, `1841000000000000001${index}`));
        const shuffled = [...reds, ...reds]
          .map((red) => ({ red, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at);
        const left = 2_600_000n - parts.reduce((all, fen) => all + fen, 0n);
        const after = afterRedLetters(
          BLUE_NUMBER,
          BLUE,
          shuffled.map(({ red }) => red),
        );
        expect(after).toEqual(afterRedLetters(BLUE_NUMBER, BLUE, reds));
        if (left < 0n) expect(after).toMatchObject({ faults: [{ code: 'does-not-add-up' }] });
        else
          expect(after).toMatchObject({
            data: left === 0n ? { status: 'voided' } : { amountFen: left, status: 'paid' },
          });
      }),
      { numRuns: examples(200) },
    );
  });

  it.each<[string, Einvoice, string]>([
    ['more than the blue one', part(2_600_001n), 'more than the blue invoice'],
    ['another seller', { ...RED, seller: { uscc: OTHER, name: 'x' } }, 'another seller'],
    ['another buyer', { ...RED, buyer: { uscc: OTHER, name: 'x' } }, 'another buyer'],
    ['a day before the blue one', { ...RED, issuedOn: '2018-06-28' }, 'before the blue invoice'],
    ['another blue one', { ...RED, blueNumber: '18410000000000000009' }, 'names another'],
    ['its own number', { ...RED, number: BLUE_NUMBER, blueNumber: undefined }, 'corrects itself'],
    ['no red colour', { ...RED, isRed: false }, 'is no red letter'],
  ])('of %s is refused', (_, red, message) => {
    const after = afterRedLetters(BLUE_NUMBER, BLUE, [red]);
    expect('faults' in after && after.faults.map((fault) => fault.message).join()).toContain(message);
  });

  it.each<[string, string | undefined, string | undefined, unknown]>([
    ['its remark', BLUE_NUMBER, undefined, BLUE_NUMBER],
    ['our field', undefined, '041001800104123456781234'.slice(0, 18), '041001800104123456'],
    ['both', BLUE_NUMBER, BLUE_NUMBER, BLUE_NUMBER],
    ['both, which differ', BLUE_NUMBER, RED_NUMBER, { code: 'bad-field' }],
    ['neither', undefined, undefined, { code: 'missing-field' }],
    ['eight digits', undefined, '12345678', { code: 'bad-field' }],
  ])('has the number of its blue one by %s', (_, inRemark, asked, expected) => {
    const found = blueNumberOf({ ...RED, blueNumber: inRemark }, asked);
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatchObject(expected as object);
  });

  it('of a number of 21 digits in its remark has none', () => {
    expect(
      invoice(RED_XML, ['18410000000000000001 红字', '184100000000000000011 红字']).blueNumber,
    ).toBeUndefined();
  });
});

it('any amounts that add up are read exactly', () => {
  const fen = fc.bigInt({ min: 0n, max: 10n ** 12n });
  fc.assert(
    fc.property(fen, fen, (withoutTax, tax) => {
      const total = withoutTax + tax;
      const { items, faults } = read(
        BLUE_XML,
        ['<TotalAmWithoutTax>24528.30', `<TotalAmWithoutTax>${plainYuan(withoutTax)}`],
        ['<TotalTaxAm>1471.70', `<TotalTaxAm>${plainYuan(tax)}`],
        ['<TotalTax-includedAmount>26000.00', `<TotalTax-includedAmount>${plainYuan(total)}`],
      );
      if (total === 0n) expect(faults).toHaveLength(1);
      else expect(items[0]?.amountFen).toBe(total);
    }),
    { numRuns: examples(100) },
  );
});
