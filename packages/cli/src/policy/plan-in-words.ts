import { formatYuan } from '@duixian/values';
import { plural } from '../report/plain-words.ts';
import { table } from '../report/table.ts';
import type { Plan } from './plan.ts';

/** Of how many entities it says by name what moves: the largest movements; `--json` has all. */
const NAMED = 20;

export function planInWords(plan: Plan, today: string): string[] {
  const { from, facts, accounts, groups, digest } = plan;
  return [
    firstLine(from, today),
    ...(accounts.length === 0
      ? [`${plural(facts, 'fact')} computed under both: no account differs.`]
      : [`${plural(facts, 'fact')} computed under both: ${plural(accounts.length, 'account')} differ.`]),
    ...(groups.length === 0
      ? []
      : table(
          ['group', 'year', 'now', 'then', 'rises by', 'falls by'],
          groups.map(({ group, year, nowFen, thenFen, risesFen, fallsFen }) => [
            group,
            String(year),
            ...[nowFen, thenFen, risesFen, fallsFen].map(formatYuan),
          ]),
        )),
    ...largest(plan),
    totals(plan),
    `Plan ${digest}`,
  ];
}

/** Whoever changes what was promised for days that are over has to see it first. */
function firstLine(from: string | null, today: string): string {
  if (from === null) return 'By its words it changes nothing on any day (无实质变更).';
  return from <= today
    ? `THIS CHANGES THE PAST (改变既往): claims dated from ${from} on are judged anew.`
    : `Claims dated from ${from} on are judged otherwise; those before stay as they are.`;
}

function largest({ accounts }: Plan): string[] {
  if (accounts.length === 0) return [];
  const moved = [...accounts].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, NAMED);
  const rows = moved.map(({ entity, year, group, nowFen, thenFen, nowUndecided, thenUndecided }) => [
    entity,
    String(year),
    group,
    formatYuan(nowFen),
    formatYuan(thenFen),
    nowUndecided === thenUndecided ? '' : `${nowUndecided} → ${thenUndecided}`,
  ]);
  const others = accounts.length - moved.length;
  return [
    ...table(['entity', 'year', 'group', 'now', 'then', 'undecided'], rows),
    ...(others > 0 ? [`and ${plural(others, 'account')} that move less: --json has all.`] : []),
  ];
}

/** Only for the order of lines. */
function sizeOf({ nowFen, thenFen }: Plan['accounts'][number]): number {
  return Math.abs(Number(thenFen - nowFen));
}

function totals({ groups }: Plan): string {
  const [risesFen, fallsFen] = [
    sum(groups.map((one) => one.risesFen)),
    sum(groups.map((one) => one.fallsFen)),
  ];
  return `In all ${formatYuan(risesFen)} yuan more become due, and ${formatYuan(fallsFen)} yuan less: what of that was paid becomes recoverable.`;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, fen) => total + fen, 0n);
}
