import { defined, yearOf } from '@duixian/values';
import type { PackDocument } from './pack-document.ts';
import type { Edition } from './policy.ts';

/** An edition with the pack that it was made from, and the name of the pack's folder. */
export type NamedEdition = { readonly name: string; readonly pack: PackDocument; readonly edition: Edition };

/**
 * What is wrong with editions as they follow each other, ordered by first day in force: each day has at most one law.
 */
export function editionFaults(editions: readonly NamedEdition[]): string[] {
  return editions.flatMap((one, index) => [
    ...periodFaults(one),
    ...editions.slice(index + 1).flatMap((later) => [...idFaults(one, later), ...pairFaults(one, later)]),
  ]);
}

function periodFaults({ name, edition: { inForceFrom, inForceUntil } }: NamedEdition): string[] {
  return inForceUntil !== null && inForceUntil <= inForceFrom
    ? [`${name}: inForceUntil must be a day after inForceFrom, ${inForceFrom}; it is ${inForceUntil}`]
    : [];
}

function idFaults(one: NamedEdition, later: NamedEdition): string[] {
  return one.pack.id === later.pack.id
    ? []
    : [`${later.name}: id must be ${one.pack.id}, as in ${one.name}; it is ${later.pack.id}`];
}

function pairFaults(one: NamedEdition, later: NamedEdition): string[] {
  const { inForceUntil } = one.edition;
  const { inForceFrom } = later.edition;
  if (inForceUntil === null || inForceUntil > inForceFrom) {
    const period = `${one.edition.inForceFrom} ${inForceUntil ? `until ${inForceUntil}` : 'without end'}`;
    return [
      `${one.name} (from ${period}) overlaps ${later.name} (from ${inForceFrom}): give ${one.name} an inForceUntil of ${inForceFrom} or earlier, the first day on which it is not in force`,
    ];
  }
  return [...sharedYearFaults(one, later), ...readingFaults(one, later), ...exclusionFaults(one, later)];
}

/** A cap is for a year: the remainder of one that changes during the year would be undefined. */
function sharedYearFaults(one: NamedEdition, later: NamedEdition): string[] {
  const until = defined(one.edition.inForceUntil, 'it ends before the later one begins');
  const last = until.endsWith('-01-01') ? yearOf(until) - 1 : yearOf(until);
  if (last < yearOf(later.edition.inForceFrom)) return [];
  const shared = [...one.edition.groups.keys()].filter((group) => later.edition.groups.has(group));
  return shared.length === 0
    ? []
    : [
        `${one.name} and ${later.name} share the cap groups ${shared.join(', ')}, and a cap is a year's: they must change on 1 January, not in the middle of ${last}`,
      ];
}

function readingFaults(one: NamedEdition, later: NamedEdition): string[] {
  return Object.entries(later.pack.readings).flatMap(([id, { values }]) => {
    const known = one.pack.readings[id]?.values;
    return known && known.join() !== values.join()
      ? [
          `${later.name}: reading ${id} has the values ${values.join(', ')} here and ${known.join(', ')} in ${one.name}: give it another id`,
        ]
      : [];
  });
}

/**
 * A provision that excludes another must not be excluded in another edition: neither could be decided before the other.
 */
function exclusionFaults(one: NamedEdition, later: NamedEdition): string[] {
  const both = [
    [one, later],
    [later, one],
  ] as const;
  return both.flatMap(([here, there]) =>
    excludingIn(here.edition)
      .filter((id) => isExcluded(there.edition, id))
      .map((id) => `${here.name}: ${id} excludes another provision, and is itself excluded in ${there.name}`),
  );
}

function excludingIn({ provisions }: Edition): string[] {
  return provisions.flatMap(({ conditions }) =>
    conditions.flatMap((use) =>
      use.name === 'contractEarnsNothingUnder' || use.name === 'entityEarnsNothingUnder'
        ? [use.parameters]
        : [],
    ),
  );
}

function isExcluded({ provisions }: Edition, id: string): boolean {
  return provisions.some(
    (provision) =>
      provision.id === id &&
      provision.conditions.some(
        ({ name }) => name === 'contractEarnsNothingUnder' || name === 'entityEarnsNothingUnder',
      ),
  );
}
