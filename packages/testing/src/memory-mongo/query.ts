import { NotSimulated, ServerError } from './errors.ts';
import { isByPosition, valuesAt } from './paths.ts';
import { compareValues, type Document, isDocument, kindOf } from './values.ts';

export type Test = (document: Document) => boolean;
type ValueTest = (value: unknown) => boolean;

/** A test for the documents that a filter selects. */
export function matcherOf(filter: Document): Test {
  const tests = Object.entries(filter).map(([name, wanted]) => testOf(name, wanted));
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return (document) => tests.every((test) => test(document));
}

function testOf(name: string, wanted: unknown): Test {
  if (name === '$and' || name === '$or') {
    const tests = (wanted as Document[]).map(matcherOf);
    if (name === '$and') return (document) => tests.every((test) => test(document));
    return (document) => tests.some((test) => test(document));
  }
  if (name.startsWith('$')) throw new NotSimulated(`${name} in a filter`);
  return fieldTest(name, wanted);
}

function fieldTest(name: string, wanted: unknown): Test {
  const path = name.split('.');
  const asks = isDocument(wanted) ? Object.keys(wanted) : [];
  if (isByPosition(path) && (asks.length !== 1 || asks[0] !== '$exists'))
    throw new NotSimulated(`a filter by position (${name}) but for $exists`);
  const test = valuesTest(wanted);
  return (document) => test(valuesAt(document, path));
}

export function isOperators(wanted: unknown): wanted is Document {
  return isDocument(wanted) && Object.keys(wanted)[0]?.startsWith('$') === true;
}

type ValuesTest = (values: readonly unknown[]) => boolean;

/** Turns a condition on one value into one on all values at a path. */
type Reach = (test: ValueTest) => ValuesTest;

function valuesTest(wanted: unknown, reach: Reach = anyOf): ValuesTest {
  if (!isOperators(wanted)) return reach(equalTo(wanted));
  const tests = Object.entries(wanted).map(([name, operand]) => operatorTest(name, operand, reach));
  return (values) => tests.every((test) => test(values));
}

/** A list matches when an element does, or the list as a whole. */
function anyOf(test: ValueTest): ValuesTest {
  return (values) => values.some((value) => test(value) || (Array.isArray(value) && value.some(test)));
}

/** An element of a list counts as itself, even where it is a list. */
function itself(test: ValueTest): ValuesTest {
  return (values) => values.some(test);
}

function operatorTest(name: string, operand: unknown, reach: Reach): ValuesTest {
  switch (name) {
    case '$eq':
      return reach(equalTo(operand, false));
    case '$ne':
      return not(reach(equalTo(operand, false)));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return reach(ordered(name, operand));
    case '$in':
      return reach(oneOf(operand as unknown[]));
    case '$nin':
      return not(reach(oneOf(operand as unknown[])));
    case '$exists':
      return (values) => values.some((value) => value !== undefined) === Boolean(operand);
    case '$type':
      return reach(ofType(operand));
    case '$not':
      return not(valuesTest(operand, reach));
    case '$elemMatch':
      return elementTest(operand as Document);
    default:
      throw new NotSimulated(`${name} in a filter`);
  }
}

function not(test: ValuesTest): ValuesTest {
  return (values) => !test(values);
}

function equalTo(wanted: unknown, patterns = true): ValueTest {
  if (wanted instanceof RegExp && patterns) return (value) => typeof value === 'string' && wanted.test(value);
  const kind = kindOf(wanted);
  return (value) => kindOf(value) === kind && compareValues(value, wanted) === 0;
}

function oneOf(wanted: readonly unknown[]): ValueTest {
  const tests = wanted.map((one) => equalTo(one));
  return (value) => tests.some((test) => test(value));
}

/** Only values of the same kind are comparable. */
function ordered(name: string, operand: unknown): ValueTest {
  const kind = kindOf(operand);
  if (kind === 'object' || kind === 'array' || kind === 'regex') throw new NotSimulated(`${name} of ${kind}`);
  const holds = {
    $gt: (found: number) => found > 0,
    $gte: (found: number) => found >= 0,
    $lt: (found: number) => found < 0,
    $lte: (found: number) => found <= 0,
  }[name] as (found: number) => boolean;
  const isNaNMeant = Number.isNaN(operand);
  return (value) => {
    if (kindOf(value) !== kind || Number.isNaN(value) !== isNaNMeant) return false;
    return holds(compareValues(value, operand));
  };
}

const INT_MOST = 2 ** 31;

/** The driver distinguishes 32-bit integers, 64-bit integers, and all other numbers. */
function ofType(wanted: unknown): ValueTest {
  switch (wanted) {
    case 'string':
    case 'date':
    case 'bool':
    case 'object':
    case 'array':
    case 'objectId':
    case 'binData':
    case 'number':
      return (value) => value !== undefined && kindOf(value) === wanted;
    case 'null':
      return (value) => value === null;
    case 'long':
      return (value) => typeof value === 'bigint';
    case 'int':
      return isInt;
    case 'double':
      return (value) => typeof value === 'number' && !isInt(value);
    default:
      throw new NotSimulated(`$type ${String(wanted)}`);
  }
}

export function isInt(value: unknown): value is number {
  if (typeof value !== 'number' || !Number.isInteger(value) || Object.is(value, -0)) return false;
  return value >= -INT_MOST && value < INT_MOST;
}

function elementTest(wanted: Document): ValuesTest {
  const isOfValues = isOperators(wanted);
  if (isOfValues && ['$and', '$or'].includes(Object.keys(wanted)[0] ?? ''))
    throw new NotSimulated('$and or $or in $elemMatch');
  if (!isDocument(wanted)) throw new ServerError('BadValue', '$elemMatch needs an Object');
  if (isOfValues) {
    const test = valuesTest(wanted, itself);
    return (values) => values.some((list) => Array.isArray(list) && list.some((one) => test([one])));
  }
  const test = matcherOf(wanted);
  const matches = (one: unknown) => isDocument(one) && test(one);
  return (values) => values.some((list) => Array.isArray(list) && list.some(matches));
}
