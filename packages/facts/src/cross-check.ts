import { z } from 'zod';

type Report = (field: string, mustBe: string) => void;

/**
 * A check between fields that also runs when single fields are wrong, so that a sender learns of all faults at once.
 * Fields may therefore have any content here.
 */
export function crossCheck(check: (value: Record<string, unknown>, report: Report) => void) {
  // Not superRefine: that adds a method to every payload, which makes parsing all of them several times slower.
  const run = z.check<Record<string, unknown>>(({ value, issues }) => {
    if (typeof value !== 'object' || value === null) return;
    check(value, (field, message) => issues.push({ code: 'custom', input: value, path: [field], message }));
  });
  run._zod.def.when = () => true;
  return run;
}
