import type { Policy } from '@duixian/policy';
import { defined } from '@duixian/values';

/** What the regulation says about a cap group (封顶组), as documents print it. */
export type GroupWords = {
  /** Such as 第五条. */
  readonly article: string;
  /** The names of its provisions. */
  readonly titleZh: string;
  /** What the article says. */
  readonly textZh: string;
};

/** From the last edition that has the group. */
export function groupWords(policy: Policy, groupId: string): GroupWords {
  const edition = policy.editions.findLast(({ groups }) => groups.has(groupId));
  const { article } = defined(edition?.groups.get(groupId), `${policy.id} has no group ${groupId}`);
  const provisions = edition?.provisions.filter(({ group }) => group === groupId) ?? [];
  const titles = provisions.map(({ title }) => title.zh);
  const texts = provisions.map(({ text }) => text.replace(/[。；]$/, ''));
  return {
    article: `第${inChinese(article)}条`,
    titleZh: [...new Set(titles)].join('、'),
    textZh: [...new Set(texts)].join('；'),
  };
}

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** From 1 to 99, the numbers of articles. */
function inChinese(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const before = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`;
  return `${before}${DIGITS[ones]}`;
}
