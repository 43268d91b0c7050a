import { add, isNumber } from './arithmetic.ts';
import { NotSimulated, ServerError } from './errors.ts';
import { valueAt } from './paths.ts';
import { compareValues, type Document, isDocument } from './values.ts';

/** The inputs of an expression: the document, and the variables around it. */
export type Scope = { readonly root: Document; readonly variables: Document };

/** `undefined` for an absent value. */
export function evaluate(expression: unknown, scope: Scope): unknown {
  if (typeof expression === 'string')
    return expression.startsWith('$') ? read(expression, scope) : expression;
  if (Array.isArray(expression)) return expression.map((one) => evaluate(one, scope) ?? null);
  if (!isDocument(expression)) return expression;
  const [name] = Object.keys(expression);
  if (name?.startsWith('$')) return operated(name, expression[name], scope);
  const result: Record<string, unknown> = {};
  for (const [field, one] of Object.entries(expression)) {
    const value = evaluate(one, scope);
    if (value !== undefined) result[field] = value;
  }
  return result;
}

function read(reference: string, { root, variables }: Scope): unknown {
  if (!reference.startsWith('$$')) return valueAt(root, reference.slice(1).split('.'));
  const [name = '', ...path] = reference.slice(2).split('.');
  if (name === 'ROOT') return valueAt(root, path);
  if (!(name in variables)) throw new NotSimulated(`the variable ${reference}`);
  return valueAt(variables[name], path);
}

type Operator = (operand: never, scope: Scope) => unknown;

const OPERATORS: Readonly<Record<string, Operator>> = {
  $literal: (operand: unknown) => operand,
  $let: ({ vars, in: inner }: { vars: Document; in: unknown }, scope) => {
    const own = Object.entries(vars).map(([name, one]) => [name, evaluate(one, scope)]);
    return evaluate(inner, { ...scope, variables: { ...scope.variables, ...Object.fromEntries(own) } });
  },
  $cond: (operand: unknown[] | { if: unknown; then: unknown; else: unknown }, scope) => {
    const [condition, whenTrue, whenFalse] = Array.isArray(operand)
      ? operand
      : [operand.if, operand.then, operand.else];
    return evaluate(isTrue(evaluate(condition, scope)) ? whenTrue : whenFalse, scope);
  },
  $eq: (operands: unknown[], scope) => {
    const [a, b] = operands.map((one) => evaluate(one, scope));
    // An absent value is not null here.
    return (a === undefined) === (b === undefined) && compareValues(a, b) === 0;
  },
  $add: (operands: unknown[], scope) => {
    const values = operands.map((one) => evaluate(one, scope));
    if (values.some((value) => value === undefined || value === null)) return null;
    if (!values.every(isNumber)) throw new NotSimulated('$add of what is no number');
    return values.reduce(add);
  },
  $ifNull: (operands: unknown[], scope) => {
    const values = operands.map((one) => evaluate(one, scope));
    return values.find((value) => value !== undefined && value !== null) ?? values.at(-1);
  },
  $max: (operands: unknown, scope) => {
    if (!Array.isArray(operands) || operands.length < 2) throw new NotSimulated('$max of one list');
    const values = operands
      .map((one) => evaluate(one, scope))
      .filter((value) => value !== undefined && value !== null);
    return values.reduce((most, value) => (compareValues(value, most) > 0 ? value : most), values[0]) ?? null;
  },
  $arrayElemAt: (operands: unknown[], scope) => {
    const [list, at] = operands.map((one) => evaluate(one, scope));
    if (list === undefined || list === null || at === undefined || at === null) return null;
    if (!Array.isArray(list) || typeof at !== 'number')
      throw new ServerError('BadValue', "$arrayElemAt's first argument must be an array");
    return list.at(at);
  },
  $indexOfArray: (operands: unknown[], scope) => {
    if (operands.length !== 2) throw new NotSimulated('$indexOfArray of a part of a list');
    const [list, wanted] = operands.map((one) => evaluate(one, scope));
    if (list === undefined || list === null) return null;
    if (!Array.isArray(list)) throw new ServerError('BadValue', '$indexOfArray requires an array');
    return list.findIndex((one) => compareValues(one, wanted) === 0);
  },
  $toLong: (operand: unknown, scope) => {
    const value = evaluate(operand, scope);
    if (value === undefined || value === null) return null;
    if (!isNumber(value)) throw new NotSimulated('$toLong of what is no number');
    return BigInt(typeof value === 'bigint' ? value : Math.trunc(value));
  },
  $dateFromString: ({ dateString, onError, ...others }: Document, scope) => {
    if (Object.keys(others).length > 0) throw new NotSimulated(`${Object.keys(others)} in $dateFromString`);
    const text = evaluate(dateString, scope);
    if (text === undefined || text === null) return null;
    const date = new Date(String(text));
    if (!Number.isNaN(date.getTime())) return date;
    if (onError === undefined) throw new NotSimulated('$dateFromString that fails');
    return evaluate(onError, scope);
  },
};

function operated(name: string, operand: unknown, scope: Scope): unknown {
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) throw new NotSimulated(`${name} in an expression`);
  return operator(operand as never, scope);
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== 0n;
}
