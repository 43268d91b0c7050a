import type { BodyOf } from '@duixian/client';
import { Problem } from '@duixian/local/folder';
import { fenOfYuan } from '../report/fen-of-yuan.ts';
import { factTypeOf } from '../system/fact-type.ts';

export type DecisionOptions = {
  readonly policy: string;
  readonly provision?: string;
  readonly scopeYear?: number;
  readonly entity?: string;
  readonly fact?: string;
  readonly rate?: string;
  readonly amountYuan?: string;
  readonly by?: string;
  readonly on?: string;
  readonly document?: string;
  readonly reason?: string;
  readonly id?: string;
  readonly withdraw?: true;
};

/** The draft of the options, in the gateway's form. */
type Draft = BodyOf<'/v1/decisions/preview'>;
type Withdrawal = BodyOf<'/v1/decisions/{id}/withdraw/preview'>;

/** The decision that the options describe, or the change of the decision `id`. */
export function decisionDraft(options: DecisionOptions): Draft {
  const { id, policy, provision, by, document, reason, rate, amountYuan, on } = options;
  const { by: decidedBy, ...said } = mustHave({ provision, by, document, reason });
  if ((rate === undefined) === (amountYuan === undefined)) {
    throw new Problem('A decision needs either --rate or --amount-yuan, not both.');
  }
  return {
    ...(id !== undefined && { id }),
    policy,
    ...said,
    scope: scopeOf(options),
    ...(rate !== undefined && { rate: rateText(rate) }),
    ...(amountYuan !== undefined && { amountFen: fenOfYuan(amountYuan) }),
    decidedBy,
    ...(on !== undefined && { decidedOn: on }),
  };
}

/** A withdrawal has a document and a reason of its own. */
export function withdrawalDraft({ by, document, reason }: DecisionOptions): Withdrawal {
  const { by: decidedBy, ...said } = mustHave({ by, document, reason });
  return { decidedBy, ...said };
}

/** By the names of their options. */
function mustHave<Name extends string>(
  given: Readonly<Record<Name, string | undefined>>,
): Record<Name, string> {
  const missing = Object.entries(given).filter(([, value]) => value === undefined);
  if (missing.length === 0) return given as Record<Name, string>;
  throw new Problem(`A decision needs ${missing.map(([name]) => `--${name}`).join(', ')}.`);
}

function scopeOf({ fact, entity, scopeYear }: DecisionOptions): Draft['scope'] {
  if (fact !== undefined) {
    if (entity !== undefined || scopeYear !== undefined) {
      throw new Problem('--fact stands alone: it needs neither --entity nor --scope-year.');
    }
    return { fact: factOf(fact) };
  }
  if (scopeYear === undefined) {
    throw new Problem('Say what it decides: --fact, or --scope-year, or --entity with --scope-year.');
  }
  return entity === undefined ? { year: scopeYear } : { entity, year: scopeYear };
}

/** `invoice:INV-1` or `duixian.invoice.v1:INV-1` */
function factOf(text: string): NonNullable<Draft['scope']['fact']> {
  const colon = text.indexOf(':');
  const [named, subject] = [text.slice(0, colon), text.slice(colon + 1)];
  const type = factTypeOf(named);
  if (colon > 0 && type !== undefined && subject !== '') return { type, subject };
  throw new Problem(
    `${text} names no fact. Give its type and subject, such as --fact invoice:04100190011100000001.`,
  );
}

/** "25%" and "0.25" mean the same. */
function rateText(text: string): string {
  const [, whole, fraction = ''] = /^(\d{1,3})(?:\.(\d+))?%$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = whole.padStart(3, '0');
  return `${Number(digits.slice(0, -2))}.${digits.slice(-2)}${fraction}`.replace(/\.?0+$/, '');
}
