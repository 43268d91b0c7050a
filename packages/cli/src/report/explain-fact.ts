import { formatYuan } from '@duixian/values';
import type { Explanation, NoClaim, PaymentOrder } from '../system/answers.ts';
import type { FoundFact } from '../system/find-fact.ts';
import { explainAccount, type Language, noClaimInWords } from './explain-account.ts';
import { stateName, typeName } from './plain-words.ts';

/** The effect of a fact on one account, and the orders that paid from it. */
export type FactEffect = Explanation & { readonly orders: readonly PaymentOrder[] };

const WORDS = {
  en: {
    why: 'makes no claim, because conditions are not met:',
    orders: 'orders of this account:',
    none: 'no order pays from this account',
    revision: (revision: number, source: string) => `revision ${revision} of ${source}`,
    part: (yuan: string, whole: string) => `${yuan} of ${whole} yuan`,
    colon: ': ',
    comma: ', ',
  },
  zh: {
    why: '未形成奖补，条件未满足：',
    orders: '该账户的支付申请：',
    none: '该账户尚无支付申请',
    revision: (revision: number, source: string) => `第 ${revision} 版，来源 ${source}`,
    part: (yuan: string, whole: string) => `${whole} 元中的 ${yuan} 元`,
    colon: '：',
    comma: '，',
  },
};

/** For example of a sanction, or of a decision on a rate. */
const WITHOUT_CLAIMS = {
  en: 'makes no claim of its own: no provision pays for a record of this kind',
  zh: '本身不形成奖补：没有条款以此类事项为依据',
};

type Explained = {
  readonly fact: FoundFact;
  readonly effects: readonly FactEffect[];
  /** By every provision that could apply to it, even if no entity has an account. */
  readonly noClaims: readonly NoClaim[];
};

export function factInWords({ fact, effects, noClaims }: Explained, language: Language): string[] {
  const words = WORDS[language];
  const head = `${typeName(fact.type, language)} ${fact.subject}${words.colon}${words.revision(fact.revision, fact.source)}`;
  const shown = new Set(effects.flatMap((effect) => effect.noClaims.map(({ provision }) => provision)));
  const named = noClaims.filter(({ beneficiary }) => beneficiary);
  const others = (named.length > 0 ? named : noClaims).filter(({ provision }) => !shown.has(provision));
  const why = others.map((one) => noClaimInWords(one, language));
  if (effects.length === 0) {
    return [head, why.length > 0 ? words.why : WITHOUT_CLAIMS[language], ...why];
  }
  const beside = why.length > 0 ? ['', words.why, ...why] : [];
  return [head, ...effects.flatMap((effect) => ['', ...effectInWords(effect, language)]), ...beside];
}

function effectInWords(effect: FactEffect, language: Language): string[] {
  const { account, orders } = effect;
  const words = WORDS[language];
  const lines = orders.map((order) => {
    const partFen = order.lines
      .filter(({ year, group }) => year === account.year && group === account.group)
      .reduce((sum, { fen }) => sum + fen, 0n);
    return `    ${order.id}${words.colon}${words.part(formatYuan(partFen), formatYuan(order.amountFen))}${words.comma}${stateName(order.state, language)}`;
  });
  const paid = lines.length === 0 ? [`  ${words.none}`] : [`  ${words.orders}`, ...lines];
  return [...explainAccount(effect, language), ...paid];
}
