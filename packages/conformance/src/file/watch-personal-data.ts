import type { Watcher } from './file-rule.ts';
import type { Notes } from './notes.ts';

/** With limits, so that a long text of somebody hostile costs no more than a plain one. */
const E_MAIL = /[\w.+-]{1,64}@[\w-]{1,63}\.[\w-]/u;
/** Without these there is nothing to look for. */
const MAYBE = /@|\d{7}/;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/;
const LANDLINE = /(?<!\d)0\d{2,3}[-－ ]\d{7,8}(?!\d)/;
const IDENTITY = /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g;
/** ISO 7064 MOD 11-2, of the number on an identity card (GB 11643). */
const CHECK_SIGNS = '10X98765432';
const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const PERSON = new RegExp(`^[${SURNAMES}][\\p{Script=Han}]{1,2}$`, 'u');
/** Short names of units end so. */
const UNIT = /[厂店行所院社会局部站馆校司队库]$/u;
/** Free texts; ids and codes may have digits that look like a telephone. */
const TEXTS = new Set(['name', 'title', 'model', 'reason', 'documentNo']);
/** Who decided is named on purpose. */
const NOT_LOOKED_AT = new Set(['uscc', 'parentUscc', 'decidedBy']);
const DEEPEST = 8;
/** Their subjects are numbers of registers. */
const NUMBERED = new Set(['duixian.party.v1', 'duixian.contract.v1', 'duixian.invoice.v1']);

/** P-13. What is found is shown by its first character alone: a report must not carry what the fact must not. */
export function watchPersonalData(): Watcher {
  return {
    see(seen, notes) {
      if (Object.keys(seen.data).length > 0) notes.saw();
      if (typeof seen.subject === 'string' && !NUMBERED.has(seen.type ?? ''))
        lookAt(`${seen.place}, subject`, 'subject', seen.subject, notes);
      walk(`${seen.place}, data`, '', seen.data, 0, notes);
      for (const [field, { name }] of seen.parties) lookAtName(`${seen.place}, ${field}.name`, name, notes);
    },
  };
}

function walk(place: string, name: string, value: unknown, depth: number, notes: Notes): void {
  if (typeof value === 'string') lookAt(place, name, value, notes);
  else if (typeof value === 'object' && value !== null && depth < DEEPEST)
    for (const [key, one] of Object.entries(value)) {
      const isElement = Array.isArray(value);
      if (!NOT_LOOKED_AT.has(key)) walk(`${place}.${key}`, isElement ? name : key, one, depth + 1, notes);
    }
}

function lookAt(place: string, name: string, text: string, notes: Notes): void {
  if (!MAYBE.test(text)) return;
  const isText = TEXTS.has(name);
  if (E_MAIL.test(text))
    notes.note('FAILED', place, { zh: '有电子邮箱', en: 'it has an e-mail address' }, masked(text));
  if (isText && (MOBILE.test(text) || LANDLINE.test(text)))
    notes.note('FAILED', place, { zh: '有电话号码', en: 'it has a telephone number' }, masked(text));
  if (!isText && MOBILE.exec(text)?.[0] === text)
    notes.note('WARNING', place, { zh: '像手机号', en: 'it looks like a telephone number' }, masked(text));
  if ([...text.matchAll(IDENTITY)].some(([number]) => isIdentity(number)))
    notes.note(
      'FAILED',
      place,
      { zh: '有身份证号', en: 'it has the number of an identity card' },
      masked(text),
    );
}

function lookAtName(place: string, name: unknown, notes: Notes): void {
  if (typeof name !== 'string' || !PERSON.test(name) || UNIT.test(name)) return;
  notes.note(
    'WARNING',
    place,
    { zh: '像人名，这里应为单位名称', en: 'it looks like a person; a unit belongs here' },
    masked(name),
  );
}

function isIdentity(number: string): boolean {
  const sum = [...number.slice(0, 17)].reduce(
    (total, digit, index) => total + Number(digit) * 2 ** (17 - index),
    0,
  );
  return CHECK_SIGNS[sum % 11] === number[17]?.toUpperCase();
}

function masked(text: string): string {
  const [first = '', ...rest] = text;
  return `${first}${'*'.repeat(Math.min(rest.length, 10))}`;
}
