import type { Ordering } from '../treasury/answers.ts';

type Suspension = NonNullable<Ordering['suspended']>;

/** Whoever looks at a system whose ordering is suspended must not take it for one that pays. */
export function suspensionInWords({ by, at, because }: Suspension): string {
  return `Ordering is suspended since ${at}, by ${by}: ${because}. Nothing is ordered until a person whose key has the scope approve resumes it, on a statement of the treasury reconciled since: ./duixian treasury reconcile --help, then treasury resume --help.`;
}
