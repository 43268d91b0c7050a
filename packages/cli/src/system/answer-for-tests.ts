import { ALL_ROUTES } from '@duixian/api';
import { z } from 'zod';

/**
 * An answer of a gateway in which a test gives only what it is about. The rest is as empty as the route's schema
 * allows, and a member that the route does not answer is refused.
 */
export function answerForTests(method: string, address: string, partial: unknown): unknown {
  const path = address.replace(/\?.*/, '');
  const found = ALL_ROUTES.filter((route) => route.method === method && matches(route.path, path));
  // `/v1/runs/:id` is one path, and `/v1/policy/plan` is not an id.
  const [route] = found.sort((one, other) => parametersIn(one.path) - parametersIn(other.path));
  if (!route) throw new Error(`there is no ${method} ${path}`);
  if (route.files || route.streams) return partial;
  return route.answer.parse(whole(route.answer, partial));
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
}

function parametersIn(pattern: string): number {
  return pattern.split(':').length;
}

function whole(schema: z.ZodType, partial: unknown): unknown {
  if (schema instanceof z.ZodOptional)
    return partial === undefined ? undefined : whole(inner(schema), partial);
  if (schema instanceof z.ZodNullable) return partial == null ? null : whole(inner(schema), partial);
  if (schema instanceof z.ZodUnion) return ofUnion(schema, partial);
  if (schema instanceof z.ZodObject) return ofObject(schema, partial);
  if (schema instanceof z.ZodArray) {
    const items = Array.isArray(partial) ? partial : [];
    return items.map((item) => whole(schema.element as z.ZodType, item));
  }
  return partial ?? empty(schema);
}

function ofObject(schema: z.ZodObject, partial: unknown): object {
  const given = (partial ?? {}) as Record<string, unknown>;
  const members = Object.entries(schema.shape).map(([name, member]) => [
    name,
    whole(member as z.ZodType, given[name]),
  ]);
  const present = members.filter(([, value]) => value !== undefined);
  return { ...given, ...Object.fromEntries(present) };
}

function ofUnion({ options }: z.ZodUnion, partial: unknown): unknown {
  const made = options.map((option) => [option as z.ZodType, whole(option as z.ZodType, partial)] as const);
  return (made.find(([option, value]) => option.safeParse(value).success) ?? made[0])?.[1];
}

function empty(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return schema.value;
  if (schema instanceof z.ZodNumber) return 0;
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodRecord) return {};
  return schema instanceof z.ZodString ? '' : null;
}

function inner(schema: z.ZodOptional | z.ZodNullable): z.ZodType {
  return schema.unwrap() as z.ZodType;
}
