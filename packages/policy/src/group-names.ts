import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packFolders } from './load-policy.ts';
import { PolicyFault } from './policy-of-packs.ts';

export type GroupName = { readonly zh: string; readonly en: string };

/**
 * What people call the cap groups (封顶组), by the `names.yaml` of the packs that ship with the system or are in
 * `packsDir`. They are words, on which no amount depends: a pack may go without, and then its groups show their ids.
 */
export function loadGroupNames(packsDir = ''): ReadonlyMap<string, GroupName> {
  return new Map(packFolders(packsDir).flatMap(({ path }) => namesIn(join(path, 'names.yaml'))));
}

function namesIn(path: string): [string, GroupName][] {
  if (!existsSync(path)) return [];
  const { groups } = (parse(readFileSync(path, 'utf8')) ?? {}) as {
    groups?: Record<string, Partial<GroupName>>;
  };
  const names = Object.entries(groups ?? {});
  const nameless = names.filter(([, name]) => typeof name?.zh !== 'string' || typeof name.en !== 'string');
  if (nameless.length > 0 || groups === undefined)
    throw new PolicyFault(
      'The names of cap groups cannot be read',
      nameless.length > 0
        ? nameless.map(([group]) => `${path}: groups.${group}: a name as { zh: 中试, en: pilot plants }`)
        : [`${path}: groups: the names by the ids of the groups`],
    );
  return names as [string, GroupName][];
}
