import { expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import { type Zippable, zipSync } from 'fflate';
import { PAYEE_COLUMNS } from '../payee-table/payee-row.ts';
import { readPayeeTable } from '../payee-table/read-payee-table.ts';

const TITLES = Object.values(PAYEE_COLUMNS);
const MIB = 1024 * 1024;
const ANSWERED_WITHIN_MS = 3_000;
const MORE_MEMORY = 150 * MIB;

const RELATIONS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ' +
  'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>' +
  '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="texts.xml"/></Relationships>';
const WORKBOOK =
  '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
  '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>';

const CELLS = '<c t="inlineStr"><is><t>郑州市示例有限公司的一个格子</t></is></c>'.repeat(4);

it.each<[string, () => Uint8Array, string]>([
  ['of 60 MiB in 200,000 rows', () => workbook(sheet(`<row>${CELLS}</row>`, 60 * MIB)), 'at most 20000 rows'],
  [
    'of 60 MiB of one cell',
    () =>
      workbook(
        `<sheetData><row><c t="inlineStr"><is><t>${'x'.repeat(60 * MIB)}</t></is></c></row></sheetData>`,
      ),
    'more than 32767 characters',
  ],
  [
    'of 80 MiB of blanks',
    () => workbook(`<sheetData>${' '.repeat(80 * MIB)}</sheetData>`),
    'unpacks to more',
  ],
  [
    'of 80 MiB of blanks that says it has 1,000 bytes',
    () => lying(workbook(`<sheetData>${' '.repeat(80 * MIB)}</sheetData>`)),
    '',
  ],
  ['of 60 MiB of empty rows', () => workbook(sheet('<row/>', 60 * MIB)), 'more rows than a spreadsheet has'],
  [
    'of 60 MiB of shared texts',
    () => workbook('<sheetData/>', `<sst>${'<si><t>郑州</t></si>'.repeat(3 * MIB)}</sst>`),
    'more than 1000000 different texts',
  ],
  [
    'of 17 million characters in shared texts',
    () => workbook('<sheetData/>', `<sst>${`<si><t>${'x'.repeat(30_000)}</t></si>`.repeat(560)}</sst>`),
    'more than 16777216 characters in them',
  ],
  [
    'of a thousand pictures',
    () =>
      workbook(
        '<sheetData/>',
        '<sst/>',
        Array.from({ length: 1_000 }, (_, at) => `xl/media/${at}`),
      ),
    'more than 1000 parts',
  ],
  [
    'with a cell in the last column of each row',
    () =>
      workbook(
        `<sheetData>${'<row><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'.repeat(20_000)}</sheetData>`,
      ),
    'in column 16384',
  ],
  [
    'with a row beyond the last',
    () => workbook(`<sheetData><row r="1048577">${CELLS}</row></sheetData>`),
    'more rows than',
  ],
  [
    'with a row far beyond',
    () => workbook(`<sheetData><row r="99999999999">${CELLS}</row></sheetData>`),
    'has the address "99999999999"',
  ],
  [
    'with a row below zero',
    () => workbook(`<sheetData><row r="-5">${CELLS}</row></sheetData>`),
    'a row of the sheet has the address "-5"',
  ],
  ['with a cell in row 0', () => workbook(sheetOfCell('B0')), 'a cell of the sheet has the address "B0"'],
  ['with a cell whose address is no address', () => workbook(sheetOfCell('２')), 'has the address "２"'],
  ['of 60 MiB of nested elements', () => workbook(`<sheetData>${'<a>'.repeat(20 * MIB)}`), 'memory'],
  [
    'with entities that double',
    () => workbook('<!DOCTYPE x [<!ENTITY a "&b;&b;">]><sheetData>&a;</sheetData>'),
    'not a workbook',
  ],
])(
  'a workbook %s is refused soon and in little memory',
  async (_, make, message) => {
    const bytes = make();
    const before = process.memoryUsage.rss();
    let most = before;
    let longestPause = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
      longestPause = Math.max(longestPause, performance.now() - last);
      last = performance.now();
    }, 10);
    const started = performance.now();
    const { faults, rows } = await readPayeeTable(bytes, 'xlsx');
    const took = performance.now() - started;
    clearInterval(watch);
    expect(rows).toEqual([]);
    expect(faults.map((fault) => fault.message)).toEqual([expect.stringContaining(message)]);
    expect(longestPause).toBeLessThan(1_000);
    expect(took).toBeLessThan(ANSWERED_WITHIN_MS);
    expect(most - before).toBeLessThan(MORE_MEMORY);
  },
  60_000,
);

it('hidden rows, columns and sheets are refused by name and number', async () => {
  const hide: [(sheet: exceljs.Worksheet) => void, string][] = [
    [
      (sheet) => {
        sheet.getRow(2).hidden = true;
      },
      'hides 1 row with',
    ],
    [
      (sheet) => {
        sheet.getColumn(3).hidden = true;
      },
      'hides 1 column with',
    ],
    [
      (sheet) => {
        sheet.state = 'hidden';
      },
      '"账户" is hidden',
    ],
    [
      (sheet) => {
        sheet.workbook.addWorksheet('旧', { state: 'veryHidden' }).addRow(['x']);
      },
      '"旧" (hidden)',
    ],
  ];
  for (const [act, message] of hide) {
    const sheet = new exceljs.Workbook().addWorksheet('账户');
    sheet.addRows([
      TITLES,
      ['91410100170051134L', '甲', '6222021702000001234', '某银行', '102491002010', '来函'],
    ]);
    act(sheet);
    const bytes = new Uint8Array(await sheet.workbook.xlsx.writeBuffer());
    const { faults, rows } = await readPayeeTable(bytes, 'xlsx');
    expect([rows.length, faults[0]?.message]).toEqual([0, expect.stringContaining(message)]);
  }
});

function sheetOfCell(address: string): string {
  return `<sheetData><row><c r="${address}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>`;
}

function sheet(row: string, bytes: number): string {
  return `<sheetData>${row.repeat(Math.floor(bytes / Buffer.byteLength(row)))}</sheetData>`;
}

function workbook(data: string, texts = '<sst/>', others: readonly string[] = []): Uint8Array {
  const parts: Record<string, string> = {
    'xl/workbook.xml': WORKBOOK,
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/worksheets/sheet1.xml': data.startsWith('<!') ? data : `<worksheet>${data}</worksheet>`,
    'xl/texts.xml': texts,
    ...Object.fromEntries(others.map((name) => [name, ''])),
  };
  const files = Object.entries(parts).map(([name, text]) => [name, [Buffer.from(text), { level: 1 }]]);
  return zipSync(Object.fromEntries(files) as Zippable);
}

/** The same archive, which states 1,000 as the size of its sheet everywhere. */
function lying(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  for (const [mark, size] of [
    ['PK\u0003\u0004', 22],
    ['PK\u0001\u0002', 24],
  ] as const)
    for (let at = copy.indexOf(mark, 0, 'latin1'); at >= 0; at = copy.indexOf(mark, at + 4, 'latin1'))
      if (copy.readUInt32LE(at + size) > MIB) copy.writeUInt32LE(1_000, at + size);
  return copy;
}
