import { LIMITS } from '@duixian/values';
import { folded } from './name.ts';
import { type PersonChange, personMistakes } from './person.ts';
import { ANY_SOURCE } from './scopes.ts';

export type FirstPerson = PersonChange & { readonly id: string };

/**
 * What is wrong with the first persons of a system; empty if nothing is. Nobody exists yet who could propose
 * or confirm them, so they have to be able to act on their own: one who prepares and another who approves.
 */
export function firstPersonsMistakes(persons: readonly FirstPerson[], isDevelopment: boolean): string[] {
  const found = persons.flatMap((person, index) =>
    [
      ...personMistakes(person.id, person),
      ...(person.keys.length === 0 ? ['keys: at least one, or nobody can act as this person'] : []),
      ...(person.keys.length > LIMITS.keysWithPerson.most
        ? [`keys: at most ${LIMITS.keysWithPerson.most}`]
        : []),
      ...(person.kind === 'machine' && person.scopes.includes('approve')
        ? ['scopes: a machine is never a second person, so it has no scope approve']
        : []),
      ...(person.scopes.includes(ANY_SOURCE) && !isDevelopment
        ? [`scopes: ${ANY_SOURCE} exists in development only (ENVIRONMENT=development)`]
        : []),
    ].map((mistake) => `persons.${index}.${mistake}`),
  );
  return [
    ...found,
    ...twice(persons.map(({ id }) => id)).map((id) => `two persons have the id ${id}`),
    ...twice(persons.map(({ name }) => folded(name))).map((name) => `two persons are called ${name}`),
    ...(twice(persons.flatMap(({ keys }) => keys.map(({ sha256 }) => sha256))).length > 0
      ? ['two persons have the same key: one key belongs to one person']
      : []),
    ...lackOfTwo(persons),
  ];
}

function lackOfTwo(persons: readonly FirstPerson[]): string[] {
  const people = persons.filter(({ kind }) => kind === 'person');
  const canAct = people.some((first) =>
    people.some(
      (second) =>
        first.id !== second.id && first.scopes.includes('prepare') && second.scopes.includes('approve'),
    ),
  );
  return canAct ? [] : ['at least one person with the scope prepare and another with the scope approve'];
}

function twice(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) < index))];
}
