import type { Entry } from './collection.ts';
import { isOperators } from './query.ts';
import { compareValues, type Document, keyOf, kindOf } from './values.ts';

/** `^` followed only by characters that mean themselves, as the services write it. */
const PREFIX = /^\^([\p{L}\p{N}/:@ -]+)$/u;

/** The candidates that a filter's condition on `_id` leaves, by key; `undefined` where it has none that helps. */
export function candidatesById(
  filter: Document,
  entries: ReadonlyMap<string, Entry>,
  sorted: readonly Entry[],
): readonly Entry[] | undefined {
  const wanted = filter['_id'];
  if (wanted === undefined) return undefined;
  const { $in, $eq } = isOperators(wanted) ? wanted : { $eq: wanted, $in: undefined };
  const listed = Array.isArray($in) ? $in : $eq === undefined ? undefined : [$eq];
  if (listed) return listedOnes(listed, entries, sorted);
  return isOperators(wanted) ? between(wanted, sorted) : undefined;
}

function listedOnes(
  listed: readonly unknown[],
  entries: ReadonlyMap<string, Entry>,
  sorted: readonly Entry[],
): readonly Entry[] | undefined {
  const found = new Set<Entry>();
  for (const one of listed) {
    if (one instanceof RegExp) {
      const prefix = one.flags === '' ? PREFIX.exec(one.source.replaceAll('\\/', '/'))?.[1] : undefined;
      if (prefix === undefined) return undefined;
      for (const entry of beginningWith(prefix, sorted)) found.add(entry);
    } else {
      const entry = entries.get(keyOf(one));
      if (entry) found.add(entry);
    }
  }
  return [...found].sort((a, b) => compareValues(a.id, b.id));
}

function beginningWith(prefix: string, sorted: readonly Entry[]): Entry[] {
  const found: Entry[] = [];
  for (let at = positionOf(sorted, prefix); at < sorted.length; at++) {
    const entry = sorted[at];
    if (typeof entry?.id !== 'string' || !entry.id.startsWith(prefix)) break;
    found.push(entry);
  }
  return found;
}

function between({ $gt, $gte, $lt, $lte }: Document, sorted: readonly Entry[]): readonly Entry[] | undefined {
  const [low, high] = [$gt ?? $gte, $lt ?? $lte];
  if (low === undefined && high === undefined) return undefined;
  const kind = kindOf(low ?? high);
  const from = low === undefined ? 0 : positionOf(sorted, low);
  let until = high === undefined ? sorted.length : positionOf(sorted, high);
  if (high !== undefined && until < sorted.length && compareValues(sorted[until]?.id, high) === 0) until += 1;
  return sorted.slice(from, until).filter(({ id }) => kindOf(id) === kind);
}

/** The position of a key among the sorted entries, or where it would be inserted. */
export function positionOf(sorted: readonly Entry[], id: unknown): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareValues(sorted[middle]?.id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
