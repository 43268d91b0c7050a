import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DayStatement, daysOf, mayResume, type Suspension } from './suspension.ts';

const AT = new Date('2026-03-03T04:00:00Z');
const SUSPENSION: Suspension = { by: 'ann', at: AT, because: 'restored', since: '2026-03-01' };
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03'];
const NOBODY = { by: 'bo', confirmedDays: [] };

function statement(
  day: string,
  change: Partial<DayStatement> & { missingHere?: number; minute?: number } = {},
): DayStatement {
  const { missingHere = 0, minute = 1, ...rest } = change;
  const counts = { matched: 1, 'missing-here': missingHere, 'missing-there': 0, different: 0 };
  const at = new Date(AT.getTime() + minute * 60_000);
  return { id: `${day}-${minute}`, day, sha256: 'a', by: 'ann', at, lines: 5, counts, ...rest };
}

const whole = (change: Parameters<typeof statement>[1] = {}) => DAYS.map((day) => statement(day, change));

describe('orders are made again', () => {
  it('on statements of every day from the newest order held to the suspension', () => {
    expect(daysOf(SUSPENSION)).toEqual(DAYS);
    expect(mayResume(SUSPENSION, whole(), NOBODY)).toMatchObject({ newest: [{}, {}, {}] });
  });

  it.each(DAYS)('not where that of %s is lacking, or was reconciled before', (day) => {
    const others = whole().filter((one) => one.day !== day);
    const refused = { refusal: 'days-missing', days: [day] };
    expect(mayResume(SUSPENSION, others, NOBODY)).toEqual(refused);
    expect(mayResume(SUSPENSION, [...others, statement(day, { minute: 0 })], NOBODY)).toEqual(refused);
    // A statement of 1999 proves nothing about the day.
    expect(mayResume(SUSPENSION, [...others, statement('1999-01-01')], NOBODY)).toEqual(refused);
  });

  it.each(DAYS)(
    'not where the treasury has orders on %s that are missing here, until they are taken in',
    (day) => {
      const lacking = [...whole(), statement(day, { minute: 2, missingHere: 3 })];
      expect(mayResume(SUSPENSION, lacking, NOBODY)).toEqual({
        refusal: 'missing-here',
        statement: `${day}-2`,
        orders: 3,
      });
      expect(mayResume(SUSPENSION, [...lacking, statement(day, { minute: 3 })], NOBODY)).toHaveProperty(
        'newest',
      );
    },
  );

  it('not by who reconciled one of them', () => {
    expect(mayResume(SUSPENSION, whole(), { ...NOBODY, by: 'ann' })).toMatchObject({
      refusal: 'same-person',
    });
  });

  it.each(DAYS)(
    'on another statement of %s than one with missing orders only where the day is named',
    (day) => {
      const lacking = statement(day, { minute: 2, missingHere: 1, sha256: 'b' });
      // It is as long as the other one, so its length reveals nothing.
      const since = [...whole(), lacking, statement(day, { minute: 3, sha256: 'c' })];
      expect(mayResume(SUSPENSION, since, NOBODY)).toEqual({ refusal: 'days-unconfirmed', days: [day] });
      expect(mayResume(SUSPENSION, since, { by: 'bo', confirmedDays: [day] })).toHaveProperty('newest');
      // The same file, reconciled again after the orders were imported, counts in full.
      const again = [...whole(), lacking, statement(day, { minute: 3, sha256: 'b' })];
      expect(mayResume(SUSPENSION, again, NOBODY)).toHaveProperty('newest');
    },
  );

  it('on a statement without a line only where its day is named', () => {
    const empty = whole().map((one) => (one.day === '2026-03-02' ? { ...one, lines: 0 } : one));
    expect(mayResume(SUSPENSION, empty, NOBODY)).toEqual({
      refusal: 'days-unconfirmed',
      days: ['2026-03-02'],
    });
    expect(mayResume(SUSPENSION, empty, { by: 'bo', confirmedDays: ['2026-03-01'] })).toMatchObject({
      refusal: 'days-unconfirmed',
    });
    expect(mayResume(SUSPENSION, empty, { by: 'bo', confirmedDays: ['2026-03-02'] })).toHaveProperty(
      'newest',
    );
  });

  it('on one with fewer lines than another file of its day only where the day is named', () => {
    const shorter = [...whole(), statement('2026-03-02', { minute: 2, lines: 4, sha256: 'b' })];
    expect(mayResume(SUSPENSION, shorter, NOBODY)).toEqual({
      refusal: 'days-unconfirmed',
      days: ['2026-03-02'],
    });
  });

  it('of a suspension from before days were kept on that of its own day', () => {
    const { since: _, ...before } = SUSPENSION;
    expect(daysOf(before)).toEqual(['2026-03-03']);
  });

  it('nowhere but where ordering is suspended', () => {
    expect(mayResume(null, whole(), NOBODY)).toEqual({ refusal: 'not-suspended' });
  });

  it('never while a day lacks a statement of another person, reconciled since, with nothing missing here', () => {
    const any = fc.record({
      day: fc.constantFrom('2026-02-28', ...DAYS, '2026-03-04'),
      minute: fc.integer({ min: -2, max: 5 }),
      missingHere: fc.constantFrom(0, 0, 0, 1),
      lines: fc.constantFrom(0, 1, 5),
      by: fc.constantFrom('ann', 'chen', 'bo'),
      sha256: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.subarray(DAYS), (given, confirmedDays) => {
        const statements = given.map(({ day, ...change }) => statement(day, change));
        const outcome = mayResume(SUSPENSION, statements, { by: 'bo', confirmedDays });
        if ('refusal' in outcome) return;
        for (const day of DAYS) {
          const since = statements.filter((one) => one.day === day && one.at > AT);
          const good = since.filter(
            (one) =>
              one.by !== 'bo' &&
              one.counts['missing-here'] === 0 &&
              (one.lines > 0 || confirmedDays.includes(day)),
          );
          expect(good.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
