import type { Party, UsageData } from '@duixian/facts';
import { fenOfYuan } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import type { ForeignFact, WaitingFact } from '../foreign-fact.ts';
import type { FileFault } from '../reading.ts';
import { type UnitDirectory, unitOf } from '../unit-directory.ts';
import { instrumentId } from './instrument-record.ts';
import type { NriiRecord } from './nrii-form.ts';
import { type FieldFault, halfWidth, lookedUp, textOf } from './record-fields.ts';
import { serviceTime } from './service-time.ts';

type Unit = UsageData['unit'];

export type ServiceTerms = {
  /** RFC 3339: when the push arrived. */
  readonly time: string;
  readonly directory: UnitDirectory;
  /** What an instrument is metered in, where an officer or its platform has set it. */
  unitOfInstrument(instrumentId: string): Unit | undefined;
};

export const SERVICE_FIELDS: Readonly<Record<string, string>> = {
  subject: 'innerId',
  'data.instrumentId': 'innerId',
  'data.startedAt': 'serviceTime',
  'data.endedAt': 'serviceTime',
  'data.quantity': 'serviceAmount',
  'data.feeFen': 'amounts',
  'data.user.name': 'applicantUnit',
};

const WAYS: Readonly<Record<string, UsageData['way']>> = {
  占用共享: 'occupy',
  技术共享: 'technical',
  委托共享: 'entrust',
  远程共享: 'remote',
  其他共享: 'other',
};
const STATES: Readonly<Record<string, 'draft' | 'final'>> = { '-1': 'draft', '0': 'final' };
const QUANTITY = /^(\d+(?:\.\d+)?) ?(小时|机时|h|H|个?样品?|次)?$/;

type Serviced = {
  readonly fact: ForeignFact | WaitingFact;
  readonly warnings: readonly FileFault[];
};

/** A service record of type 6 as the content of a fact, under the subject that it is given. */
export function serviceOf(
  record: NriiRecord,
  owner: Party,
  subject: string,
  terms: ServiceTerms,
): Serviced | { readonly faults: readonly FieldFault[] } {
  const read = readFields(record);
  const time = serviceTime(textOf(record, 'serviceTime'), terms.time);
  const unit = applicantUnit(record);
  const faults: FieldFault[] = [
    ...read.faults,
    ...(time === undefined ? [timeFault(record)] : []),
    ...(unit === ''
      ? [{ field: 'applicantUnit', message: 'it is missing; right is the name of the unit' }]
      : []),
  ];
  if (faults.length > 0) return { faults };
  const id = instrumentId(owner, record);
  const user = unitOf(terms.directory, unit);
  const data = {
    ...{ instrumentId: id, owner, ...time },
    quantity: read.quantity.replace(/^0+(?=\d)/, ''),
    // By hours where nobody says otherwise [assumed].
    unit: read.unit ?? terms.unitOfInstrument(id) ?? 'hour',
    ...{ feeFen: read.feeFen, way: read.way, status: read.status },
  };
  const type = 'duixian.usage.v1';
  const fact =
    user === undefined
      ? { type, subject, data, waitsFor: [{ field: 'user', unit }] }
      : { type, subject, data: { ...data, user } };
  return { fact: fact as ForeignFact | WaitingFact, warnings: read.warnings };
}

/** Both spellings occur. */
export function applicantUnit(record: NriiRecord): string {
  return textOf(record, 'applicantUnit') || textOf(record, 'applicatUnit');
}

function readFields(record: NriiRecord) {
  const [amounts, amount, state] = ['amounts', 'serviceAmount', 'auditStatus'].map((field) =>
    halfWidth(record, field),
  );
  const ways = textOf(record, 'serviceWay').split(/\s*[,，、;；/]\s*/);
  const [, quantity = '', suffix = ''] = QUANTITY.exec(amount ?? '') ?? [];
  const feeFen = fenOfYuan(amounts ?? '');
  const [way, status] = [lookedUp(WAYS, ways[0] ?? ''), lookedUp(STATES, state ?? '')];
  const checks: readonly (readonly [field: string, isWrong: boolean, right: string])[] = [
    ['amounts', feeFen === undefined, '元 as digits with at most two decimals, such as 1200.50'],
    ['serviceAmount', quantity === '', 'a decimal number, with 小时, 机时, 样 or 次 after it or nothing'],
    ['serviceWay', way === undefined, Object.keys(WAYS).join(', ')],
    ['auditStatus', status === undefined, '-1 for a draft or 0 for a final record'],
  ];
  const message = `several ways are given; the first, ${shown(ways[0] ?? '')}, is taken`;
  return {
    ...{ feeFen, quantity, way, status, unit: metered(suffix) },
    faults: checks
      .filter(([, isWrong]) => isWrong)
      .map(([field, , right]) => ({
        field,
        message: `it is ${shown(textOf(record, field))}; right is ${right}`,
      })),
    warnings: ways.length > 1 ? [fileFault('bad-field', message, { place: 'serviceWay' })] : [],
  };
}

function metered(suffix: string): Unit | undefined {
  if (suffix === '') return undefined;
  if (suffix === '次') return 'time';
  return suffix.includes('样') ? 'sample' : 'hour';
}

function timeFault(record: NriiRecord): FieldFault {
  const right = 'a day such as 2018-06-05, or a period such as 2018-06-06 08:00~2018-06-06 11:30';
  const text = textOf(record, 'serviceTime');
  const bare = /^\d{1,7}(\.\d+)?$/.test(text) ? ', and a number is neither' : '';
  return { field: 'serviceTime', message: `it is ${shown(text)}${bare}; right is ${right}` };
}
