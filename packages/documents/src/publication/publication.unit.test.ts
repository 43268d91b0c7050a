import { numbersOf } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import { publicationHtml } from './publication-html.ts';
import type { PublicationLine, PublicationList } from './publication-list.ts';
import { publicationXlsx } from './publication-xlsx.ts';

const LINES: PublicationLine[] = [
  {
    entity: '91410100170051134L',
    name: '<b>甲</b> & "乙"公司',
    grounds: [
      { article: '第五条', groundZh: '技术合同成交额奖补', year: 2019, amountFen: 123_456_789_012n },
      { article: '第八条', groundZh: '=HYPERLINK("x")', year: 2018, amountFen: 1n },
    ],
    amountFen: 123_456_789_013n,
  },
  { entity: '91410100719182239A', name: '@SUM(A1)公司', grounds: [], amountFen: 999_999_999_999_999_9n },
];
const LIST: PublicationList = {
  runId: '2026-1',
  title: '2019年度技术转移奖补资金拟拨付名单公示',
  programme: '科技成果转化',
  documentNo: '郑科〔2026〕1号',
  publishedOn: '2026-02-11',
  from: '2026-02-12',
  until: '2026-02-25',
  objectionsTo: '市科技局 0371-00000000',
  lines: LINES,
  lineCount: 2,
  totalFen: 123_456_789_013n + 999_999_999_999_999_9n,
};

describe('the page', () => {
  it('says everything, escaped, and needs nothing beside itself', async () => {
    const html = await textOf(publicationHtml(LIST));
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('&lt;b&gt;甲&lt;/b&gt; &amp; &quot;乙&quot;公司');
    expect(html).toContain('第五条 技术合同成交额奖补，2019 年度，1,234,567,890.12 元');
    expect(html).toContain('<td class="fen">1,234,567,890.13</td>');
    expect(html).toContain('<td class="fen">99,999,999,999,999.99</td>');
    expect(html).toContain('共 2 家单位，合计 100,001,234,567,890.12 元');
    expect(html).toMatch(/<caption[\s\S]+<th scope="col">[\s\S]+<th scope="row">/);
    expect(html).toContain('@media print');
    expect(html).not.toMatch(/<script|<b>|src=|href=|url\(|@import/);
  });
});

describe('the workbook', () => {
  it('has a row for each ground; what is paid stands once, and nothing is a formula', async () => {
    const sheet = await sheetOf(publicationXlsx(LIST));
    expect(rowOf(sheet, 2)).toEqual([
      1,
      '<b>甲</b> & "乙"公司',
      '91410100170051134L',
      '第五条',
      '技术合同成交额奖补',
      2019,
      1_234_567_890.12,
      1_234_567_890.13,
    ]);
    expect(rowOf(sheet, 3).slice(4)).toEqual(['\'=HYPERLINK("x")', 2018, 0.01, undefined]);
    expect(rowOf(sheet, 4).slice(0, 3)).toEqual([2, "'@SUM(A1)公司", '91410100719182239A']);
    // More digits than a spreadsheet keeps.
    expect(rowOf(sheet, 4)[7]).toBe('99,999,999,999,999.99');
    expect(rowOf(sheet, 5)[7]).toBe('100,001,234,567,890.12');
    expect(sheet.getColumn(8).numFmt).toBe('#,##0.00');
  });
});

describe.each([
  ['page', publicationHtml],
  ['workbook', publicationXlsx],
])('the %s', (_, render) => {
  it.each([
    ['count', { lineCount: 3 }, 'the list has 2 lines and says 3'],
    ['total', { totalFen: 5n }, 'and the list says 5'],
  ])('breaks off where its %s is wrong', async (_what, change, message) => {
    await expect(bytesOf(render({ ...LIST, ...change }))).rejects.toThrow(message);
  });

  it('of very many entities needs little memory, and is read no faster than it is taken', async () => {
    const count = numbersOf('documents').lines;
    let made = 0;
    let firstAt = -1;
    function* many(): Generator<PublicationLine> {
      for (; made < count; made += 1) yield { ...(LINES[0] as PublicationLine), amountFen: 1n };
    }
    let peakBytes = 0;
    const before = process.memoryUsage().rss;
    for await (const _chunk of render({
      ...LIST,
      lines: many(),
      lineCount: count,
      totalFen: BigInt(count),
    })) {
      if (firstAt < 0) firstAt = made;
      peakBytes = Math.max(peakBytes, process.memoryUsage().rss - before);
    }
    expect(made).toBe(count);
    expect(firstAt).toBeLessThan(count / 2);
    expect(peakBytes).toBeLessThan(256 * 1024 * 1024);
  });
});

async function bytesOf(chunks: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(Buffer.from(chunk as string));
  return Buffer.concat(all);
}

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  return (await bytesOf(chunks)).toString();
}

async function sheetOf(chunks: AsyncIterable<Uint8Array>): Promise<exceljs.Worksheet> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load((await bytesOf(chunks)) as never);
  return workbook.worksheets[0] as exceljs.Worksheet;
}

function rowOf(sheet: exceljs.Worksheet, number: number): unknown[] {
  return Array.from({ length: 8 }, (_, index) => sheet.getRow(number).getCell(index + 1).value ?? undefined);
}
