import { add, isNumber, isWhole } from './arithmetic.ts';
import { NotSimulated, ServerError } from './errors.ts';
import { evaluate } from './expression.ts';
import { isOperators } from './query.ts';
import { compareValues, type Document, isDocument } from './values.ts';

/** An update as a command has it: a replacement, operators, or a pipeline of one stage. */
export type Update = Document | readonly Document[];

/** The document after the update; `inserts` where there was none and the update creates it. */
export function updated(before: Document, update: Update, inserts: boolean): Document {
  const after = isPipeline(update)
    ? replacedBy(update, before)
    : isOperators(update)
      ? changed(before, update, inserts)
      : update;
  if (!('_id' in before)) return '_id' in after ? withId(after['_id'], after) : after;
  const { _id } = after;
  if (_id !== undefined && (typeof _id !== typeof before['_id'] || compareValues(_id, before['_id']) !== 0))
    throw new ServerError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  return withId(before['_id'], after);
}

/** A replacement and a push are written even where they leave the document unchanged. */
export function isAlwaysWritten(update: Update): boolean {
  return !isPipeline(update) && (!isOperators(update) || '$push' in update);
}

function isPipeline(update: Update): update is readonly Document[] {
  return Array.isArray(update);
}

/** The key comes first in a stored document. */
export function withId(_id: unknown, document: Document): Document {
  const { _id: given, ...rest } = document;
  return { _id, ...rest };
}

function replacedBy(pipeline: readonly Document[], before: Document): Document {
  const [stage, ...more] = pipeline;
  const [name, expression] = Object.entries(stage ?? {})[0] ?? [];
  if (name === '$set' && more.length === 0) return setBy(expression as Document, before);
  if (name !== '$replaceWith' || more.length > 0)
    throw new NotSimulated('an update but by one $replaceWith or $set');
  const after = evaluate(expression, { root: before, variables: {} });
  if (!isDocument(after)) throw new ServerError('BadValue', "'replacement' must evaluate to an object");
  return after;
}

function setBy(fields: Document, before: Document): Document {
  const after: Record<string, unknown> = { ...before };
  for (const [name, expression] of Object.entries(fields)) {
    const isPart = name.includes('.') || (isDocument(expression) && !isOperators(expression));
    const value = isPart ? undefined : evaluate(expression, { root: before, variables: {} });
    if (value === undefined) throw new NotSimulated('a $set of a part of a field, or to what is absent');
    after[name] = value;
  }
  return after;
}

const OPERATORS = ['$set', '$setOnInsert', '$unset', '$inc', '$max', '$min', '$push'];

type Change = { readonly path: string; readonly operator: string; readonly operand: unknown };

/** Checks an update by itself, even where it finds nothing to change. */
export function checkUpdate(update: Update): void {
  if (!isPipeline(update) && isOperators(update)) changesOf(update);
}

/** Fields are changed in the order of their names, whatever the order of the operators. */
function changesOf(update: Document): Change[] {
  const changes: Change[] = Object.entries(update).flatMap(([operator, fields]) => {
    if (!OPERATORS.includes(operator)) throw new NotSimulated(`${operator} in an update`);
    return Object.entries(fields as Document).map(([path, operand]) => ({ path, operator, operand }));
  });
  changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const [at, { path }] of changes.entries()) {
    const next = changes[at + 1]?.path;
    if (next === path || next?.startsWith(`${path}.`))
      throw new ServerError(
        'ConflictingUpdateOperators',
        `Updating the path '${next}' would create a conflict at '${path}'`,
      );
  }
  return changes;
}

function changed(before: Document, update: Document, inserts: boolean): Document {
  return changesOf(update).reduce((document, change) => {
    if (change.operator === '$setOnInsert' && !inserts) return document;
    return at(document, change.path.split('.'), change) as Document;
  }, before);
}

/** A copy of the document with the change made at the path. */
function at(value: unknown, [name, ...rest]: readonly string[], change: Change): unknown {
  if (name === undefined) return changedValue(value, change);
  if (Array.isArray(value)) return atPosition(value, name, rest, change);
  if (value !== undefined && !isDocument(value) && change.operator === '$unset') return value;
  if (value !== undefined && !isDocument(value))
    throw new ServerError(
      'PathNotViable',
      `Cannot create field '${name}' in element {${change.path.split('.').at(-rest.length - 2)}: ${value}}`,
    );
  const own = value?.[name];
  if (change.operator === '$unset' && own === undefined) return value;
  const after = at(own, rest, change);
  const { [name]: gone, ...others } = value ?? {};
  if (after === undefined) return others;
  return { ...value, [name]: after };
}

/** In a list, only an existing position can be changed. */
function atPosition(
  list: readonly unknown[],
  name: string,
  rest: readonly string[],
  change: Change,
): unknown {
  const position = Number(name);
  if (!(position in list) || change.operator === '$unset')
    throw new NotSimulated(`an update of what a list does not have, or loses (${change.path})`);
  return list.with(position, at(list[position], rest, change));
}

function changedValue(value: unknown, { operator, operand, path }: Change): unknown {
  switch (operator) {
    case '$set':
    case '$setOnInsert':
      return operand;
    case '$unset':
      return undefined;
    case '$inc':
      return increased(value, operand, path);
    case '$max':
      return value === undefined || compareValues(operand, value) > 0 ? operand : value;
    case '$min':
      return value === undefined || compareValues(operand, value) < 0 ? operand : value;
    case '$push':
      return pushed(value, operand, path);
    default:
      throw new NotSimulated(`${operator} in an update`);
  }
}

function increased(value: unknown, operand: unknown, path: string): unknown {
  if (!isNumber(operand)) throw new ServerError('TypeMismatch', `Cannot increment with non-numeric argument`);
  if (value === undefined) return operand;
  if (!isNumber(value))
    throw new ServerError('TypeMismatch', `Cannot apply $inc to a value of non-numeric type (${path})`);
  // An integral result would be stored as a double, which cannot be distinguished here.
  if (!isWhole(value) || !isWhole(operand)) throw new NotSimulated('$inc of or by a floating number');
  return add(value, operand);
}

function pushed(value: unknown, operand: unknown, path: string): unknown {
  const before = value ?? (value === undefined ? [] : value);
  if (!Array.isArray(before))
    throw new ServerError('BadValue', `The field '${path}' must be an array but is of another type`);
  if (!isOperators(operand)) return [...before, operand];
  const { $each, $position, $slice, ...others } = operand;
  if (Object.keys(others).length > 0) throw new NotSimulated(`${Object.keys(others)} in $push`);
  const from = $position === undefined ? before.length : $position;
  if (typeof from !== 'number' || from < 0) throw new NotSimulated('a $position from the end');
  const after = before.toSpliced(from, 0, ...($each as unknown[]));
  if ($slice === undefined) return after;
  if (typeof $slice !== 'number' || $slice < 0) throw new NotSimulated('a $slice from the end');
  return after.slice(0, $slice);
}

/** The initial document of an upsert: the fields that its filter requires to be equal to something. */
export function seedOf(filter: Document): Document {
  let seed: Document = {};
  for (const [name, wanted] of Object.entries(filter)) {
    if (name.startsWith('$')) throw new NotSimulated(`${name} in the filter of an upsert`);
    const value = isOperators(wanted) ? wanted['$eq'] : wanted;
    if (value === undefined) continue;
    seed = at(seed, name.split('.'), { path: name, operator: '$set', operand: value }) as Document;
  }
  return seed;
}
