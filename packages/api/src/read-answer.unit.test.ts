import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ALL_ROUTES, routeOf } from './all-routes.ts';
import { fen, sumFen } from './amounts.ts';
import { answerReader } from './read-answer.ts';

describe('an answer is read', () => {
  const schema = z.strictObject({
    amountFen: sumFen,
    lines: z.array(z.strictObject({ year: z.int(), fen })),
    capFen: fen.optional(),
    data: z.record(z.string(), z.unknown()),
    kind: z.union([z.strictObject({ a: fen }), z.strictObject({ lowestFen: fen })]),
  });
  const answer = {
    amountFen: 9_007_199_254_740_991,
    lines: [{ year: 2026, fen: 5 }],
    data: { amountFen: 5 },
    kind: { lowestFen: 3 },
  };

  it('with amounts as bigint, and what somebody recorded as it is', () => {
    expect(answerReader(schema).parse(answer)).toEqual({
      ...answer,
      amountFen: 9_007_199_254_740_991n,
      lines: [{ year: 2026, fen: 5n }],
      kind: { lowestFen: 3n },
    });
    expect(answerReader(schema).parse({ ...answer, amountFen: null, capFen: 1 })).toMatchObject({
      amountFen: null,
      capFen: 1n,
    });
  });

  it('without what a later gateway says beside it, and not without what it has to say', () => {
    expect(answerReader(schema).parse({ ...answer, more: 1 })).not.toHaveProperty('more');
    expect(answerReader(schema).safeParse({ ...answer, lines: undefined }).success).toBe(false);
    expect(answerReader(schema).safeParse({ ...answer, amountFen: 0.5 }).success).toBe(false);
  });
});

it('keeps what a schema is open to', () => {
  const schema = z.strictObject({ data: z.looseObject({ version: z.int() }) });
  const data = { version: 3, amountFen: 100, lines: [{ fen: 1 }] };
  expect(answerReader(schema).parse({ data, other: 1 })).toEqual({ data });
});

/** Every number in an answer, with the name of its member. */
function numbersIn(schema: unknown, name = ''): [string, z.ZodNumber][] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([member, type]) => numbersIn(type, member));
  if (schema instanceof z.ZodArray) return numbersIn(schema.element, name);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return numbersIn(schema.unwrap(), name);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => numbersIn(option, name));
  return schema instanceof z.ZodNumber ? [[name, schema]] : [];
}

it('an amount, and nothing else, has a name that ends in Fen', () => {
  const numbers = ALL_ROUTES.flatMap(({ answer }) => numbersIn(answer));
  expect(numbers.length).toBeGreaterThan(200);
  const isAmount = (schema: z.ZodNumber) => /\bfen\b/i.test(schema.description ?? '');
  const wrong = numbers.filter(([name, schema]) => isAmount(schema) && !/^fen$|Fen$/.test(name));
  expect(wrong.map(([name]) => name)).toEqual([]);
});

it.each([
  ['get', '/v1/orders/{id}', '/v1/orders/:id'],
  ['get', '/v1/decisions/proposals', '/v1/decisions/proposals'],
  ['post', '/v1/runs/{id}/objections/decide', '/v1/runs/:id/objections/decide'],
] as const)('%s %s of the document is the route %s', (method, path, expected) => {
  expect(routeOf(method, path)?.path).toBe(expected);
});
