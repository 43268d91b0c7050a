import { types } from 'node:util';
import { BSON } from 'mongodb';
import { NotSimulated } from './errors.ts';

export type Document = Readonly<Record<string, unknown>>;

type OfBson = {
  readonly _bsontype: string;
  readonly buffer: Uint8Array;
  readonly sub_type: number;
  toHexString(): string;
};

/** As a connection with `useBigInt64` reads it: a 64-bit integer is a bigint, any other number is a number. */
export function fromBytes(bytes: Uint8Array): Document {
  return BSON.deserialize(bytes, { useBigInt64: true });
}

export function toBytes(document: Document): Uint8Array {
  return BSON.serialize(document as Record<string, unknown>);
}

/** A document, as opposed to values that are objects only in JavaScript. */
export function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !types.isDate(value) && !types.isRegExp(value) && !('_bsontype' in value);
}

const ORDER = [
  ...['null', 'number', 'string', 'object', 'array', 'binData', 'objectId', 'bool', 'date', 'regex'],
] as const;
type Kind = (typeof ORDER)[number];

/** The kinds of values in MongoDB's order; an absent value counts as null. */
export function kindOf(value: unknown): Kind {
  if (value === undefined || value === null) return 'null';
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    default:
      return kindOfObject(value);
  }
}

function kindOfObject(value: object): Kind {
  if (Array.isArray(value)) return 'array';
  if (types.isDate(value)) return 'date';
  if (types.isRegExp(value)) return 'regex';
  const kind = (value as Partial<OfBson>)._bsontype;
  if (kind === 'ObjectId') return 'objectId';
  if (kind === 'Binary') return 'binData';
  if (kind !== undefined) throw new NotSimulated(`a value of the kind ${kind}`);
  return 'object';
}

/** MongoDB's order over all values: first by kind, numbers by value, texts by code points. */
export function compareValues(a: unknown, b: unknown): number {
  const kind = kindOf(a);
  const byKind = ORDER.indexOf(kind) - ORDER.indexOf(kindOf(b));
  return byKind !== 0 ? byKind : compareWithin(kind, a, b);
}

function compareWithin(kind: Kind, a: unknown, b: unknown): number {
  switch (kind) {
    case 'null':
      return 0;
    case 'string':
      return compareTexts(a as string, b as string);
    case 'object':
      return compareDocuments(a as Document, b as Document);
    case 'array':
      return compareLists(a as unknown[], b as unknown[]);
    case 'binData':
      return compareBinaries(a as OfBson, b as OfBson);
    case 'objectId':
      return compareTexts((a as OfBson).toHexString(), (b as OfBson).toHexString());
    case 'regex':
      return compareTexts(String(a), String(b));
    default:
      return compareScalars(a as number, b as number);
  }
}

/** Numbers of either kind, booleans, dates. NaN is below every other number. */
function compareScalars(a: number | bigint | Date, b: number | bigint | Date): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

/** JavaScript compares UTF-16 units of characters beyond the first 65,536, MongoDB the bytes of UTF-8. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  if (!a.isWellFormed() || !b.isWellFormed()) throw new NotSimulated('a text with half a character');
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one === other) continue;
    const [isHigh, isOtherHigh] = [isSurrogate(one), isSurrogate(other)];
    return isHigh === isOtherHigh ? one - other : isHigh ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function compareDocuments(a: Document, b: Document): number {
  const [own, others] = [Object.entries(a), Object.entries(b)];
  for (let at = 0; at < own.length && at < others.length; at++) {
    const [[name, value], [otherName, other]] = [own[at], others[at]] as [
      [string, unknown],
      [string, unknown],
    ];
    const byKind = ORDER.indexOf(kindOf(value)) - ORDER.indexOf(kindOf(other));
    const found = byKind || compareTexts(name, otherName) || compareValues(value, other);
    if (found !== 0) return found;
  }
  return own.length - others.length;
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const found = compareValues(a[at], b[at]);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

function compareBinaries(a: OfBson, b: OfBson): number {
  return a.buffer.length - b.buffer.length || a.sub_type - b.sub_type || Buffer.compare(a.buffer, b.buffer);
}

/** The same text for values that MongoDB considers equal, and only for them. */
export function keyOf(value: unknown): string {
  const kind = kindOf(value);
  switch (kind) {
    case 'null':
      return 'null';
    case 'number':
      return `n${value}`;
    case 'string':
      return `s${JSON.stringify(value)}`;
    case 'object':
      return `{${Object.entries(value as Document).map(([name, one]) => `${JSON.stringify(name)}:${keyOf(one)}`)}}`;
    case 'array':
      return `[${(value as unknown[]).map(keyOf)}]`;
    case 'binData':
      return `b${(value as OfBson).sub_type}:${Buffer.from((value as OfBson).buffer).toString('hex')}`;
    case 'date':
      return `d${(value as Date).getTime()}`;
    default:
      return `${kind}${String(value)}`;
  }
}
