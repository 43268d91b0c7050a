import { ID, LIMITS, textMistake } from '@duixian/values';
import type { Fault } from './fault.ts';

const MOST = LIMITS.itemFaults.most;

/**
 * As many faults as somebody reads: those of a long list of wrong ids would make a response many times larger than the
 * item.
 */
export function fewFaults(faults: readonly Fault[]): readonly [Fault, ...Fault[]] {
  if (faults.length < MOST) return faults as [Fault, ...Fault[]];
  const message = `the item has more faults; only the first ${MOST - 1} are listed`;
  return [...faults.slice(0, MOST - 1), { field: '', reason: 'bad-field', message }] as never;
}

/**
 * The same data, with each list cut after as many wrong ids as are reported: a wrong id costs a hundred times more than
 * a right one.
 */
export function withFewWrongIds(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let few = data;
  for (const key in data) {
    const list = data[key];
    if (!Array.isArray(list) || list.length < MOST) continue;
    const end = endOfFew(list);
    if (end < list.length) few = { ...few, [key]: list.slice(0, end) };
  }
  return few;
}

function endOfFew(list: readonly unknown[]): number {
  let wrong = 0;
  for (const [index, one] of list.entries()) {
    if (typeof one !== 'string' || textMistake(one, ID) !== undefined) wrong += 1;
    if (wrong === MOST) return index + 1;
  }
  return list.length;
}
