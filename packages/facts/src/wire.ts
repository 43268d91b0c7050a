import { factsV1 } from '@duixian/proto';
import { assert, defined } from '@duixian/values';
import { FACT_TYPE_NAMES } from './names.ts';
import type { Fact } from './registry.ts';

/** A fact as its owner publishes it: with a version that also increases when only a metered fee changed. */
export type PublishedFact = Fact & {
  readonly version: bigint;
  /** Of an invoice that names usage records, in fen. */
  readonly meteredFeeFen?: bigint;
};

// The names mean the same in every type, which keeps the conversion mechanical; a test converts all types both ways.
const ENUM_FIELDS = new Set(['kind', 'level', 'status', 'category', 'unit', 'way']);
const NULLABLE_FIELDS: Record<string, readonly string[]> = {
  party: ['parentUscc'],
  recognition: ['revokedOn'],
  sanction: ['until'],
  contract: ['intermediary'],
  Party: ['uscc', 'divisionCode'],
};
const PARTY_FIELDS = new Set(['seller', 'buyer', 'intermediary', 'owner', 'user']);

const TYPE_OF = new Map(FACT_TYPE_NAMES.map((name) => [caseOf(name), name]));

type Fields = Record<string, unknown>;

export function encodeFact(fact: PublishedFact): Uint8Array {
  const data = {
    $case: caseOf(fact.type),
    value: toWire(fact.data, caseOf(fact.type)),
  } as unknown as factsV1.FactState['data'];
  const { subject, source, version, id, time, meteredFeeFen } = fact;
  return factsV1.FactState.encode({
    subject,
    source,
    version,
    eventId: id,
    time,
    data,
    meteredFeeFen,
  }).finish();
}

/** Fails an assertion on bytes that are not a fact of a known type. */
export function decodeFact(bytes: Uint8Array): PublishedFact {
  const { data, subject, source, version, eventId, time, meteredFeeFen } = factsV1.FactState.decode(bytes);
  const { $case, value } = defined(data, 'a published fact has data');
  const type = defined(TYPE_OF.get($case), `no type of fact is called ${$case}`);
  assert(subject !== '' && version > 0n, 'a published fact has a subject and a version');
  const fact = {
    type,
    subject,
    source,
    id: eventId,
    time,
    data: fromWire(value as unknown as Fields, $case),
    version,
  };
  return (meteredFeeFen === undefined ? fact : { ...fact, meteredFeeFen }) as PublishedFact;
}

/** `duixian.contract.v1` → `contract`: the short name, also used in subjects of NATS and paths of HTTP. */
export function caseOf(type: string): string {
  return type.split('.')[1] ?? type;
}

/** The cursor of lists that are ordered by record id: "type/id". */
export const RECORD_CURSOR = new RegExp(`^(?:${FACT_TYPE_NAMES.map(caseOf).join('|')})/`);

function toWire(fields: Fields, shape: string): Fields {
  const wire: Fields = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    if (key === 'revision') wire[key] = BigInt(value as number);
    else if (ENUM_FIELDS.has(key)) wire[key] = enumName(shape, key, value as string);
    else wire[key] = isNested(value) ? toWire(value, shapeOf(key)) : value;
  }
  return wire;
}

function fromWire(wire: Fields, shape: string): Fields {
  const fields: Fields = {};
  for (const [key, value] of Object.entries(wire)) {
    if (value === undefined) continue;
    if (key === 'revision') fields[key] = Number(value);
    else if (ENUM_FIELDS.has(key)) fields[key] = enumValue(shape, key, value as string);
    else fields[key] = isNested(value) ? fromWire(value, shapeOf(key)) : value;
  }
  for (const key of NULLABLE_FIELDS[shape] ?? []) fields[key] ??= null;
  return fields;
}

function shapeOf(key: string): string {
  return PARTY_FIELDS.has(key) ? 'Party' : key;
}

const NAME_OF = new Map<string, string>();
const VALUE_OF = new Map<string, string>();

/** `research-institute` of a party's kind → `PARTY_KIND_RESEARCH_INSTITUTE`; cached, because there are few. */
function enumName(shape: string, key: string, value: string): string {
  const from = `${shape}.${key}.${value}`;
  let name = NAME_OF.get(from);
  if (name === undefined) {
    name = `${shape}_${key}_${value}`.toUpperCase().replaceAll('-', '_');
    NAME_OF.set(from, name);
  }
  return name;
}

function enumValue(shape: string, key: string, name: string): string {
  let value = VALUE_OF.get(name);
  if (value === undefined) {
    const prefix = `${shape}_${key}_`.toUpperCase();
    assert(name.startsWith(prefix) && !name.endsWith('_UNSPECIFIED'), `${key} ${name} is not known here`);
    value = name.slice(prefix.length).toLowerCase().replaceAll('_', '-');
    VALUE_OF.set(name, value);
  }
  return value;
}

function isNested(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
