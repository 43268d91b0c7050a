import type { FileRule } from './file-rule.ts';
import { countOf } from './watch-items.ts';
import { watchPersonalData } from './watch-personal-data.ts';
import {
  isUsage,
  watchBilling,
  watchInvoiceNumbers,
  watchMadeUpCodes,
  watchPayments,
} from './watch-platform.ts';

/** Instruments, uses and invoices of a platform: what can be seen in a file. */
export const PLATFORM_RULES = [
  {
    id: 'P-02',
    severity: 'must',
    asks: { zh: '使用结束晚于开始', en: 'a use ends after it begins' },
    basis: 'docs/facts.md; NRII serviceTime',
    remedy: {
      zh: '只有日期时写当天 0 点到次日 0 点',
      en: 'where only the day is known, write 00:00 to the next 00:00',
    },
    watch: countOf(isUsage),
  },
  {
    id: 'P-03',
    severity: 'must',
    asks: {
      zh: 'quantity 是至多 6 位小数的十进制文本，单位相符',
      en: 'quantity is decimal text with at most 6 decimals, and the unit fits',
    },
    basis: 'docs/facts.md, quantity',
    remedy: { zh: '写成 "1.5" 这样的文本', en: 'write it as text, such as "1.5"' },
    watch: countOf(isUsage),
  },
  {
    id: 'P-09',
    severity: 'must',
    asks: {
      zh: '付款后才是 paid；实缴不大于价税合计',
      en: 'paid only after payment; what was paid is at most the amount with tax',
    },
    basis: '发票管理办法 (invoices); docs/facts.md',
    remedy: {
      zh: '到账后改状态和 paidAmountFen，修订号升高',
      en: 'change status and paidAmountFen when the money came, under a higher revision',
    },
    watch: watchPayments,
  },
  {
    id: 'P-10',
    severity: 'must',
    asks: { zh: '一条使用记录至多在一张已缴发票上', en: 'a use is on one paid invoice at most' },
    basis: 'docs/facts.md, metered fee',
    remedy: { zh: '先作废或改正前一张', en: 'void or correct the earlier invoice first' },
    watch: watchBilling,
  },
  {
    id: 'P-11',
    severity: 'must',
    asks: { zh: '发票号码完整', en: 'invoice numbers are whole' },
    basis: '数电票 20 位; docs/facts.md',
    remedy: { zh: '号码按文本处理', en: 'keep the number as text' },
    watch: watchInvoiceNumbers,
  },
  {
    id: 'P-12',
    severity: 'must',
    asks: { zh: '不为未知单位编造代码', en: 'there is no made-up USCC for a unit that is not known' },
    basis: 'GB 32100-2015',
    remedy: { zh: '代码未知时先不发送，查到后再发', en: 'do not send it until the code is known' },
    watch: watchMadeUpCodes,
  },
  {
    id: 'P-13',
    severity: 'must',
    asks: { zh: '没有电话、邮箱、个人姓名', en: 'there is no telephone, e-mail or name of a person' },
    basis: '个人信息保护法 (PIPL) art. 6 第六条',
    remedy: { zh: '只发单位信息，去掉申请人', en: 'send units only; take the applicant out' },
    watch: watchPersonalData,
  },
] as const satisfies readonly FileRule[];
