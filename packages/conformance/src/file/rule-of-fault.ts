import type { Fault } from '@duixian/facts';
import type { FileRuleId } from './rules.ts';
import type { SeenItem } from './seen-item.ts';

/** Fields that are null where there is nothing to say, and left out by who does not know that. */
const NULLABLE = new Set(['revokedOn', 'until', 'parentUscc', 'intermediary', 'uscc', 'divisionCode']);
const OF_ENVELOPE: Readonly<Record<string, FileRuleId>> = { source: 'F-03', time: 'F-04' };
const OF_SUBJECT: Readonly<Record<string, FileRuleId>> = {
  'duixian.contract.v1': 'E-02',
  'duixian.invoice.v1': 'P-11',
};
const OF_FIELD: Readonly<Record<string, FileRuleId>> = {
  revision: 'F-09',
  uscc: 'F-08',
  parentUscc: 'F-08',
  entity: 'F-08',
  country: 'E-08',
  registrationNo: 'E-02',
  startedAt: 'P-02',
  endedAt: 'P-02',
  quantity: 'P-03',
  unit: 'P-03',
};

/** Every fault belongs to exactly one rule, so no refused item passes; F-01 takes what no other rule is about. */
export function ruleOfFault(seen: SeenItem, fault: Fault): FileRuleId {
  const { field, reason } = fault;
  if (reason === 'too-large') return 'F-20';
  if (!seen.isUtf8) return 'F-22';
  if (field === 'subject') return OF_SUBJECT[seen.type ?? ''] ?? 'F-01';
  if (!field.startsWith('data.')) return OF_ENVELOPE[field] ?? 'F-01';
  const name = field.slice(field.lastIndexOf('.') + 1);
  if (reason === 'unknown-field') return 'F-06';
  if (reason === 'missing-field' && name !== 'country') return NULLABLE.has(name) ? 'F-07' : 'F-11';
  return ruleOfWrongField(seen, fault, name);
}

function ruleOfWrongField(seen: SeenItem, { field, message }: Fault, name: string): FileRuleId {
  if (/ at most totalAmountFen, | on or after signedOn, /.test(message)) return 'E-07';
  if (message.includes(' at most amountFen, ')) return 'P-09';
  if (name.endsWith('Fen')) return 'F-05';
  if (/^(signed|registered|received|recognized|issued|decided|revoked)On$/.test(name)) return 'F-23';
  if (name === 'divisionCode' && isAbroad(seen, field)) return 'E-08';
  return OF_FIELD[name] ?? 'F-01';
}

function isAbroad({ data }: SeenItem, field: string): boolean {
  const [, of = ''] = field.split('.');
  return (data[of] as { readonly uscc?: unknown } | undefined)?.uscc === null;
}

const REASONS: Readonly<Record<string, string>> = {
  'not-json': '不是合格的 JSON',
  'not-cloudevent': '不是合格的 CloudEvent',
  'unknown-type': '未知的类型',
  'missing-field': '缺少字段',
  'unknown-field': '未知的字段',
  'bad-field': '字段不合要求',
  'too-large': '过大',
};

export function faultInWords({ reason, message }: Fault): { zh: string; en: string } {
  return { zh: `${REASONS[reason] ?? reason}：${message}`, en: message };
}
