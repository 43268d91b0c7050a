import { LIMITS } from '@duixian/values';
import { fileFault, shown } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';

/** A form as the door has read it, whether multipart or urlencoded: every value of every field. */
export type NriiFields = ReadonlyMap<string, readonly string[]>;
/** The last part of the address: instruments and records come to `instru`, service records also to `effect`. */
export type NriiWay = 'instru' | 'effect';

/** One record: its fields as texts; numbers as they were written. */
export type NriiRecord = ReadonlyMap<string, string>;

export type NriiForm = {
  /** 4: instruments; 6: service records; the others are not ours. */
  readonly kind: 'instruments' | 'services' | 'ignored';
  readonly insCode: string;
  readonly records: readonly NriiRecord[];
  readonly warnings: readonly FileFault[];
};

/** A push of which nothing is taken. */
export type NriiRefused = { readonly status: 400 | 413; readonly faults: readonly FileFault[] };

const CONTENT = ['instruData', 'effectData', 'instruList'] as const;
const KINDS: ReadonlyMap<string, NriiForm['kind']> = new Map([
  ['4', 'instruments'],
  ['6', 'services'],
  ...['1', '2', '3', '5', '7'].map((type): [string, 'ignored'] => [type, 'ignored']),
]);

export function readForm(fields: NriiFields, way: NriiWay): NriiForm | NriiRefused {
  const faults: FileFault[] = [];
  const insCode = onlyValue(fields, 'insCode', faults);
  // At `effect` there is nothing but service records [assumed].
  const hasType = fields.has('instruType') || way === 'instru';
  const type = hasType ? onlyValue(fields, 'instruType', faults) : '6';
  const kind = KINDS.get(type);
  if (type !== '' && kind === undefined)
    faults.push(
      fileFault('bad-field', `instruType is ${shown(type)}; right is 4 or 6`, { place: 'instruType' }),
    );
  const given = CONTENT.flatMap((name) => (fields.get(name) ?? []).map((text) => ({ name, text })));
  const [content] = given;
  if (content === undefined)
    faults.push(fileFault('missing-field', `one of ${CONTENT.join(', ')} is missing; right is a JSON array`));
  else if (given.length > 1)
    faults.push(
      fileFault(
        'bad-field',
        `the form has ${given.map(({ name }) => name).join(' and ')}; right is one of them`,
      ),
    );
  if (content === undefined || kind === undefined || faults.length > 0) return { status: 400, faults };
  const read = recordsOf(content.name, content.text);
  return 'status' in read ? read : { kind, insCode, ...read };
}

function onlyValue(fields: NriiFields, name: string, faults: FileFault[]): string {
  const values = fields.get(name) ?? [];
  const value = values[0]?.trim() ?? '';
  if (value === '') faults.push(fileFault('missing-field', `${name} is missing`, { place: name }));
  else if (values.length > 1)
    faults.push(fileFault('bad-field', `${name} occurs ${values.length} times`, { place: name }));
  return value;
}

function recordsOf(place: string, text: string): Pick<NriiForm, 'records' | 'warnings'> | NriiRefused {
  const refused = (status: 400 | 413, code: FileFault['code'], message: string): NriiRefused => ({
    status,
    faults: [fileFault(code, message, { place })],
  });
  if (isTooDeep(text)) return refused(413, 'too-large', `${place} is nested too deep; right is a flat array`);
  const json = parsed(text);
  if (json === undefined)
    return refused(400, 'not-json', `${place} is not JSON; right is one array of objects`);
  const list = Array.isArray(json) ? json : [json];
  if (list.length === 0) return refused(400, 'missing-field', `${place} has no record`);
  const { most } = LIMITS.nriiRecords;
  if (list.length > most)
    return refused(
      413,
      'too-large',
      `${place} has ${list.length} records; right is at most ${most} in a push`,
    );
  const wrong = list.findIndex((item) => typeof item !== 'object' || item === null || Array.isArray(item));
  if (wrong >= 0) return refused(400, 'not-json', `${place}[${wrong}] is no object`);
  const warning = fileFault('bad-field', `${place} is an object; it is taken as an array of one`, { place });
  return { records: list.map(recordOf), warnings: Array.isArray(json) ? [] : [warning] };
}

/** Fields of anything but a text, a number or nothing are left out: no field that is used here has them. */
function recordOf(item: object): NriiRecord {
  const texts = Object.entries(item).map(([name, value]) => [name, String(value ?? '').trim(), typeof value]);
  return new Map(
    texts.flatMap(([name = '', text = '', type]) => (type === 'object' && text ? [] : [[name, text]])),
  );
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Numbers stay the texts that they were, so that no digit of an amount is lost. The parser's own words quote the content. */
function parsed(text: string): unknown {
  const asText: Reviver = (_, value, { source }) => (typeof value === 'number' ? (source ?? '') : value);
  try {
    return (JSON.parse as (json: string, reviver: Reviver) => unknown)(text, asText);
  } catch {
    return undefined;
  }
}

/** Looked at before the parser is called, which calls itself for every level. */
function isTooDeep(text: string): boolean {
  let levels = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') isInText = !isInText;
    else if (isInText) at += sign === '\\' ? 1 : 0;
    else if (sign === '[' || sign === '{') levels += 1;
    else if (sign === ']' || sign === '}') levels -= 1;
    if (levels > LIMITS.nriiLevels.most) return true;
  }
  return false;
}
