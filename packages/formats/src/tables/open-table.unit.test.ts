import { describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import { strToU8, zipSync } from 'fflate';
import { IMPORT_LIMITS } from '../register/import-limits.ts';
import { openTable } from './open-table.ts';
import type { Row, Table, TableRefused } from './table.ts';

const LIMITS = { ...IMPORT_LIMITS, ms: 20_000 };
const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

describe('the kind of a file', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'an old workbook',
      Uint8Array.from([...OLE, 0, 0]),
      '(.xls or .et), whatever its name; open it and save it as',
    ],
    [
      'a workbook with a password',
      Buffer.concat([Buffer.from(OLE), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted with a password; take the password away',
    ],
    [
      'a web page',
      Buffer.from('\ufeff\n <html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'),
      'a web page (HTML)',
    ],
    ['a table of a web page', Buffer.from('<table border=1><tr><td>x'), 'a web page (HTML)'],
    ['a page of XHTML', Buffer.from('<?xml version="1.0"?><html><body>'), 'a web page (HTML)'],
    ['other XML', Buffer.from('<?xml version="1.0"?><MOF></MOF>'), 'XML, but no table'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'a PDF'],
    ['a gzip file', Uint8Array.from([0x1f, 0x8b, 8, 0]), 'a gzip file; unpack it first'],
    ['nothing', new Uint8Array(), 'the file is empty'],
    [
      'a ZIP archive of a table',
      zipSync({ '台账.xlsx': strToU8('x') }),
      'a ZIP archive with "台账.xlsx" in it',
    ],
    ['an archive of other things', zipSync({ 'word/document.xml': strToU8('x') }), 'not a workbook'],
    [
      'an archive that is cut',
      zipSync({ 'xl/workbook.xml': strToU8('x') }).subarray(0, 40),
      'not a workbook',
    ],
    [
      'a path that leaves the archive',
      zipSync({ '../xl/workbook.xml': strToU8('x') }),
      '"../xl/workbook.xml" in the workbook leads out of it',
    ],
    [
      'a link in the archive',
      zipSync({ 'xl/workbook.xml': [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }),
      '"xl/workbook.xml" in the workbook is a link',
    ],
  ])('%s is refused with what to do', async (_, bytes, message) => {
    const refusal = await refusalOf(bytes);
    expect(refusal.message).toContain(message);
    expect(refusal.code).toBe('wrong-kind-of-file');
  });
});

describe('a CSV file', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from('名称,数\n甲,1\n'), 'UTF-8'],
    ['UTF-8 with its mark, CRLF', Buffer.from('\ufeff名称,数\r\n甲,1\r\n'), 'UTF-8'],
    [
      'GB 18030',
      Uint8Array.of(0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xca, 0xfd, 0x0a, 0xbc, 0xd7, 0x2c, 0x31),
      'GB 18030',
    ],
  ])('in %s is read', async (_, bytes, encoding) => {
    const table = await openTable(bytes, LIMITS);
    const rows = await rowsOf(table);
    expect([table.kind, table.encoding]).toEqual(['csv', encoding]);
    expect(rows.map(({ line, cells }) => [line, ...cells.map(({ text }) => text)])).toEqual([
      [1, '名称', '数'],
      [2, '甲', '1'],
    ]);
  });

  const utf8 = Buffer.from('名称,郑州示例精密机械有限公司\n');
  const gbk = Uint8Array.of(0xc3, 0xfb, 0xb3, 0xc6, 0x0a);

  it.each<[string, Uint8Array, string]>([
    [
      'of lines in both encodings',
      Buffer.concat([utf8, gbk]),
      `line 1 is UTF-8, and byte ${utf8.length + 1} is not`,
    ],
    ['of them the other way round', Buffer.concat([gbk, utf8]), 'line 2 is UTF-8, and byte 1 is not'],
    [
      'in neither',
      Uint8Array.of(0x61, 0x0a, 0xc3, 0xff, 0x0a),
      'byte 3 does not fit the one, byte 3 the other',
    ],
    [
      'cut within a character',
      Buffer.concat([gbk, Uint8Array.of(0xc3)]),
      'byte 1 does not fit the one, byte 5 the other',
    ],
    ['in UTF-16', Buffer.from('\ufeffa,b', 'utf16le'), 'UTF-16'],
    ['marked as UTF-8 that is none', Buffer.concat([Buffer.from('\ufeff'), gbk]), 'byte 4 is not'],
  ])('%s is refused with the byte', async (_, bytes, message) => {
    const refusal = await refusalOf(bytes);
    expect([refusal.code, refusal.message]).toEqual(['wrong-encoding', expect.stringContaining(message)]);
  });

  it('keeps what a spreadsheet would compute as the text that it is', async () => {
    const table = await openTable(Buffer.from('"=cmd|\' /C calc\'!A0",+1,@x,-1\n'), LIMITS);
    expect((await rowsOf(table))[0]?.cells.map(({ text }) => text)).toEqual([
      "=cmd|' /C calc'!A0",
      '+1',
      '@x',
      '-1',
    ]);
  });

  it('counts lines as an editor does, wherever its pieces are cut', async () => {
    const long = 'x'.repeat(8_190);
    const table = await openTable(Buffer.from(`${long}\r\n"a\r\nb"\r\rc\n\n,\nd`), LIMITS);
    expect((await rowsOf(table)).map(({ line, cells }) => [line, cells[0]?.text.length])).toEqual([
      [1, 8_190],
      [3, 4],
      [5, 1],
      [8, 1],
    ]);
  });

  it('with a quote that is never closed is refused at a mebibyte', async () => {
    const refusal = await refusalOf(Buffer.from(`a,b\n"${'郑'.repeat(2 * 1024 * 1024)}`));
    expect([refusal.line, refusal.message]).toEqual([2, expect.stringContaining('is a quote not closed?')]);
  });
});

