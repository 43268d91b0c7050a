import { formatYuan } from '@duixian/values';
import { percent } from '../demo/demonstration-table.ts';
import { shortType } from '../report/plain-words.ts';

type Scope = { fact?: { type: string; subject: string }; entity?: string; year?: number };

/** A decision in one sentence. */
export function decisionInWords({
  subject,
  data,
}: {
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}): string[] {
  const { policy, provision, decidedBy, decidedOn, documentNo, reason } = data;
  const head = `Decision ${subject}, revision ${data['revision']}, of ${decidedOn} by ${decidedBy}, document ${documentNo}`;
  if (data['status'] === 'withdrawn')
    return [`${head}: withdrawn. It decides nothing any more. Reason: ${reason}`];
  return [
    `${head}:`,
    `${worth(data)} under ${provision} of ${policy} for ${scopeWords(data['scope'] as Scope)}.`,
    `Reason: ${reason}`,
  ];
}

function worth(data: Record<string, unknown>): string {
  const { rate, amountFen } = data;
  return rate === undefined
    ? `${formatYuan(BigInt(amountFen as number))} yuan`
    : `${percent(String(rate))} of the base`;
}

function scopeWords({ fact, entity, year }: Scope): string {
  if (fact) return `${shortType(fact.type)} ${fact.subject} alone`;
  return entity
    ? `entity ${entity} in ${year}`
    : `all entities in ${year}, where no narrower decision is in force`;
}
