import { formatYuan } from '@duixian/values';
import { plural } from '../report/plain-words.ts';
import { table } from '../report/table.ts';
import type { PolicyPlan } from '../system/answers.ts';
import type { AccountChange } from './largest-changes.ts';

/** So many entities are listed by name; `--json` has all accounts. */
export const NAMED = 20;

export function planInWords(plan: PolicyPlan, largest: readonly AccountChange[]): string[] {
  const { facts, accounts, entities, groups, digest } = plan;
  const moved = `${plural(accounts, 'account')} of ${plural(entities, 'entity', 'entities')}`;
  return [
    firstLine(plan),
    `${plural(facts, 'fact')} computed under both: ${accounts === 0 ? 'no account differs' : `${moved} differ`}.`,
    ...(groups.length === 0 ? [] : groupTable(groups)),
    ...entityTable(largest, entities),
    `In all ${yuan(plan.risesFen)} yuan more become due (应补), and ${yuan(plan.fallsFen)} yuan less (应减).`,
    `Of that ${yuan(plan.orderedFen)} yuan are ordered without any further person, and ${yuan(plan.recoverableFen)} yuan that were ordered become recoverable (追回).`,
    ...plan.lackingBudgets.map(
      ({ fiscalYear, programme, lacksFen }) =>
        `The budget of ${programme} for ${fiscalYear} lacks ${yuan(lacksFen)} yuan (预算不足): that much waits.`,
    ),
    ...(plan.isForOne
      ? ['Only the engine differs: the person who proposes this plan may apply it as well (一人即可施行).']
      : []),
    `Plan ${digest}`,
  ];
}

/** How far facts that arrived since the proposal changed its sums. */
export function movedInWords(proposed: PolicyPlan, applied: PolicyPlan): string[] {
  const facts = applied.facts - proposed.facts;
  const rises = difference(applied.risesFen, proposed.risesFen);
  const falls = difference(applied.fallsFen, proposed.fallsFen);
  if (rises === 0n && falls === 0n) return ['Facts since the proposal changed none of its sums.'];
  return [
    `Facts since the proposal (${facts} more than then) changed its sums: ${yuan(proposed.risesFen)} → ${yuan(applied.risesFen)} yuan more become due, ${yuan(proposed.fallsFen)} → ${yuan(applied.fallsFen)} yuan less.`,
  ];
}

/** A change of the past comes first, so that it is not overlooked. */
function firstLine({ from, changesPast, isFirst }: PolicyPlan): string {
  if (isFirst)
    return `TWO PERSONS HAVE TO AGREE to the policy that this system took at its first start (首次施行): claims dated from ${from} on. Nothing is ordered until then.`;
  if (from === null) return 'Its text changes nothing on any day (无实质变更).';
  return changesPast
    ? `THIS CHANGES THE PAST (改变既往): claims dated from ${from} on are judged again.`
    : `Claims dated from ${from} on are judged differently; earlier ones stay as they are.`;
}

function groupTable(groups: PolicyPlan['groups']): string[] {
  return table(
    ['article', 'group', 'year', 'now', 'then', 'rises by', 'falls by', 'ordered', 'recoverable'],
    groups.map(({ article, group, year, ...sums }) => [
      String(article),
      group,
      String(year),
      ...[sums.nowFen, sums.thenFen, sums.risesFen, sums.fallsFen].map(yuan),
      ...[sums.orderedFen, sums.recoverableFen].map(yuan),
    ]),
  );
}

function entityTable(largest: readonly AccountChange[], entities: number): string[] {
  if (largest.length === 0) return [];
  const rows = largest.map(({ entity, name, undecided, ...sums }) => [
    name || entity,
    ...[sums.risesFen, sums.fallsFen, sums.orderedFen, sums.recoverableFen].map(formatYuan),
    undecided === 0 ? '' : String(undecided),
    entity,
  ]);
  const others = entities - largest.length;
  return [
    ...table(['entity', 'rises by', 'falls by', 'ordered', 'recoverable', 'undecided', 'code'], rows),
    ...(others > 0
      ? [`and ${plural(others, 'entity', 'entities')} that change less: --json has all accounts.`]
      : []),
  ];
}

function yuan(fen: bigint | null): string {
  return fen === null ? 'more than 90,071,992,547,409.91' : formatYuan(fen);
}

function difference(one: bigint | null, other: bigint | null): bigint {
  return (one ?? 0n) - (other ?? 0n);
}
