import { type Document, isDocument } from './values.ts';

const INDEX = /^(0|[1-9][0-9]*)$/;

/**
 * The values at a path, as a query sees them: through lists, into each of their documents. `undefined` where a document
 * has no such field; empty where a list contains no document.
 */
export function valuesAt(
  value: unknown,
  path: readonly string[],
  from = 0,
  found: unknown[] = [],
): unknown[] {
  const name = path[from];
  if (name === undefined) found.push(value);
  else if (isDocument(value)) valuesAt(value[name], path, from + 1, found);
  else if (!Array.isArray(value)) found.push(undefined);
  else {
    for (const one of value) if (isDocument(one)) valuesAt(one, path, from, found);
    if (INDEX.test(name) && Number(name) < value.length) valuesAt(value[Number(name)], path, from + 1, found);
  }
  return found;
}

/** Whether a path names an element of a list by its position. */
export function isByPosition(path: readonly string[]): boolean {
  return path.some((name) => INDEX.test(name));
}

/** The same as an index holds it: each element of a list, and the list itself. */
export function keysAt(document: Document, path: readonly string[]): unknown[] {
  const found = valuesAt(document, path);
  return found.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

/** The same as an expression sees it: a list gives a list, an absent value gives `undefined`. */
export function valueAt(value: unknown, path: readonly string[], from = 0): unknown {
  const name = path[from];
  if (name === undefined) return value;
  if (Array.isArray(value))
    return value.map((one) => valueAt(one, path, from)).filter((one) => one !== undefined);
  return isDocument(value) ? valueAt(value[name], path, from + 1) : undefined;
}
