import { Problem } from '@duixian/local';
import { canonicalJson, sha256Hex } from '@duixian/values';
import { fenOfYuan } from '../report/fen-of-yuan.ts';
import { factTypeOf } from '../system/fact-type.ts';

export const DECISION_TYPE = 'duixian.decision.v1';

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
  readonly revision?: number;
  readonly withdraw?: true;
  readonly source?: string;
};

type Data = Record<string, unknown>;

/** What the register holds of a decision. */
type HeldDecision = { readonly source: string; readonly current: { revision: number; data: Data } };

export type DecisionEvent = { readonly subject: string; readonly source: string; readonly data: Data };

const DEFAULT_SOURCE = 'urn:duixian:bureau:decisions';

/** The data of the decision that the options describe, before its id and revision are known. */
export function decisionData(options: DecisionOptions, today: string): Data {
  const { policy, provision, by, document, reason, rate, amountYuan, on = today } = options;
  const missing = Object.entries({ provision, by, document, reason }).filter(
    ([, value]) => value === undefined,
  );
  if (missing.length > 0) {
    throw new Problem(`A decision needs ${missing.map(([name]) => `--${name}`).join(', ')}.`);
  }
  if ((rate === undefined) === (amountYuan === undefined)) {
    throw new Problem('A decision needs either --rate or --amount-yuan, not both.');
  }
  return {
    policy,
    provision,
    scope: scopeOf(options),
    ...(rate !== undefined && { rate: rateText(rate) }),
    ...(amountYuan !== undefined && { amountFen: fenOfYuan(amountYuan) }),
    decidedBy: by,
    decidedOn: on,
    documentNo: document,
    reason,
    status: 'made',
  };
}

/** Told the same twice, the same decision: its id comes of its content unless one is given. */
export function decisionId(options: DecisionOptions, data: Data): string {
  return options.id ?? `D-${data['decidedOn']}-${sha256Hex(canonicalJson(data)).slice(0, 8)}`;
}

/** The revision that follows what is held, or that itself where nothing changes. */
export function decisionEvent(
  subject: string,
  data: Data,
  held: HeldDecision | undefined,
  { revision, source }: DecisionOptions,
): DecisionEvent {
  const isSame =
    held && canonicalJson({ ...data, revision: held.current.revision }) === canonicalJson(held.current.data);
  const next = (held?.current.revision ?? 0) + (isSame ? 0 : 1);
  return {
    subject,
    source: source ?? held?.source ?? DEFAULT_SOURCE,
    data: { ...data, revision: revision ?? next },
  };
}

export function withdrawnData(held: HeldDecision, reason: string | undefined): Data {
  const { revision: _, ...data } = held.current.data;
  return { ...data, status: 'withdrawn', ...(reason !== undefined && { reason }) };
}

function scopeOf({ fact, entity, scopeYear }: DecisionOptions): Data {
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
function factOf(text: string): Data {
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
