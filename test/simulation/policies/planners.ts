import { type Person, person } from '../deciding/persons.ts';

/** Who puts policies in force; the first two also agree to what an empty system took. The last one is a machine. */
export const [GAO, HE] = [person('gao', 'prepare'), person('he', 'approve')] as const;
export const PLANNERS: readonly Person[] = [
  ...[GAO, HE, person('jin', 'prepare', 'approve')],
  { ...person('planner', 'prepare', 'approve'), machine: true },
];
