import type { Party } from '@duixian/facts';
import { fileFault } from '../file-fault.ts';
import { type ForeignFact, registerFaults, type WaitingFact } from '../foreign-fact.ts';
import type { FileFault } from '../reading.ts';
import { INSTRUMENT_FIELDS, instrumentOf } from './instrument-record.ts';
import {
  type NriiFields,
  type NriiForm,
  type NriiRecord,
  type NriiRefused,
  type NriiWay,
  readForm,
} from './nrii-form.ts';
import { type FieldFault, halfWidth, lookedUp, textOf } from './record-fields.ts';
import { recordKey } from './record-key.ts';
import { applicantUnit, SERVICE_FIELDS, type ServiceTerms, serviceOf } from './service-record.ts';

export type NriiTerms = ServiceTerms & {
  /** Of the source, for the keys of records. */
  readonly secret: Uint8Array;
  /** The unit of the address that was pushed to, if the code is that unit's. The code itself acts as a secret. */
  ownerOf(insCode: string): Party | undefined;
};

type Taken = { readonly warnings: readonly FileFault[] };
type Outcome =
  /** `ambiguous`: others of this push have the same key and differ by their place only. */
  | (Taken & { readonly outcome: 'fact' | 'ambiguous'; readonly fact: ForeignFact })
  | (Taken & { readonly outcome: 'waiting'; readonly fact: WaitingFact })
  | { readonly outcome: 'refused'; readonly faults: readonly FileFault[] }
  | { readonly outcome: 'ignored' | 'already-final' };

/** What became of one record of a push; `innerId` is the sender's own number of the instrument. */
export type NriiItem = { readonly index: number; readonly innerId: string } & Outcome;

export type NriiPush = { readonly items: readonly NriiItem[]; readonly warnings: readonly FileFault[] };

/**
 * A push of an instrument platform in the form of NRII (国家网络管理平台): what each record says as the content of a fact.
 * Persons, their telephones and addresses are in no part of what is returned, messages included.
 */
export function readNriiPush(fields: NriiFields, way: NriiWay, terms: NriiTerms): NriiPush | NriiRefused {
  const form = readForm(fields, way);
  if ('status' in form) return form;
  const subjects = form.kind === 'services' ? subjectsOf(form, terms) : [];
  const items = form.records.map((record, index): NriiItem => {
    const named = { index, innerId: halfWidth(record, 'innerId') };
    if (form.kind === 'ignored') return { ...named, outcome: 'ignored' };
    const read = readRecord(record, form, subjects[index], terms);
    return { ...named, ...('fields' in read ? refused(index, read.fields) : read) };
  });
  return { items, warnings: form.warnings };
}

/** Items of records that are final are not changed any more, until an officer sends them back. */
export function withoutFinal(items: readonly NriiItem[], finalSubjects: ReadonlySet<string>): NriiItem[] {
  return items.map((item) =>
    'fact' in item && item.fact.type === 'duixian.usage.v1' && finalSubjects.has(item.fact.subject)
      ? { index: item.index, innerId: item.innerId, outcome: 'already-final' }
      : item,
  );
}

type Subject = { readonly key: string; readonly isAmbiguous: boolean; readonly isRepeated: boolean };

function readRecord(
  record: NriiRecord,
  form: NriiForm,
  subject: Subject | undefined,
  terms: NriiTerms,
): Outcome | { readonly fields: readonly FieldFault[] } {
  const owner = terms.ownerOf(form.insCode);
  if (owner === undefined || (textOf(record, 'insCode') || form.insCode) !== form.insCode)
    return { fields: [{ field: 'insCode', message: 'it is not the code of the unit of this address' }] };
  if (halfWidth(record, 'innerId') === '')
    return {
      fields: [{ field: 'innerId', message: 'it is missing; right is the number of the instrument' }],
    };
  if (subject?.isRepeated)
    return { fields: [{ field: 'recordId', message: 'it occurs twice in this push' }] };
  const read = subject ? serviceOf(record, owner, subject.key, terms) : instrumentOf(record, owner);
  if ('faults' in read) return { fields: read.faults };
  const { fact } = read;
  const isWaiting = 'waitsFor' in fact;
  const names = subject ? SERVICE_FIELDS : INSTRUMENT_FIELDS;
  const missing = isWaiting ? fact.waitsFor.map(({ field }) => field) : [];
  const faults = registerFaults(fact, missing, terms.time);
  if (faults.length > 0)
    return {
      fields: faults.map(({ field, message }) => ({ field: lookedUp(names, field) ?? field, message })),
    };
  const warnings = [
    ...('warnings' in read ? read.warnings : []),
    ...(subject?.isAmbiguous ? [AMBIGUOUS] : []),
  ];
  if (isWaiting) return { outcome: 'waiting', fact, warnings };
  return { outcome: subject?.isAmbiguous ? 'ambiguous' : 'fact', fact, warnings };
}

const AMBIGUOUS = fileFault(
  'bad-field',
  'another record of this push cannot be distinguished from it; send a recordId with each',
  { place: 'recordId' },
);

/** The subject of each service record; equals among those without a number of their own are counted in their order. */
function subjectsOf({ records, insCode }: NriiForm, { secret, ownerOf }: NriiTerms): Subject[] {
  const keys = records.map((record) => {
    const recordId = halfWidth(record, 'recordId');
    // Unique within a unit only, as are the numbers of instruments [assumed].
    if (recordId !== '') return { key: `${ownerOf(insCode)?.uscc}/${recordId}`, isOwn: true };
    const fields = ['innerId', 'serviceTime', 'applicant'].map((field) => textOf(record, field));
    const rest = [applicantUnit(record), textOf(record, 'serviceContent')];
    return { key: recordKey(secret, [insCode, ...fields, ...rest]), isOwn: false };
  });
  const total = countOf(keys.map(({ key }) => key));
  const seen = new Map<string, number>();
  return keys.map(({ key, isOwn }) => {
    const ordinal = (seen.get(key) ?? 0) + 1;
    seen.set(key, ordinal);
    return {
      key: ordinal === 1 || isOwn ? key : `${key}-${ordinal}`,
      isAmbiguous: !isOwn && (total.get(key) ?? 0) > 1,
      isRepeated: isOwn && ordinal > 1,
    };
  });
}

function countOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function refused(index: number, fields: readonly FieldFault[]): Outcome {
  const faults = fields.map(({ field, message }) =>
    fileFault('bad-field', `record ${index}, ${field}: ${message}`, { place: `[${index}].${field}` }),
  );
  return { outcome: 'refused', faults };
}
