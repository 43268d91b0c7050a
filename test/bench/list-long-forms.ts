import { LONG_FORMS } from '@duixian/testing/long-forms';
import { lastPassed } from './last-passed.ts';

/** The programs that search by seed, which `npm test` also runs with smaller numbers. */
const BY_SEED = {
  simulate: "histories of the services' own code, as many as are asked for",
  crash: 'every process killed at random while facts flow',
  'killed-run': 'disbursement, its database and the gateway killed during a run',
} as const;

/** Prints each long form, and when it last passed. */
export function listLongForms(): void {
  const known = lastPassed();
  const abouts = Object.entries(LONG_FORMS).map(([name, { about }]) => [name, about] as const);
  for (const [name, about] of [...abouts, ...Object.entries(BY_SEED)]) {
    console.log(`${name.padEnd(12)}${about}`);
    const last = known[name];
    const numbers = Object.entries(last?.numbers ?? {}).map(([what, number]) => `${what} ${number}`);
    const state = last?.isChanged ? ' with changes' : '';
    console.log(
      last
        ? `            last passed ${last.at.slice(0, 16)}Z on ${last.commit}${state}: ${numbers.join(', ')}`
        : '            no pass is recorded',
    );
  }
}
