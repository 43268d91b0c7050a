import { formatYuan } from '@duixian/values';
import type { Explanation } from '../system/answers.ts';
import type { FoundFact } from '../system/find-fact.ts';
import type { PaymentOrder } from '../system/money-answers.ts';
import { explainAccount, type Language } from './explain-account.ts';
import { shortType } from './plain-words.ts';

/** What a fact does in one account, and the orders that paid of that account. */
export type FactEffect = Explanation & { readonly orders: readonly PaymentOrder[] };

const WORDS = {
  en: {
    nothing: 'makes no claim in any account of those it names',
    orders: 'orders of this account:',
    none: 'no order pays of this account',
    revision: (revision: number, source: string) => `revision ${revision} of ${source}`,
    part: (yuan: string, whole: string) => `${yuan} of ${whole} yuan`,
  },
  zh: {
    nothing: '在其所涉单位的账户中未形成申领项',
    orders: '该账户的支付申请：',
    none: '该账户尚无支付申请',
    revision: (revision: number, source: string) => `第 ${revision} 版，来源 ${source}`,
    part: (yuan: string, whole: string) => `${whole} 元中的 ${yuan} 元`,
  },
};

export function factInWords(fact: FoundFact, effects: readonly FactEffect[], language: Language): string {
  const words = WORDS[language];
  const head = `${shortType(fact.type)} ${fact.subject}: ${words.revision(fact.revision, fact.source)}`;
  if (effects.length === 0) return `${head}\n${words.nothing}`;
  return [head, ...effects.map((effect) => effectInWords(effect, language))].join('\n\n');
}

function effectInWords(effect: FactEffect, language: Language): string {
  const { account, orders } = effect;
  const words = WORDS[language];
  const lines = orders.map((order) => {
    const partFen = order.lines
      .filter(({ year, group }) => year === account.year && group === account.group)
      .reduce((sum, { fen }) => sum + fen, 0n);
    return `    ${order.id}: ${words.part(formatYuan(partFen), formatYuan(order.amountFen))}, ${order.state}`;
  });
  const paid = lines.length === 0 ? [`  ${words.none}`] : [`  ${words.orders}`, ...lines];
  return [explainAccount(effect, language), ...paid].join('\n');
}
