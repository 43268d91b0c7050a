import { formatRate, formatYuan, parseRate } from '@duixian/values';
import { shortType } from '../report/plain-words.ts';
import { table } from '../report/table.ts';
import type { Claim, Explanation, PaymentOrder } from '../system/answers.ts';
import type { Demonstration } from './run-demonstration.ts';

/** What is due to each entity per year and group, why, and the orders that pay it. */
export function demonstrationTable({ explanations, orders }: Demonstration): string[] {
  const rows = explanations.map((explained) => [
    [explained.account.entityName ?? '', explained.account.entity],
    [String(explained.account.year), explained.account.group],
    due(explained),
    explained.claims.map(why),
    ordersOf(explained, orders),
  ]);
  return table(['entity', 'year, group', 'due, yuan', 'why', 'orders'], rows);
}

function due({ account }: Explanation): string[] {
  const isCapped = account.capFen !== null && account.entitledFen === account.capFen;
  return [formatYuan(account.entitledFen ?? 0n), ...(isCapped ? ['(the cap)'] : [])];
}

function why({ claim, article, cutByCapFen }: Explanation['claims'][number]): string {
  const { grantedFen = 0n } = claim.status === 'decided' ? claim : {};
  const cut = cutByCapFen ? `, cut by the cap to ${formatYuan(grantedFen)}` : '';
  return `art. ${article} ${shortType(claim.fact.type)} ${claim.fact.subject}: ${arithmetic(claim)}${cut}`;
}

function arithmetic(claim: Claim): string {
  if (claim.status === 'undecided') {
    return `waits for a decision, ${formatYuan(claim.lowestFen)} to ${formatYuan(claim.highestFen)}`;
  }
  const amount = formatYuan(claim.amountFen);
  return claim.rate ? `${formatYuan(claim.baseFen ?? 0n)} × ${percent(claim.rate)} = ${amount}` : amount;
}

/** "0.125" → "12.5%" */
export function percent(rate: string): string {
  return `${formatRate((parseRate(rate) ?? 0n) * 100n)}%`;
}

/** Each order that pays the account, with its amount for the account. */
function ordersOf({ account }: Explanation, orders: readonly PaymentOrder[]): string[] {
  return orders
    .filter(({ entity }) => entity === account.entity)
    .flatMap(({ id, state, lines }) =>
      lines
        .filter(({ year, group }) => year === account.year && group === account.group)
        .map(({ fen }) => `${id} ${formatYuan(fen)} ${state}`),
    );
}
