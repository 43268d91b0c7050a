import { compact } from '../mapping/heading-text.ts';
import type { Row } from '../tables/table.ts';

const WORDS = ['合计', '总计', '小计', '填表', '制表'];
const TOTAL = /^(?:合计|总计|小计)/;
/** What may follow: 合计（12项）, 填表人：, but not 合计划署的项目. */
const AFTER = /^(?:$|[^\p{Script=Han}]|[人者单日时部员金])/u;

/** The word by which a row ends the table, in its first filled cell; undefined where it has none. */
export function endWord(row: Row, words: readonly string[] = WORDS): string | undefined {
  const first = compact(row.cells.find(({ text }) => text.trim() !== '')?.text ?? '');
  return words.find((word) => first.startsWith(word) && AFTER.test(first.slice(word.length)));
}

/** Whether amounts of such a row are sums of the rows above. */
export function isTotal(word: string): boolean {
  return TOTAL.test(word);
}
