import { formatYuan, shanghaiTime } from '@duixian/values';
import type { WorkItem, WorkSummary } from '../system/answers.ts';
import type { Language } from './explain-account.ts';
import { stateName, typeName } from './plain-words.ts';
import { type Cell, table } from './table.ts';

type Words = Readonly<Record<Language, string>>;

/** The content of each list, by the name of the list. */
export const WORK_LISTS: Readonly<Record<WorkSummary['list'], Words>> = {
  'held-orders': {
    en: 'orders held: statuses of the treasury contradict each other',
    zh: '回报前后矛盾、待核实的支付申请',
  },
  'rejected-orders': { en: 'orders rejected, not released', zh: '被拒、待重新申请的支付申请' },
  'returned-orders': { en: 'orders returned after payment', zh: '支付后退回、待处理的支付申请' },
  'refused-orders': { en: 'orders refused by the treasury', zh: '国库未受理的支付申请' },
  'unpaid-orders': { en: 'orders not paid yet', zh: '尚未支付的支付申请' },
  'without-account': { en: 'entities without a confirmed account', zh: '尚无已复核收款账户的单位' },
  objections: { en: 'undecided objections', zh: '未处理的异议' },
  'due-demands': { en: 'demands past or near their last day', zh: '已到期或即将到期的追回' },
  'undecided-claims': { en: 'records whose claims wait for a decision', zh: '待裁量的事项' },
};

const HEADINGS: Readonly<Record<Language, { summary: string[]; list: string[] }>> = {
  en: {
    summary: ['list', 'what waits 待办', 'how many', 'oldest', 'since'],
    list: ['what', 'entity', 'yuan', 'since', 'why'],
  },
  zh: {
    summary: ['清单', '待办', '数量', '最久一项', '起始'],
    list: ['事项', '单位', '金额（元）', '起始', '原因'],
  },
};

const SENTENCES = {
  more: {
    en: 'See a whole list with ./duixian work LIST, such as ./duixian work held-orders.',
    zh: '查看某类全部：./duixian work 清单名，如 ./duixian work held-orders。',
  },
  nothing: { en: 'Nothing waits.', zh: '没有待办。' },
  none: { en: 'There are none.', zh: '没有。' },
} as const;

export function summaryInWords(lists: readonly WorkSummary[], language: Language): string[] {
  const waiting = lists.filter(({ count }) => count > 0);
  if (waiting.length === 0) return [SENTENCES.nothing[language]];
  const rows = waiting.map(({ list, count, isAtLeast, oldest }) => [
    list,
    WORK_LISTS[list]?.[language] ?? list,
    isAtLeast ? (language === 'zh' ? `不少于 ${count}` : `at least ${count}`) : String(count),
    oldest ? idInWords(oldest, language) : '',
    oldest ? sinceInWords(oldest) : '',
  ]);
  return [...table(HEADINGS[language].summary, rows), SENTENCES.more[language]];
}

export function listInWords(items: readonly WorkItem[], language: Language): string[] {
  if (items.length === 0) return [SENTENCES.none[language]];
  const rows = items.map((item): Cell[] => [
    idInWords(item, language),
    item.name ? [item.name, item.entity] : item.entity,
    formatYuan(item.amountFen),
    sinceInWords(item),
    stateName(item.why ?? '', language),
  ]);
  return table(HEADINGS[language].list, rows);
}

/** "duixian.contract.v1/C1" → "contract C1"; other ids stay as they are. */
function idInWords({ id }: WorkItem, language: Language): string {
  const slash = id.indexOf('/');
  return id.startsWith('duixian.') ? `${typeName(id.slice(0, slash), language)} ${id.slice(slash + 1)}` : id;
}

/** A day has no time to convert. */
function sinceInWords({ since }: WorkItem): string {
  return since.includes('T') ? shanghaiTime(since) : since;
}
