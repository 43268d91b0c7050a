import { describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { PAYEE_COLUMNS, type PayeeRow } from './payee-row.ts';
import { readPayeeTable } from './read-payee-table.ts';
import { writePayeeTable } from './write-payee-table.ts';

const TITLES = Object.values(PAYEE_COLUMNS);
const HEAD = TITLES.join(',');
const ROW: PayeeRow = {
  entity: '91410100170051134L',
  accountName: '示例（郑州）有限公司',
  accountNo: '0622202170200000123456',
  bankName: '中国工商银行"郑州"分行, 营业部',
  bankCode: '102491002010',
  document: '来函〔2019〕1号\n附件一',
};
const PLAIN = '91410100170051134L,甲公司,6222021702000001234,某银行,102491002010,来函';

describe.each(['csv', 'xlsx'] as const)('a table as %s', (format) => {
  it('is read as it was written', async () => {
    const other = { ...ROW, entity: '91410100719182239A', accountName: '=甲', document: "'@来函" };
    const { rows, faults } = await readPayeeTable(await bytesOf([ROW, other], format), format);
    expect(faults).toEqual([]);
    const document = '来函〔2019〕1号 附件一';
    expect(rows.map(({ line: _, ...row }) => row)).toEqual([{ ...ROW, document }, other]);
  });

  it('of no rows is one', async () => {
    expect(await readPayeeTable(await bytesOf([], format), format)).toEqual({ rows: [], faults: [] });
  });

  it('is refused where it is none', async () => {
    const { faults } = await readPayeeTable(Buffer.from([0x50, 0x4b, 0xff, 0xff, 0x22]), format);
    expect(faults).toMatchObject([{ line: 1 }]);
    expect((await readPayeeTable(Buffer.from(''), format)).faults).toHaveLength(1);
  });
});

it('any text comes back from CSV as it was, apart from space around it, and blanks where its lines are broken', async () => {
  const text = fc.string({
    unit: fc.constantFrom('=', '-', "'", '"', ',', '\n', 'a', '甲', ' '),
    maxLength: 9,
  });
  const written = text.filter((one) => one.trim() !== '').map((one) => one.trim());
  await fc.assert(
    fc.asyncProperty(written, async (document) => {
      const { rows } = await readPayeeTable(await bytesOf([{ ...ROW, document }], 'csv'), 'csv');
      expect(rows[0]?.document).toBe(document.replaceAll(/ *\n */g, ' '));
    }),
  );
});

describe('CSV', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(`${HEAD}\n${PLAIN}\n`)],
    ['UTF-8 with its mark and CRLF', Buffer.from(`\ufeff${HEAD}\r\n${PLAIN}\r\n\r\n`)],
    ['GB 18030', inGb18030(`${HEAD}\n${PLAIN}\n`)],
  ])('in %s is read', async (_, bytes) => {
    expect(await readPayeeTable(bytes, 'csv')).toMatchObject({
      faults: [],
      rows: [{ line: 2, accountName: '甲公司' }],
    });
  });

  it('in UTF-16 is refused with what to do', async () => {
    const { faults } = await readPayeeTable(Buffer.from(`\ufeff${HEAD}`, 'utf16le'), 'csv');
    expect(faults[0]?.message).toContain('save it as CSV UTF-8');
  });

  it('says everything that is wrong at once, by line and column', async () => {
    const lines = [
      HEAD,
      '91410100170051134X,,6.22202E+18,某银行,1024,来函',
      PLAIN,
      `${PLAIN},more`,
      '',
      '91410100719182239A,乙公司,6222 0217,某银行,102491002010,来函',
    ];
    const { rows, faults } = await readPayeeTable(Buffer.from(lines.join('\n')), 'csv');
    expect(rows.map(({ line }) => line)).toEqual([3]);
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [2, '统一社会信用代码'],
      [2, '户名'],
      [2, '账号'],
      [2, '联行号'],
      [4, '7'],
      [4, '统一社会信用代码'],
      [6, '账号'],
    ]);
    expect(faults[2]?.message).toContain('a spreadsheet has lost its digits');
  });

  it.each([
    ['账号', '６２２２０２', 'character 1 is U+FF16, where U+0036 would be right'],
    ['账号', '6222\u00a00217', 'character 5 is U+00A0; leave it out'],
    ['账号', '\u202d622202', '; character 1 is U+202D; leave it out; it is "‹U+202D›622202"'],
    ['账号', '6222021702000000000', 'looks cut'],
    ['联行号', '1024910020１0', 'character 11 is U+FF11, where U+0031 would be right'],
    ['统一社会信用代码', '9141010O719182239А', 'character 18 is U+0410; leave it out'],
    ['户名', '示例\u200b公司', 'a text without invisible signs; U+200B is character 3'],
    ['户名', '长'.repeat(201), 'at most 200 characters; this one has 201'],
    ['开户银行', '某\u0007银行', 'a text without control characters; U+0007 is character 2'],
    ['依据文件', '来\u2066函', 'a text without invisible signs; U+2066 is character 2'],
    ['户名', '⽅圆', undefined],
  ])('says of %s %j which character is wrong', async (column, text, message) => {
    const cells = PLAIN.split(',');
    cells[(TITLES as string[]).indexOf(column)] = text;
    const { faults } = await readPayeeTable(Buffer.from(`${HEAD}\n${cells.join(',')}`), 'csv');
    if (message === undefined) expect(faults).toEqual([]);
    else expect(faults).toMatchObject([{ line: 2, column, message: expect.stringContaining(message) }]);
  });

  it.each([
    ['missing', TITLES.slice(1).join(','), 'is missing'],
    ['unknown', `${HEAD},密码`, 'this column is not known'],
    ['twice', `${HEAD},户名`, 'occurs twice'],
  ])('with a column %s is refused', async (_, head, message) => {
    const { faults } = await readPayeeTable(Buffer.from(`${head}\n${PLAIN}`), 'csv');
    expect(faults.map((fault) => fault.message).join()).toContain(message);
  });

  it('of thousands of faults tells the first thousand', async () => {
    const { rows, faults } = await readPayeeTable(
      Buffer.from(`${HEAD}\n${PLAIN}\n${'x,,,,,\n'.repeat(5_000)}`),
      'csv',
    );
    expect([rows.length, faults.length]).toEqual([0, 1_000]);
    expect(faults.at(-1)?.message).toContain('correct these first');
  });

  it('with a quote that nobody closes is refused from there on', async () => {
    const { faults } = await readPayeeTable(Buffer.from(`${HEAD}\n"${PLAIN}`), 'csv');
    expect(faults).toMatchObject([{ column: '', message: expect.stringContaining('RFC 4180') }]);
  });
});

