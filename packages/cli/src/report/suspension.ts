import { shanghaiTime } from '@duixian/values';
import type { Ordering } from '../system/answers.ts';

type Suspension = NonNullable<Ordering['suspended']>;

/** A system whose ordering is suspended must not look like one that pays. */
export function suspensionInWords({
  by,
  at,
  because,
  days,
  awaitsPolicy,
  awaitsSettings,
}: Suspension): string {
  const steps = [
    awaitsPolicy && 'policy plan, policy propose, policy apply',
    awaitsSettings && 'policy settings, policy settings propose, policy settings apply',
  ].filter(Boolean);
  if (steps.length > 0)
    return `Nothing is ordered since ${shanghaiTime(at)}: ${because}. A person with the scope prepare plans and proposes, another with the scope approve puts it in force (./duixian ${steps.join('; ./duixian ')}).`;
  const [first, last] = [days[0], days.at(-1)];
  const ofDays = first === last ? (first ?? 'that day') : `every day from ${first} to ${last}`;
  return `Ordering is suspended since ${shanghaiTime(at)}, by ${by}: ${because}. Nothing is ordered until a person whose key has the scope approve resumes it, on the treasury's statements of ${ofDays}, reconciled since by another person: ./duixian treasury reconcile --help, then treasury resume --help.`;
}
