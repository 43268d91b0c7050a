import { type Person, person } from '../deciding/persons.ts';

/**
 * The persons who put policies in force; the first two also agree to what an empty system took. The last one
 * is a machine.
 */
export const [GAO, HE] = [person('gao', 'prepare'), person('he', 'approve')] as const;
/** May take either step, and so must not take both. */
export const JIN = person('jin', 'prepare', 'approve');
export const PLANNERS: readonly Person[] = [
  ...[GAO, HE, JIN],
  { ...person('planner', 'prepare', 'approve'), machine: true },
];
