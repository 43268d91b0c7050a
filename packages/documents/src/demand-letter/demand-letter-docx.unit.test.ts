import { expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { DemandLetter } from './demand-letter.ts';
import { demandLetterDocx } from './demand-letter-docx.ts';

const LETTER: DemandLetter = {
  recoveryId: 'R-2026-1',
  documentNo: '郑科追〔2026〕1号',
  entity: '91410100170051134L',
  name: '甲 & 乙公司\u0007',
  date: '2026-03-02',
  dueOn: '2026-04-01',
  lines: [
    {
      article: '第五条',
      textZh: '按技术合同成交额给予奖补',
      year: 2019,
      group: '技术合同奖补',
      entitledFen: 10_000_000n,
      paidFen: 20_000_000n,
      nettedFen: 1_500_000n,
      receivedFen: 500_000n,
      writtenOffFen: 0n,
      underWayFen: 0n,
      demandedFen: 8_000_000n,
      ground: '技术合同 2019410100000001 已撤销登记',
    },
  ],
  totalFen: 8_000_000n,
  payTo: '郑州市财政局，账号 1001',
  signedBy: '郑州市科学技术局',
};

it('writes the arithmetic out, with ground and article', async () => {
  const text = textOf(await demandLetterDocx(LETTER));
  for (const part of [
    '追回通知书',
    '甲 &amp; 乙公司\ufffd（统一社会信用代码：91410100170051134L）：',
    '已拨付 200,000.00 元 － 仍应拨付 100,000.00 元 － 已抵扣 15,000.00 元 － 已退回 5,000.00 元 ＝ 应退回 80,000.00 元（大写：捌万元整）。',
    '依据第五条：“按技术合同成交额给予奖补”',
    '追回理由：技术合同 2019410100000001 已撤销登记',
    '合计人民币 80,000.00 元（大写：捌万元整）。',
    '请于 2026年4月1日前',
    '追回编号 R-2026-1：郑州市财政局，账号 1001',
    '合计（大写：捌万元整）',
    '郑州市科学技术局2026年3月2日',
  ])
    expect(text).toContain(part);
});

it('says what was given up, what an order under way is for, and what settled other accounts', async () => {
  const change = { nettedFen: -100n, writtenOffFen: 300n, underWayFen: 200n, demandedFen: 9_500_000n };
  const lines = LETTER.lines.map((line) => ({ ...line, ...change }));
  expect(textOf(await demandLetterDocx({ ...LETTER, lines, totalFen: 9_500_000n }))).toContain(
    '仍应拨付 100,000.00 元 ＋ 在途支付 2.00 元 ＋ 已抵扣 1.00 元 － 已退回 5,000.00 元 － 已核销 3.00 元 ＝ 应退回 95,000.00 元',
  );
});

it.each<[string, Partial<DemandLetter>]>([
  ['a total', { totalFen: 1n }],
  ['a line', { lines: LETTER.lines.map((line) => ({ ...line, nettedFen: 0n })) }],
])('is not written where %s does not add up', async (_, change) => {
  await expect(demandLetterDocx({ ...LETTER, ...change })).rejects.toThrow('fen');
});

function textOf(bytes: Uint8Array): string {
  const xml = strFromU8(unzipSync(bytes)['word/document.xml'] as Uint8Array);
  return xml.replaceAll(/<[^>]+>/g, '');
}
