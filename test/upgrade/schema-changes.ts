import { isDeepStrictEqual } from 'node:util';

/** A JSON Schema as zod writes it, with references into the document that has it. */
export type Schema = { readonly [keyword: string]: unknown };

/** A schema with the document that its references lead into. */
export type Described = { readonly schema: Schema; readonly document: object };

/**
 * What goes in has to be taken as it was. What comes out may gain members and words of a closed list, which who reads
 * it passes over; its limits bind nobody who reads.
 */
export type Direction = 'in' | 'out';

/** Why not every value of the one schema is a value of the other; empty: every one is. */
export function outside(one: Described, other: Described, direction: Direction, at: string): string[] {
  return compared(one, other, { direction, at, seen: new Set() });
}

type Place = { readonly direction: Direction; readonly at: string; readonly seen: Set<string> };

function compared(one: Described, other: Described, place: Place): string[] {
  const pair = `${String(one.schema['$ref'])} ${String(other.schema['$ref'])}`;
  if ('$ref' in one.schema && '$ref' in other.schema) {
    if (place.seen.has(pair)) return [];
    place.seen.add(pair);
  }
  const [narrow, wide] = [resolved(one), resolved(other)];
  const variants = variantsOf(narrow);
  const allowed = variantsOf(wide);
  return variants.flatMap((variant) => {
    const faults = allowed.map((choice) => comparedVariant(variant, choice, place));
    return faults.toSorted((a, b) => a.length - b.length)[0] ?? [];
  });
}

function resolved({ schema, document }: Described): Described {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return { schema, document };
  const path = $ref.slice('#/'.length).split('/');
  const found = path.reduce<unknown>((part, name) => (part as Schema | undefined)?.[name], document);
  if (found === undefined) throw new Error(`${$ref} leads nowhere`);
  return resolved({ schema: found as Schema, document });
}

/** A choice, or several types, as one schema each. */
function variantsOf(described: Described): Described[] {
  const { schema, document } = described;
  const choice = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined;
  if (choice) return choice.flatMap((one) => variantsOf(resolved({ schema: one, document })));
  const { type, ...rest } = schema;
  if (!Array.isArray(type)) return [described];
  return type.map((one) => ({ schema: { ...rest, type: one as unknown }, document }));
}

function comparedVariant(one: Described, other: Described, place: Place): string[] {
  const [narrow, wide] = [one.schema, other.schema];
  const { at, direction } = place;
  const isType = wide['type'] === undefined || wide['type'] === narrow['type'];
  const isWhole = wide['type'] === 'number' && narrow['type'] === 'integer';
  if (!isType && !isWhole)
    return [`${at}: ${typeOf(narrow)}, and ${typeOf(wide)} ${direction === 'in' ? 'now' : 'before'}`];
  return [
    ...values(narrow, wide, place),
    ...(direction === 'in' ? limits(narrow, wide, at) : []),
    ...members(one, other, place),
    ...items(one, other, place),
  ];
}

function typeOf({ type }: Schema): string {
  return typeof type === 'string' ? type : 'anything';
}

function values(narrow: Schema, wide: Schema, { at, direction }: Place): string[] {
  const [given, known] = [valuesOf(narrow), valuesOf(wide)];
  if (!known) return [];
  if (!given)
    return [`${at}: any ${typeOf(narrow)}, and one of a list ${direction === 'in' ? 'now' : 'before'}`];
  // A single value names the type of what it is in, and is no list that grows.
  if (direction === 'out' && known.length > 1) return [];
  return given
    .filter((value) => !known.includes(value))
    .map((value) => `${at}: ${JSON.stringify(value)} is not one of the values`);
}

function valuesOf(schema: Schema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']];
  return schema['enum'] as readonly unknown[] | undefined;
}

const AT_LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const AT_MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;
const SAME = ['pattern', 'format', 'propertyNames', 'multipleOf'] as const;

function limits(narrow: Schema, wide: Schema, at: string): string[] {
  const low = AT_LEAST.filter((name) => name in wide && !(Number(narrow[name]) >= Number(wide[name])));
  const high = AT_MOST.filter((name) => name in wide && !(Number(narrow[name]) <= Number(wide[name])));
  const other = SAME.filter((name) => name in wide && !isDeepStrictEqual(wide[name], narrow[name]));
  return [...low, ...high, ...other].map((name) => `${at}: ${name} is ${JSON.stringify(wide[name])} now`);
}

function members(one: Described, other: Described, place: Place): string[] {
  const [narrow, wide] = [one.schema, other.schema];
  if (wide['type'] !== 'object') return [];
  const { at, direction } = place;
  const given = (narrow['properties'] ?? {}) as Record<string, Schema>;
  const known = (wide['properties'] ?? {}) as Record<string, Schema>;
  const rest = wide['additionalProperties'];
  const always = (narrow['required'] ?? []) as readonly string[];
  const required = (wide['required'] ?? []) as readonly string[];
  return [
    ...Object.entries(given).flatMap(([name, schema]) => {
      const member = known[name] ?? (typeof rest === 'object' ? (rest as Schema) : undefined);
      const inside = { ...place, at: `${at}.${name}` };
      if (member) return compared({ ...one, schema }, { ...other, schema: member }, inside);
      return direction === 'in' && rest === false ? [`${inside.at}: is not taken any more`] : [];
    }),
    ...required
      .filter((name) => !always.includes(name))
      .map((name) => `${at}.${name}: ${direction === 'in' ? 'must be given now' : 'may be missing now'}`),
    ...others(one, other, place),
  ];
}

/** Members whose names no schema has. */
function others(one: Described, other: Described, place: Place): string[] {
  const [narrow, wide] = [one.schema['additionalProperties'], other.schema['additionalProperties']];
  if (typeof wide !== 'object' || narrow === false) return [];
  const inside = { ...place, at: `${place.at}.*` };
  return compared({ ...one, schema: (narrow ?? {}) as Schema }, { ...other, schema: wide as Schema }, inside);
}

function items(one: Described, other: Described, place: Place): string[] {
  const wide = other.schema['items'];
  if (wide === undefined) return [];
  const narrow = (one.schema['items'] ?? {}) as Schema;
  const inside = { ...place, at: `${place.at}[]` };
  return compared({ ...one, schema: narrow }, { ...other, schema: wide as Schema }, inside);
}