describe('a workbook', () => {
  it('gives each cell as the text that is stored, and its kind', async () => {
    const sheet = new exceljs.Workbook().addWorksheet('登记台账');
    sheet.addRow(['文本', 0.1 + 0.2, new Date(Date.UTC(2019, 2, 18)), true, { error: '#REF!' }, '=1+1']);
    sheet.addRow([
      { formula: 'B1*2', result: 0.6 },
      { formula: 'A9', result: '' },
      { richText: [{ text: '甲' }, { text: '乙' }] },
    ]);
    sheet.addRow(['2019410100000901', 1e21, 1.5e-7]);
    sheet.getCell('C1').numFmt = 'yyyy"年"m"月"d"日"';
    const rows = await rowsOf(await openTable(await bytesOf(sheet), LIMITS));
    expect(rows.map(({ cells }) => cells)).toEqual([
      [
        { text: '文本', kind: 'text' },
        { text: '0.30000000000000004', kind: 'number' },
        { text: '43542', kind: 'day' },
        { text: 'TRUE', kind: 'boolean' },
        { text: '#REF!', kind: 'error' },
        { text: '=1+1', kind: 'text' },
      ],
      [
        { text: '0.6', kind: 'number', isFormula: true },
        { text: '', kind: 'text', isFormula: true },
        { text: '甲乙', kind: 'text' },
      ],
      [
        { text: '2019410100000901', kind: 'text' },
        { text: '1e+21', kind: 'number' },
        { text: '1.5e-7', kind: 'number' },
      ],
    ]);
  });

  it('names what is merged, hidden, and counted from 1904', async () => {
    const sheet = new exceljs.Workbook().addWorksheet('一');
    sheet.addRows([
      ['甲', 1, 5],
      ['', 2, 6],
      ['', 3, 7],
      ['乙', 4, 8],
    ]);
    sheet.mergeCells('A1:A3');
    sheet.getRow(2).hidden = true;
    sheet.getColumn(3).hidden = true;
    sheet.workbook.properties.date1904 = true;
    sheet.workbook.addWorksheet('二', { state: 'hidden' });
    const table = await openTable(await bytesOf(sheet), LIMITS);
    expect(table).toMatchObject({
      is1904: true,
      sheets: [
        { name: '一', isHidden: false },
        { name: '二', isHidden: true },
      ],
    });
    const rows = await rowsOf(table);
    expect(
      rows.map(({ line, isHidden, hiddenColumns, cells }) => [line, isHidden, hiddenColumns, cells[0]]),
    ).toEqual([
      [1, undefined, [3], { text: '甲', kind: 'text' }],
      [2, true, [3], { text: '', kind: 'merged' }],
      [3, undefined, [3], { text: '', kind: 'merged' }],
      [4, undefined, [3], { text: '乙', kind: 'text' }],
    ]);
  });

  it('is read again, and partly, as often as one likes', async () => {
    const sheet = new exceljs.Workbook().addWorksheet();
    for (let row = 0; row < 2_000; row += 1) sheet.addRow([row]);
    const table = await openTable(await bytesOf(sheet), LIMITS);
    for await (const batch of table.rows(0)) {
      expect(batch.length).toBeLessThan(2_000);
      break;
    }
    expect(await rowsOf(table)).toHaveLength(2_000);
  });

  it('of 60,000 empty rows has none', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, at) => `<row r="${at + 1}" spans="1:25"><c r="A${at + 1}" s="0"/></row>`,
    );
    expect(await rowsOf(await openTable(xlsx(rows.join('')), LIMITS))).toEqual([]);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'that unpacks to a hundred times its size',
      xlsx(' '.repeat(20 * 1024 * 1024)),
      'more than 100 times its size',
    ],
    [
      'of too many columns',
      xlsx('<row r="7"><c r="GS7"><v>1</v></c></row>'),
      'row 7: a cell is in column 201; a table has at most 200',
    ],
    [
      'of a cell beyond the limit',
      xlsx(`<row><c t="inlineStr"><is><t>${'x'.repeat(32_768)}</t></is></c></row>`),
      '32767 characters',
    ],
    ['with a type of its own', xlsx('', '<!DOCTYPE x [<!ENTITY a "b">]>'), 'not a workbook'],
  ])('%s is refused', async (_, bytes, message) => {
    expect((await refusalOf(bytes)).message).toContain(message);
  });
});

