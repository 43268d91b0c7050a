import type { Party } from '@duixian/facts';
import { FEN_PER_TEN_THOUSAND_YUAN, fenOf } from '../exact-amount.ts';
import { shown } from '../file-fault.ts';
import type { ForeignFact } from '../foreign-fact.ts';
import type { NriiRecord } from './nrii-form.ts';
import { type FieldFault, halfWidth, lookedUp, textOf } from './record-fields.ts';

const IS_OPEN: Readonly<Record<string, boolean>> = { 外部共享: true, 内部共享: false, 不共享: false };
/** An instrument that is to be scrapped is open to nobody. */
const TO_BE_SCRAPPED = '待报废';

/** Which field of the form is behind a field of the fact, for messages. */
export const INSTRUMENT_FIELDS: Readonly<Record<string, string>> = {
  subject: 'innerId',
  'data.name': 'cname',
  'data.model': 'instrVersion',
  'data.originalValueFen': 'worth',
  'data.openSince': 'beginDate',
};

/** An instrument of type 4 as the content of a fact. The day of use (启用日期) counts as that of opening [assumed]. */
export function instrumentOf(
  record: NriiRecord,
  owner: Party,
): { readonly fact: ForeignFact } | { readonly faults: readonly FieldFault[] } {
  const [worth, shareMode] = [halfWidth(record, 'worth'), textOf(record, 'shareMode')];
  const originalValueFen = fenOf(worth, { fenPerUnit: FEN_PER_TEN_THOUSAND_YUAN, mostDecimals: 2 });
  const isOpen = lookedUp(IS_OPEN, shareMode);
  const faults: FieldFault[] = [
    ...(originalValueFen === undefined
      ? [
          {
            field: 'worth',
            message: `it is ${shown(worth)}; right is 万元 with at most two decimals, such as 190.00`,
          },
        ]
      : []),
    ...(isOpen === undefined
      ? [
          {
            field: 'shareMode',
            message: `it is ${shown(shareMode)}; right is ${Object.keys(IS_OPEN).join(', ')}`,
          },
        ]
      : []),
  ];
  if (originalValueFen === undefined || isOpen === undefined) return { faults };
  const data = {
    name: textOf(record, 'cname'),
    owner,
    model: textOf(record, 'instrVersion'),
    originalValueFen,
    openSince: halfWidth(record, 'beginDate'),
    status: isOpen && textOf(record, 'status') !== TO_BE_SCRAPPED ? ('open' as const) : ('closed' as const),
  };
  return { fact: { type: 'duixian.instrument.v1', subject: instrumentId(owner, record), data } };
}

/** The platform's own number is unique within a unit only. */
export function instrumentId({ uscc }: Party, record: NriiRecord): string {
  return `${uscc}/${halfWidth(record, 'innerId')}`;
}
