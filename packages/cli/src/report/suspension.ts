import type { Ordering } from '../treasury/answers.ts';

type Suspension = NonNullable<Ordering['suspended']>;

/** Whoever looks at a system whose ordering is suspended must not take it for one that pays. */
export function suspensionInWords({ by, at, because }: Suspension): string {
  return `Ordering is suspended since ${at}, by ${by}: ${because}. Nothing is ordered until a person resumes it: ./duixian treasury --help says how.`;
}
