import type { FileRule } from './file-rule.ts';
import { watchAbroad, watchFloats, watchRegistrationNumbers } from './watch-exchange.ts';
import { countOf } from './watch-items.ts';

/** Contracts and receipts of an exchange: what can be seen in a file. */
export const EXCHANGE_RULES = [
  {
    id: 'E-02',
    severity: 'must',
    asks: {
      zh: '合同登记编号 14 或 16 位，末位没有丢失',
      en: 'registration numbers have 14 or 16 digits, and lost none',
    },
    basis: '合同登记编号; docs/facts.md',
    remedy: { zh: '登记编号按文本处理，不经过数值', en: 'keep the number as text, never as a number' },
    watch: watchRegistrationNumbers,
  },
  {
    id: 'E-07',
    severity: 'must',
    asks: {
      zh: '技术交易额不大于总额，签订不晚于登记',
      en: 'the technology amount is at most the total, and signing not after registration',
    },
    basis: '技术合同认定登记管理办法 (registration of technology contracts)',
    remedy: { zh: '核对两列是否对调', en: 'look whether columns were exchanged' },
    watch: countOf(({ type }) => type === 'duixian.contract.v1'),
  },
  {
    id: 'E-08',
    severity: 'must',
    asks: {
      zh: '境外单位：uscc 为 null，country 正确',
      en: 'a party from abroad has uscc null and the right country',
    },
    basis: 'ISO 3166-1; docs/facts.md',
    remedy: {
      zh: '境外单位 uscc、divisionCode 写 null，country 写两位代码（不写 CN）',
      en: 'write null for uscc and divisionCode, and the two letters of the country (not CN)',
    },
    watch: watchAbroad,
  },
  {
    id: 'E-11',
    severity: 'must',
    asks: { zh: '万元换算为分没有误差', en: '万元 (ten thousand yuan) became fen exactly' },
    basis: 'docs/facts.md, Fen 分',
    remedy: {
      zh: '按十进制文本换算：万元 × 1,000,000',
      en: 'compute from the decimal text: 万元 × 1,000,000',
    },
    watch: watchFloats,
  },
] as const satisfies readonly FileRule[];
