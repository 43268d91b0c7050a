import type { RefusalReason } from '@duixian/facts';

type Words = {
  readonly title: string;
  readonly titleZh: string;
  readonly remedy: string;
  readonly remedyZh: string;
};

/** Why an item is refused while the others of its request are recorded, and what its sender can do. */
export const REFUSALS: Readonly<Record<RefusalReason, Words>> = {
  'not-json': {
    title: 'The item is not JSON',
    titleZh: '该条不是 JSON',
    remedy: 'Write one JSON object; the message has the position, or the member that occurs twice.',
    remedyZh: '每条写成一个 JSON 对象；消息给出出错位置，或重复的成员名。',
  },
  'not-cloudevent': {
    title: 'The item is not a CloudEvent 1.0',
    titleZh: '该条不是 CloudEvents 1.0',
    remedy: 'Give specversion "1.0", id, source and type, each as a text.',
    remedyZh: '给出 specversion "1.0"、id、source、type，均为文本。',
  },
  'unknown-type': {
    title: 'The type is not known',
    titleZh: '类型未知',
    remedy: 'Use one of the types at /schemas, with its version.',
    remedyZh: '使用 /schemas 所列类型，含版本号。',
  },
  'missing-field': {
    title: 'A field is missing',
    titleZh: '缺少字段',
    remedy: 'Add the field; one without a value is sent as null where its schema allows that.',
    remedyZh: '补上该字段；无值时，若 Schema 允许，以 null 发送。',
  },
  'unknown-field': {
    title: 'A field is not known',
    titleZh: '字段未知',
    remedy: 'Take the field out of data; extension attributes belong beside data.',
    remedyZh: '从 data 中去掉该字段；扩展属性与 data 并列。',
  },
  'bad-field': {
    title: 'A field is not right',
    titleZh: '字段有误',
    remedy: 'Correct the field as the message says; amounts are whole fen, days YYYY-MM-DD of Shanghai.',
    remedyZh: '按消息更正；金额为整数分，日期为上海时区 YYYY-MM-DD。',
  },
  'too-large': {
    title: 'The item is too large',
    titleZh: '该条过大',
    remedy: 'Send the record without what is no part of its type; the message has the limit.',
    remedyZh: '去掉不属于该类型的内容；消息给出上限。',
  },
  'revision-conflict': {
    title: 'Another content was recorded under this revision',
    titleZh: '同一修订号已登记不同内容',
    remedy: 'Send the whole record under a higher revision; no more than three times.',
    remedyZh: '以更高的修订号发送完整记录；至多三次。',
  },
  'other-source': {
    title: 'The record belongs to another source',
    titleZh: '记录属于其他来源',
    remedy: 'Do not send it again: officers can hand the record over (records hand-over).',
    remedyZh: '不要重发；可由主管人员移交记录。',
  },
  'not-authorised': {
    title: 'The source may not record this',
    titleZh: '该来源无权登记',
    remedy: 'Do not send it again: officers say which types a source may record.',
    remedyZh: '不要重发；来源可登记的类型由主管人员确定。',
  },
};
