import type { FileRule } from './file-rule.ts';
import type { SeenItem } from './seen-item.ts';
import { countOf, watchDays, watchEncoding, watchSizes, watchSource, watchTime } from './watch-items.ts';
import { watchIds, watchOrder, watchRepetitions, watchRises } from './watch-revisions.ts';

/** Who sends facts of any type: what of that can be seen in a file. */
export const FACT_RULES = [
  {
    id: 'F-01',
    severity: 'must',
    asks: {
      zh: '每条是九种类型之一的合格 CloudEvent',
      en: 'each item is a valid CloudEvent of one of the nine types',
    },
    basis: 'CloudEvents 1.0; docs/facts.md',
    remedy: {
      zh: '按 docs/facts.md 补全属性和字段',
      en: 'write the attributes and fields as docs/facts.md has them',
    },
    watch: countOf(({ type }) => type !== null),
  },
  {
    id: 'F-02',
    severity: 'must',
    asks: { zh: '一个 id 只有一种内容', en: 'one id has one content' },
    basis: 'CloudEvents 1.0, source + id',
    remedy: { zh: '每次新内容用新的 id；重发用原 id 或新 id 都可', en: 'give new content a new id' },
    watch: watchIds,
  },
  {
    id: 'F-03',
    severity: 'must',
    asks: { zh: 'source 始终是约定的 URI', en: 'source is the agreed URI, always' },
    basis: 'CloudEvents 1.0, source; docs/authority.md',
    remedy: {
      zh: 'source 写死为约定值，不含主机名、进程号',
      en: 'write source as agreed, without names of hosts or processes',
    },
    watch: watchSource,
  },
  {
    id: 'F-04',
    severity: 'must',
    asks: {
      zh: 'time 带 Z 或时差，不晚于现在 24 小时（晚 5 分钟警告）',
      en: 'time has Z or an offset and is at most 24 hours ahead (a warning from 5 minutes on)',
    },
    basis: 'RFC 3339; CloudEvents 1.0, time',
    remedy: {
      zh: '写成 2026-03-02T15:00:00+08:00；校准时钟',
      en: 'write 2026-03-02T15:00:00+08:00; set the clock right',
    },
    watch: watchTime,
  },
  {
    id: 'F-05',
    severity: 'must',
    asks: { zh: '金额是整数分', en: 'money is a whole number of fen' },
    basis: 'docs/facts.md, Fen 分',
    remedy: { zh: '用十进制乘到分，不用浮点数', en: 'multiply decimals up to fen, never floats' },
    watch: countOf(({ data }) => Object.keys(data).some((name) => name.endsWith('Fen'))),
  },
  {
    id: 'F-06',
    severity: 'must',
    asks: { zh: 'data 中没有未知字段', en: 'there is no unknown field in data' },
    basis: 'docs/facts.md',
    remedy: { zh: '去掉该字段，或改正名称', en: 'take the field out, or correct its name' },
    watch: countOf(hasData),
  },
  {
    id: 'F-07',
    severity: 'must',
    asks: { zh: '可为空的字段写 null', en: 'fields without a value are null' },
    basis: 'docs/facts.md',
    remedy: {
      zh: '没有值时写 null，不要省略',
      en: 'write null where there is no value, and do not leave it out',
    },
    watch: countOf(({ data }) => hasNull(data)),
  },
  {
    id: 'F-08',
    severity: 'must',
    asks: { zh: '统一社会信用代码校验正确', en: 'the check character of each USCC is right' },
    basis: 'GB 32100-2015',
    remedy: { zh: '从登记系统取代码，按文本处理', en: 'take the code from the register, as text' },
    watch: countOf(({ parties }) => parties.some(([, { uscc }]) => typeof uscc === 'string')),
  },
  {
    id: 'F-09',
    severity: 'must',
    asks: { zh: '每次变更修订号升高', en: 'each change raises the revision' },
    basis: 'docs/facts.md, revision',
    remedy: {
      zh: '每次变更加一，或用最后变更的毫秒时间',
      en: 'raise it by one at each change, or use the milliseconds of the last change',
    },
    watch: watchRises,
  },
  {
    id: 'F-10',
    severity: 'must',
    asks: { zh: '重发时修订号和内容不变', en: 'sending again changes neither revision nor content' },
    basis: 'docs/facts.md, duplicate',
    remedy: {
      zh: '修订号随变更升高，不随发送升高',
      en: 'raise the revision with changes, not with deliveries',
    },
    watch: watchRepetitions,
  },
  {
    id: 'F-11',
    severity: 'must',
    asks: { zh: '每条是完整状态，不是增量', en: 'each item is the whole state, and no patch' },
    basis: 'docs/facts.md, data',
    remedy: { zh: '发送全部字段', en: 'send every field' },
    watch: countOf(hasData),
  },
  {
    id: 'F-20',
    severity: 'must',
    asks: {
      zh: '一批至多 1,000 条、16 MiB，一条至多 128 KiB',
      en: 'a batch has at most 1,000 items and 16 MiB, an item 128 KiB',
    },
    basis: 'docs/reliability.md',
    remedy: { zh: '分批发送', en: 'send several batches' },
    watch: watchSizes,
  },
  {
    id: 'F-22',
    severity: 'must',
    asks: {
      zh: 'UTF-8，无 BOM；是 gzip 才标 gzip',
      en: 'UTF-8 without a byte order mark; gzip only where it is gzip',
    },
    basis: 'RFC 8259; RFC 7493',
    remedy: { zh: '按 UTF-8 写出，不带 BOM', en: 'write UTF-8 without a byte order mark' },
    watch: watchEncoding,
  },
  {
    id: 'F-23',
    severity: 'must',
    asks: {
      zh: '日期是上海的日期，不晚于记录时间',
      en: 'days are those of Shanghai, and not after the time of the record',
    },
    basis: 'docs/facts.md, Asia/Shanghai',
    remedy: { zh: '用 Asia/Shanghai 计算日期', en: 'compute days in Asia/Shanghai' },
    watch: watchDays,
  },
  {
    id: 'F-24',
    severity: 'should',
    asks: { zh: '同一记录的修订号在一批中递增', en: 'revisions of one record ascend in a batch' },
    basis: 'docs/facts.md',
    remedy: { zh: '按变更先后写出', en: 'write them in the order of the changes' },
    watch: watchOrder,
  },
] as const satisfies readonly FileRule[];

function hasNull(data: Readonly<Record<string, unknown>>): boolean {
  return Object.values(data).some((value) => value === null);
}

function hasData({ data }: SeenItem): boolean {
  return Object.keys(data).length > 0;
}
