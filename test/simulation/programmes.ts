import { DEFAULT_PROGRAMME, type Programme } from '@duixian/disbursement/programmes/domain/programme';
import type { Random } from '@duixian/testing';

/** Some groups are paid by runs, the others straight through up to limits; the seed decides which. */
export function programmesOf(random: Random): Programme[] {
  const byRuns = random.pick([
    ['ip-service', 'international'],
    ['service-institution', 'demonstration-municipal', 'demonstration-national'],
    ['ip-service', 'service-institution'],
    ['service-institution'],
    ['service-institution', 'international'],
  ]);
  const institutions = {
    id: 'institutions',
    name: '技术转移机构认定奖补',
    groups: byRuns,
    mode: 'runs',
  } as const;
  const limit = random.isTrue(0.4) ? null : random.pick([4_000_000n, 20_000_000n]);
  return [
    { ...DEFAULT_PROGRAMME, ...institutions, budgeted: true, publicityWorkingDays: random.pick([1, 3]) },
    {
      ...DEFAULT_PROGRAMME,
      straightThroughUpToFen: limit,
      straightThroughPerDayFen: random.isTrue(0.5) ? null : random.pick([2_000_000n, 30_000_000n]),
      budgeted: random.isTrue(0.5),
      publicityWorkingDays: random.pick([0, 5]),
    },
  ];
}
