import { z } from 'zod';

type Report = (field: string, mustBe: string) => void;

/**
 * A check between fields that also runs when single fields are wrong, so that a sender hears of everything at once.
 * Fields may therefore have any content here.
 */
export function crossCheck(check: (value: Record<string, unknown>, report: Report) => void) {
  const run = z.superRefine<Record<string, unknown>>((value, context) => {
    if (typeof value !== 'object' || value === null) return;
    check(value, (field, message) => context.addIssue({ code: 'custom', path: [field], message }));
  });
  run._zod.def.when = () => true;
  return run;
}
