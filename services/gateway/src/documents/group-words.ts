import { loadPolicy, type Policy } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { reading } from '../http/streams.ts';
import type { Services } from '../services.ts';

/** What the regulation says of a cap group (封顶组), in the words that stand in documents. */
export type GroupWords = {
  /** Such as 第五条. */
  readonly article: string;
  /** The names of its provisions. */
  readonly titleZh: string;
  /** What the article says. */
  readonly textZh: string;
};

/** The words of the policy under which awards computes now. */
export async function groupWords({
  awards,
}: Pick<Services, 'awards'>): Promise<(group: string) => GroupWords> {
  const { policy: id, readings } = await firstOf(awards);
  const policy = loadPolicy(id, readings);
  return (group) => wordsOf(policy, group);
}

/** The export begins with what the claims were made under; the rest of it is not read. */
async function firstOf(awards: Services['awards']): Promise<awardsV1.ExportResultResponse> {
  for await (const message of reading<awardsV1.ExportResultResponse>(awards.exportResult({}))) return message;
  throw new Error('an export begins with its policy');
}

function wordsOf(policy: Policy, groupId: string): GroupWords {
  const { article } = defined(policy.groups.get(groupId), `${policy.id} has no group ${groupId}`);
  const provisions = policy.provisions.filter(({ group }) => group === groupId);
  const titles = provisions.map(({ title }) => title.zh);
  const texts = provisions.map(({ text }) => text.replace(/[。；]$/, ''));
  return {
    article: `第${inChinese(article)}条`,
    titleZh: [...new Set(titles)].join('、'),
    textZh: [...new Set(texts)].join('；'),
  };
}

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1 to 99, as articles are numbered. */
function inChinese(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const before = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`;
  return `${before}${DIGITS[ones]}`;
}
