import { formatYuan } from '@duixian/values';
import { plural } from '../report/plain-words.ts';
import type { Explanation } from '../system/answers.ts';
import type { Demonstration } from './run-demonstration.ts';

/** The result of the demonstration in a few lines. */
export function demonstrationSummary({ counts, explanations, orders }: Demonstration): string[] {
  const { recorded, duplicate, stale } = counts;
  const claims = explanations.flatMap((explained) => explained.claims);
  const undecided = claims.filter(({ claim }) => claim.status === 'undecided').length;
  const entities = new Set(explanations.map(({ account }) => account.entity)).size;
  const dueFen = explanations.reduce((sum, { account }) => sum + (account.entitledFen ?? 0n), 0n);
  const paid = orders.filter(({ state }) => state === 'paid');
  const paidFen = paid.flatMap(({ lines }) => lines).reduce((sum, { fen }) => sum + fen, 0n);
  return [
    `Facts: ${recorded} recorded, ${duplicate} known already, ${stale} older than what was known.`,
    `${plural(explanations.length, 'account')} of ${plural(entities, 'entity', 'entities')}: ${plural(claims.length, 'claim')}, ${formatYuan(dueFen)} yuan due; ${undecided} wait for a decision.`,
    `${plural(orders.length, 'order')}: ${paid.length} paid, ${formatYuan(paidFen)} yuan. All amounts are examples.`,
    // Orders are made at once, so it varies which of them a later fact lowers.
    ...(paidFen > dueFen
      ? [
          `${formatYuan(paidFen - dueFen)} yuan of it were due when they were ordered, before later facts lowered them: ./duixian recoveries --help.`,
        ]
      : []),
  ];
}

/** A command that explains an interesting account; undefined where there is no account. */
export function worthExplaining({ explanations }: Demonstration): string | undefined {
  const account = explanations.toSorted(byInterest)[0]?.account;
  return account && `explain ${account.entity} ${account.year}`;
}

/** An account that a cap cut explains most; among those, one with several claims. */
function byInterest(one: Explanation, other: Explanation): number {
  const interest = ({ claims }: Explanation) =>
    claims.length + (claims.some(({ cutByCapFen }) => (cutByCapFen ?? 0n) > 0n) ? 1_000 : 0);
  return interest(other) - interest(one);
}
