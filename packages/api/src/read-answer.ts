import { z } from 'zod';

/** Amounts in the form for arithmetic: the JSON integers of `fen` and of names that end in `Fen` become bigint. */
export type Read<T> = T extends readonly (infer Item)[]
  ? Read<Item>[]
  : T extends object
    ? { [Name in keyof T]: Name extends 'fen' | `${string}Fen` ? Amount<T[Name]> : Read<T[Name]> }
    : T;

type Amount<T> = T extends number ? bigint : T;

const made = new WeakMap<z.ZodType, z.ZodType>();

/**
 * A parser for answers of this schema. Unknown members are dropped, so that answers of a later release can still be
 * read, except where the schema is open to them, such as for the state in an event.
 */
export function answerReader<Answer>(schema: z.ZodType<Answer>): z.ZodType<Read<Answer>> {
  const known = made.get(schema) ?? reader(schema, false);
  made.set(schema, known);
  return known as z.ZodType<Read<Answer>>;
}

function reader(schema: z.ZodType, isAmount: boolean): z.ZodType {
  const inner = (type: unknown) => reader(type as z.ZodType, isAmount);
  if (schema instanceof z.ZodObject) return objectReader(schema);
  if (schema instanceof z.ZodArray) return z.array(inner(schema.element));
  if (schema instanceof z.ZodNullable) return inner(schema.unwrap()).nullable();
  if (schema instanceof z.ZodOptional) return inner(schema.unwrap()).optional();
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map(inner));
  if (schema instanceof z.ZodNumber && isAmount) return schema.transform(BigInt);
  return schema;
}

/** What is open to further members keeps them as they are. */
function objectReader({ shape, def }: z.ZodObject): z.ZodType {
  const members = membersOf(shape);
  return def.catchall instanceof z.ZodUnknown ? z.looseObject(members) : z.object(members);
}

function membersOf(shape: z.ZodRawShape): z.ZodRawShape {
  const members = Object.entries(shape).map(([name, member]) => [
    name,
    reader(member as z.ZodType, /^fen$|Fen$/.test(name)),
  ]);
  return Object.fromEntries(members) as z.ZodRawShape;
}
