import { formatYuan } from '@duixian/values';
import type { Explanation, PaymentOrder } from '../system/answers.ts';
import { accountGroup, explainAccount, type Language } from './explain-account.ts';
import { stateName, typeName } from './plain-words.ts';

type Line = PaymentOrder['lines'][number] & { readonly explained: Explanation | null };

const WORDS = {
  en: {
    order: (id: string, yuan: string, name: string, state: string) =>
      `order ${id}: ${yuan} yuan to ${name}, ${state}`,
    run: (id: string) => `from run ${id}`,
    byFile: 'paid by file, never pushed',
    replaces: (id: string) => `asks again for what ${id} did not pay`,
    back: (yuan: string, waiting: string) =>
      `${yuan} yuan came back, of which ${waiting} wait for an officer`,
    contradiction: (text: string) => `held, for the treasury contradicts itself: ${text}`,
    line: (yuan: string, year: number, group: string) => `${yuan} yuan of ${year} ${group}, because:`,
    gone: 'nothing claims this account any more',
    facts: 'facts:',
    colon: ': ',
    more: '; ',
    revision: (revision: number, source: string) => `revision ${revision} of ${source}`,
  },
  zh: {
    order: (id: string, yuan: string, name: string, state: string) =>
      `支付申请 ${id}：向 ${name} 支付 ${yuan} 元，${state}`,
    run: (id: string) => `批次 ${id}`,
    byFile: '以文件支付，不推送',
    replaces: (id: string) => `重新申请，原申请 ${id}`,
    back: (yuan: string, waiting: string) => `已退回 ${yuan} 元，其中 ${waiting} 元待处理`,
    contradiction: (text: string) => `国库回报前后矛盾，待核实：${text}`,
    line: (yuan: string, year: number, group: string) => `其中 ${year} 年 ${group} ${yuan} 元，依据：`,
    gone: '该账户已无申领项',
    facts: '事实：',
    colon: '：',
    more: '；',
    revision: (revision: number, source: string) => `第 ${revision} 版，来源 ${source}`,
  },
};

export function orderInWords(order: PaymentOrder, lines: readonly Line[], language: Language): string[] {
  const words = WORDS[language];
  const { id, amountFen, payeeName, payeeUscc, state, run, replaces, contradiction } = order;
  const head = words.order(
    id,
    formatYuan(amountFen),
    `${payeeName} ${payeeUscc}`,
    stateName(state, language),
  );
  const more = [
    run && words.run(run),
    order.paidBy === 'file' && words.byFile,
    replaces && words.replaces(replaces),
    order.returns.length > 0 && words.back(...returnsInYuan(order)),
    contradiction && words.contradiction(contradiction),
  ].filter((part) => part !== null && part !== '' && part !== false);
  return [[head, ...more].join(words.more), ...lines.flatMap((line) => ['', ...lineInWords(line, language)])];
}

/** What was returned, and which part of it an officer must release. */
export function returnsInYuan({ returns }: Pick<PaymentOrder, 'returns'>): [back: string, waiting: string] {
  const sumOf = (parts: PaymentOrder['returns']) => parts.reduce((sum, { fen }) => sum + fen, 0n);
  return [formatYuan(sumOf(returns)), formatYuan(sumOf(returns.filter(({ release }) => !release)))];
}

function lineInWords({ year, group, fen, explained }: Line, language: Language): string[] {
  const words = WORDS[language];
  const named = explained ? accountGroup(explained, language) : group;
  const head = words.line(formatYuan(fen), year, named);
  if (!explained) return [head, `  ${words.gone}`];
  const facts = explained.claims.map(
    ({ claim: { fact }, factRevision, factSource }) =>
      `    ${typeName(fact.type, language)} ${fact.subject}${words.colon}${words.revision(factRevision, factSource)}`,
  );
  const behind = facts.length === 0 ? [] : [`  ${words.facts}`, ...facts];
  return [head, ...explainAccount({ ...explained, noClaims: [] }, language), ...behind];
}
