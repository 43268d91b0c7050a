import type { Party } from '@duixian/facts';
import { type DirectoryEntry, lookupKeysOf, normalisedUnit } from './unit-directory.ts';

/** Endings of names of parts of a legal entity (部门). */
const PART = /(?:部|处|科|室|所|系|院|组|队|厂|中心|车间|实验室|课题组|分部)$/;
const SHORTEST_NAME = 4;
const MOST = 5;

/**
 * Parties with nearly this name, for an officer to look at: the same name without the part of the entity (部门) behind it,
 * or with one character more, less or another. They are never taken without two persons.
 */
export function suggestedParties(unit: string, entries: readonly DirectoryEntry[]): Party[] {
  const asked = normalisedUnit(unit);
  const found = new Map<string, Party>();
  for (const entry of entries) {
    if (found.size === MOST) break;
    if (!lookupKeysOf(entry).some((name) => isNearly(asked, name))) continue;
    const { unit: _, ...party } = entry;
    found.set(`${party.uscc} ${party.name}`, party);
  }
  return [...found.values()];
}

function isNearly(asked: string, name: string): boolean {
  if (name.length >= SHORTEST_NAME && asked.startsWith(name) && PART.test(asked.slice(name.length)))
    return true;
  return isOneEditAway(asked, name);
}

function isOneEditAway(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  if (a.length < SHORTEST_NAME || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const rest = (text: string[], from: number) => text.slice(from).join('');
  if (a.length === b.length) return at < a.length && rest(a, at + 1) === rest(b, at + 1);
  return a.length > b.length ? rest(a, at + 1) === rest(b, at) : rest(a, at) === rest(b, at + 1);
}
