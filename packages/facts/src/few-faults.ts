import { ID, LIMITS, textMistake } from '@duixian/values';
import type { Fault } from './fault.ts';

const MOST = LIMITS.itemFaults.most;

/** So many as somebody reads: those of a long list of wrong ids would make an answer many times as large as the item. */
export function fewFaults(faults: readonly Fault[]): readonly [Fault, ...Fault[]] {
  if (faults.length < MOST) return faults as [Fault, ...Fault[]];
  const message = `the item has other faults, which are not told; the first ${MOST - 1} are`;
  return [...faults.slice(0, MOST - 1), { field: '', reason: 'bad-field', message }] as never;
}

/** The same data, where no list goes on after as many wrong ids as are told: each costs a hundred times what a right one does. */
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
