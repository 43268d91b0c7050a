import { compareCodePoints, shanghaiDay } from '@duixian/values';
import type { Reconciled } from '../../reconciliation/domain/reconcile.ts';

/** Nothing is ordered from `at` on. */
export interface Suspension {
  readonly by: string;
  readonly at: Date;
  readonly because: string;
  /**
   * The first day (YYYY-MM-DD) whose statement is required before orders are made again: the day of the
   * newest order held then, or of the backup. Absent: the suspension is from before this was kept.
   */
  readonly since?: string;
  /** It ends when two persons agree to the policy that an empty system took, and not by statements. */
  readonly awaitsPolicy?: true;
  /** The same for the payment settings. */
  readonly awaitsSettings?: true;
}

/** Whether it ends when two persons agree to what an empty system took. */
export function awaitsAgreement({ awaitsPolicy, awaitsSettings }: Suspension): boolean {
  return awaitsPolicy === true || awaitsSettings === true;
}

export type PastSuspension = Suspension & {
  readonly resumption: {
    readonly by: string;
    readonly at: Date;
    /** The reconciliation of the last day. */
    readonly reconciliationId: string;
    /** One for each day. Absent: from before all days were required. */
    readonly statements?: readonly string[];
    /** Days for which the person who resumed confirmed by name that their statements contain nothing more. */
    readonly confirmedDays?: readonly string[];
  };
};

/** What was found in a statement of a day. */
export type DayStatement = Pick<Reconciled, 'counts'> & {
  readonly id: string;
  readonly day: string;
  readonly sha256: string;
  readonly by: string;
  readonly at: Date;
  readonly lines: number;
};

export type ResumeRefusal =
  | { readonly refusal: 'not-suspended' }
  | { readonly refusal: 'awaits-agreement' }
  /** These days have no statement that was reconciled since the suspension. */
  | { readonly refusal: 'days-missing'; readonly days: readonly string[] }
  /** The treasury has orders that are missing in this database. */
  | { readonly refusal: 'missing-here'; readonly statement: string; readonly orders: number }
  /** The person who reconciled does not resume. */
  | { readonly refusal: 'same-person'; readonly statement: string }
  /**
   * The newest statement of each of these days is empty or has fewer lines than another one, or another one
   * had orders missing here: the person who resumes has to name the day.
   */
  | { readonly refusal: 'days-unconfirmed'; readonly days: readonly string[] };

/**
 * After a suspension, orders are made again only when the treasury's statement of every day, from the newest
 * order held (or the backup) to the suspension, was reconciled since the suspension, with no order missing
 * here: such an order would be made, and paid, a second time. The newest statement of each day counts. A
 * statement without a line, or with fewer lines than another of that day, proves nothing by itself: a person
 * other than the one who reconciled has to name the day.
 *
 * Example: the newest order held is of 1 March, and ordering was suspended on 3 March: statements of the 1st,
 * the 2nd and the 3rd are required; that of the 2nd, a Sunday, is empty, so the person who resumes names 2
 * March.
 */
export function mayResume(
  suspension: Suspension | null,
  statements: readonly DayStatement[],
  { by, confirmedDays }: { readonly by: string; readonly confirmedDays: readonly string[] },
): { suspension: Suspension; newest: readonly DayStatement[] } | ResumeRefusal {
  if (suspension === null) return { refusal: 'not-suspended' };
  if (awaitsAgreement(suspension)) return { refusal: 'awaits-agreement' };
  const days = daysOf(suspension);
  const since = statements.filter(({ at }) => at > suspension.at);
  const newest = days.flatMap((day) => newestOf(since, day) ?? []);
  const missing = days.filter((day) => !newest.some((one) => one.day === day));
  if (missing.length > 0) return { refusal: 'days-missing', days: missing };
  const lacking = newest.find(({ counts }) => counts['missing-here'] > 0);
  if (lacking)
    return { refusal: 'missing-here', statement: lacking.id, orders: lacking.counts['missing-here'] };
  const own = newest.find((one) => one.by === by);
  if (own) return { refusal: 'same-person', statement: own.id };
  const unconfirmed = newest
    .filter((one) => isThin(one, since) && !confirmedDays.includes(one.day))
    .map(({ day }) => day);
  return unconfirmed.length > 0 ? { refusal: 'days-unconfirmed', days: unconfirmed } : { suspension, newest };
}

/** All days for which a statement is required, in chronological order. */
export function daysOf({ at, since }: Suspension): string[] {
  const last = shanghaiDay(at);
  const days: string[] = [];
  for (let day = since ?? last; day <= last; day = dayAfter(day)) days.push(day);
  return days.length > 0 ? days : [last];
}

function newestOf(statements: readonly DayStatement[], day: string): DayStatement | undefined {
  const own = statements.filter((one) => one.day === day);
  return own
    .toSorted((one, other) => one.at.getTime() - other.at.getTime() || compareCodePoints(one.id, other.id))
    .at(-1);
}

function isThin({ day, lines, sha256 }: DayStatement, statements: readonly DayStatement[]): boolean {
  const others = statements.filter((one) => one.day === day && one.sha256 !== sha256);
  return lines === 0 || others.some((other) => other.lines > lines || other.counts['missing-here'] > 0);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