describe('lines of CSV', () => {
  /** Including the comma after it. */
  const HEAD_BYTES = Buffer.byteLength(HEAD) + 1;
  const BAD = '91410100170051134X,甲公司,6222021702000001234,某银行,102491002010,来函';
  const QUOTED = '91410100719182239A,乙公司,6222021702000001235,某银行,102491002010,"第一行BREAK第二行"';
  it.each([
    ['CRLF within quotes and without', `${HEAD}\r\n${QUOTED.replace('BREAK', '\r\n')}\r\n${BAD}\r\n`, 4],
    [
      'LF after the heading, CRLF after',
      `${HEAD}\n${PLAIN}\r\n${QUOTED.replace('BREAK', '\n')}\r\n${BAD}`,
      5,
    ],
    ['CR alone', `${HEAD}\r${QUOTED.replace('BREAK', '\r')}\r${BAD}\r`, 4],
    ['lines of commas and empty ones between', `${HEAD}\r\n\r\n,,,,,\r\n${BAD}`, 4],
    [
      'a quote that nobody closes after CRLF in quotes',
      `${HEAD}\r\n${QUOTED.replace('BREAK', '\r\n')}\r\n"x`,
      4,
    ],
    [
      'CRLF on the border of what is read at once',
      `${HEAD},${' '.repeat(8_191 - HEAD_BYTES)}\r\n${BAD}\r\n`,
      2,
    ],
  ])('are counted as an editor does: %s', async (_, text, line) => {
    const { faults } = await readPayeeTable(Buffer.from(text), 'csv');
    expect(faults.map((fault) => fault.line)).toEqual([line]);
  });
});

describe('an account number', () => {
  it.each([
    ['6222021702000000000', 'looks cut'],
    ['6222021702000010', 'looks cut'],
    ['\u202d6222021702000000013\u202c', 'character 1 is U+202D'],
    ['６222021702000000013', 'character 1 is U+FF16'],
    ['6222021702\u200b000000013', 'character 11 is U+200B'],
    ['6222\u00a00217', 'character 5 is U+00A0'],
  ])('%j is refused by what the eye does not see', async (accountNo, message) => {
    const { faults } = await readPayeeTable(await bytesOf([{ ...ROW, accountNo }], 'csv'), 'csv');
    expect(faults).toEqual([{ line: 3, column: '账号', message: expect.stringContaining(message) }]);
  });

  it('with zeros that are its own is taken', async () => {
    const rows = [
      { ...ROW, accountNo: '622202170200000' },
      { ...ROW, entity: '91410100719182239A', accountNo: '6222021702000001000' },
    ];
    expect((await readPayeeTable(await bytesOf(rows, 'csv'), 'csv')).faults).toEqual([]);
  });
});

describe('a workbook', () => {
  it('refuses numbers for accounts, formulas and dates; takes rich text, and a number that lost nothing', async () => {
    const sheet = new exceljs.Workbook().addWorksheet();
    const rich = { richText: [{ text: '甲' }, { text: '公司' }] };
    sheet.addRows([
      TITLES,
      ['91410100170051134L', rich, '6222021702000001234', '某银行', 102_491_002_010, '来函'],
      [
        '91410100719182239A',
        '乙公司',
        6_222_021_702_000_001,
        { formula: '1+1', result: 2 },
        '1',
        new Date(0),
      ],
    ]);
    const { rows, faults } = await readPayeeTable(await bytesOfSheet(sheet), 'xlsx');
    expect(rows).toMatchObject([{ line: 2, accountName: '甲公司', bankCode: '102491002010' }]);
    expect(faults.map(({ line, column, message }) => [line, column, message.slice(0, 40)])).toEqual([
      [3, '账号', expect.stringContaining('must be a text')],
      [3, '开户银行', expect.stringContaining('must be a text')],
      [3, '联行号', expect.stringContaining('12 digits')],
      [3, '依据文件', expect.stringContaining('must be a text')],
    ]);
  });

  it('with two filled sheets is refused', async () => {
    const sheet = new exceljs.Workbook().addWorksheet();
    sheet.addRow(TITLES);
    sheet.workbook.addWorksheet().addRow(['x']);
    const { faults } = await readPayeeTable(await bytesOfSheet(sheet), 'xlsx');
    expect(faults[0]?.message).toContain('only one sheet');
  });
});

async function bytesOf(rows: PayeeRow[], format: 'csv' | 'xlsx'): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writePayeeTable(rows, format)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function bytesOfSheet({ workbook }: exceljs.Worksheet): Promise<Uint8Array> {
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** Node cannot encode GB 18030: each character is looked up by decoding two bytes. */
function inGb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return Uint8Array.from(
    [...text].flatMap((sign) => (sign < '\u0080' ? [sign.charCodeAt(0)] : (codes.get(sign) ?? []))),
  );
}
