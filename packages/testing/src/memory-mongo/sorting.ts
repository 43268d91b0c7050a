import { NotSimulated } from './errors.ts';
import { isByPosition, valuesAt } from './paths.ts';
import { compareValues, type Document } from './values.ts';

/** Sorts below everything, as a list without elements does. */
const NOTHING = Symbol('nothing');

/** The order of a sort specification. A list sorts by its smallest element, or by its largest in descending order. */
export function orderOf(sort: Document): (a: Document, b: Document) => number {
  const keys = Object.entries(sort).map(([name, direction]) => {
    if (direction !== 1 && direction !== -1) throw new NotSimulated(`a sort by ${JSON.stringify(direction)}`);
    const path = name.split('.');
    if (isByPosition(path)) throw new NotSimulated(`a sort by position (${name})`);
    return { path, direction };
  });
  return (a, b) => {
    for (const { path, direction } of keys) {
      const found = compareKeys(keyAt(a, path, direction), keyAt(b, path, direction));
      if (found !== 0) return found * direction;
    }
    return 0;
  };
}

function keyAt(document: Document, path: readonly string[], direction: number): unknown {
  const values = valuesAt(document, path).flatMap((value) =>
    Array.isArray(value) ? (value.length === 0 ? [NOTHING] : value) : [value],
  );
  if (values.length === 0) return null;
  return values.reduce((best, value) => (compareKeys(value, best) * direction < 0 ? value : best));
}

function compareKeys(a: unknown, b: unknown): number {
  if (a === NOTHING || b === NOTHING) return Number(b === NOTHING) - Number(a === NOTHING);
  return compareValues(a, b);
}
