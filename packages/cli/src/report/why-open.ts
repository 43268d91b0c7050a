import { formatYuan } from '@duixian/values';
import type { OpenAccount } from '../system/explanations.ts';
import type { Language } from './explain-account.ts';

/** Why an outstanding amount is not ordered, by the names of `holds` of a payable. */
const REASONS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'no-payee': { en: 'the entity has no confirmed account', zh: '单位尚无已复核的收款账户' },
  'payee-name-differs': { en: "its account is not in the entity's name", zh: '户名与单位名称不一致' },
  'no-payee-name': { en: 'no fact has given its name yet', zh: '尚不知单位名称' },
  'waits-for-run': { en: 'it is paid by a run', zh: '待列入批次' },
  'above-straight-through': {
    en: 'it is above what is paid without a run, so it waits for one',
    zh: '超过直达限额，待列入批次',
  },
  'beyond-day': {
    en: 'on its day the total that is paid without a run was used up, so it waits for one',
    zh: '超过当日直达总额，待列入批次',
  },
  'no-budget': { en: 'the budget of its programme does not have that much left', zh: '预算指标可用额度不足' },
  settling: { en: 'it changed a moment ago', zh: '金额刚有变动，稍候' },
  'ordering-suspended': { en: 'ordering is suspended', zh: '支付申请已暂停' },
  'parent-circle': { en: 'its parents run in a circle', zh: '上级单位成环' },
  'too-many-members': { en: 'it has more branches than can be one entity', zh: '分支机构过多' },
  restating: { en: 'it is being recomputed', zh: '正在重新计算' },
  contested: { en: 'two entities claim one of its codes', zh: '归属有争议' },
  'beyond-exact': { en: 'its total is beyond exact figures', zh: '合计超出精确范围' },
};

/** Why something waits, by the services' names. */
export function waitingInWords(reason: string): string {
  return REASONS[reason]?.en ?? reason;
}

/** The outstanding amount of an account, and what it waits for. */
export function whyOpenInWords({ year, group, openFen, holds }: OpenAccount, language: Language): string {
  const yuan = formatYuan(openFen);
  const reasons = holds.map((hold) => REASONS[hold]?.[language] ?? hold);
  if (language === 'zh') {
    const why = reasons.length === 0 ? '' : `：${reasons.join('；')}`;
    return `${year} 年 ${group} 尚未申请支付 ${yuan} 元${why}。`;
  }
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return `Not ordered yet of ${year} ${group}: ${yuan} yuan${why}.`;
}
