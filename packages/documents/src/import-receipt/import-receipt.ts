import { neutralText } from '@duixian/values';
import { xlsxChunks } from '../spreadsheet/xlsx-chunks.ts';

/** A row of the clerk's table; `answer` is absent where it is no record, such as a sum. */
export type ReceiptRow = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly answer: ReceiptAnswer | undefined;
};

export type ReceiptAnswer = {
  readonly outcome: string;
  readonly problems: readonly string[];
  readonly remedies: readonly string[];
};

/** Cells formatted as text: digits remain as they are. */
const AS_TEXT = { numFmt: '@' };
const ANSWER_WIDTH = 40;

/**
 * The rows of a table that was imported, as its clerk wrote them, with what became of each behind them (导入回执): so that
 * what is wrong is put right where it stands.
 */
export function writeImportReceipt(
  headings: readonly string[],
  rows: AsyncIterable<ReceiptRow>,
): AsyncGenerator<Uint8Array> {
  const columns = [
    { header: '原行号', width: 8 },
    ...headings.map((header) => ({ header: neutralText(header), width: 20, style: AS_TEXT })),
    { header: '结果', width: 16 },
    ...['问题', '应改为'].map((header) => ({ header, width: ANSWER_WIDTH, style: AS_TEXT })),
  ];
  return xlsxChunks('导入回执', columns, async (add) => {
    for await (const { line, cells, answer } of rows) {
      const own = headings.map((_, index) => neutralText(cells[index] ?? ''));
      const { outcome = '', problems = [], remedies = [] } = answer ?? {};
      await add([line, ...own, outcome, neutralText(problems.join('\n')), neutralText(remedies.join('\n'))]);
    }
  });
}