it('the XML of Excel 2003 is read like any other workbook', async () => {
  const cell = (type: string, value: string, more = '') =>
    `<Cell${more}><Data ss:Type="${type}">${value}</Data></Cell>`;
  const xml = `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="空"><Table/></Worksheet><Worksheet ss:Name="台账"><Table>
<Row>${cell('String', '甲', ' ss:MergeAcross="1"')}${cell('Number', '1.10')}</Row>
<Row ss:Index="4">${cell('DateTime', '2019-03-18T00:00:00.000', ' ss:MergeDown="1"')}${cell('Boolean', '1', ' ss:Index="3"')}</Row>
<Row>${cell('Error', '#N/A')}${cell('Number', '2', ' ss:Formula="=1+1"')}</Row>
</Table></Worksheet></Workbook>`;
  const table = await openTable(Buffer.from(xml), LIMITS);
  expect(table.sheets.map(({ name }) => name)).toEqual(['空', '台账']);
  expect((await rowsOf(table, 1)).map(({ line, cells }) => [line, ...cells])).toEqual([
    [1, { text: '甲', kind: 'text' }, { text: '', kind: 'merged' }, { text: '1.10', kind: 'number' }],
    [4, { text: '2019-03-18', kind: 'day' }, { text: '', kind: 'text' }, { text: 'TRUE', kind: 'boolean' }],
    [
      5,
      { text: '', kind: 'merged' },
      { text: '#N/A', kind: 'error' },
      { text: '2', kind: 'number', isFormula: true },
    ],
  ]);
});

async function rowsOf(table: Table, sheet = 0): Promise<Row[]> {
  const rows: Row[] = [];
  try {
    for await (const batch of table.rows(sheet)) rows.push(...batch);
  } finally {
    await table.close();
  }
  return rows;
}

async function refusalOf(bytes: Uint8Array): Promise<TableRefused> {
  try {
    await rowsOf(await openTable(bytes, LIMITS));
  } catch (error) {
    return error as TableRefused;
  }
  throw new Error('the file was read');
}

async function bytesOf({ workbook }: exceljs.Worksheet): Promise<Uint8Array> {
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function xlsx(rows: string, before = ''): Uint8Array {
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook ${NS} xmlns:r="${R}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships><Relationship Id="r1" Type="${R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `${before}<worksheet ${NS}><sheetData>${rows}</sheetData></worksheet>`,
    ),
  });
}
