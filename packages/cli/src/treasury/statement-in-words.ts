import { formatYuan, nameDifference } from '@duixian/values';
import type { Statement, StatementItem } from '../system/answers.ts';

/** The findings in a few lines. */
export function statementInWords(statement: Statement): string[] {
  const { day, id, lines, repeatedLines, matched, missingHere, missingThere, different } = statement;
  const repeated = repeatedLines === 0 ? '' : `, ${repeatedLines} of them repeated`;
  return [
    `${day}: ${lines} lines${repeated}. ${matched} matched, ${missingHere} missing here, ${missingThere} missing there, ${different} different.`,
    `here:  ${sideInWords(statement.here)}`,
    `there: ${sideInWords(statement.there)}`,
    `stored as ${id}`,
  ];
}

/** One line for each item that needs a look. */
export function itemInWords(item: StatementItem): string {
  const { orderId, differences, lines, repeatedLines } = item;
  const repeated = repeatedLines === 0 ? '' : ` (${repeatedLines} lines repeated)`;
  if (item.class === 'missing-here') {
    const there = lines.map(
      ({ state, amountFen, payeeName }) => `${state} ${yuan(amountFen)} to ${payeeName}`,
    );
    return `${orderId}: missing here; the treasury says ${there.join('; ')}${repeated}`;
  }
  if (item.class === 'missing-there') {
    const { state, amountFen, payeeName, reportedAt } = item;
    return `${orderId}: missing there; here it is ${state}, ${yuan(amountFen)} to ${payeeName}, received ${reportedAt}`;
  }
  const fields = differences.map(({ field, here, there }) => {
    const textOf = (value: string) =>
      field === 'amount' && value !== '' ? yuan(BigInt(value)) : value || '–';
    const [other] = there;
    const parts = field === 'payee' && here !== '' && other ? ` (there ${nameDifference(other, here)})` : '';
    return `${field} ${textOf(here)} here, ${there.map(textOf).join(' and ')} there${parts}`;
  });
  return `${orderId}: ${item.class}${fields.length > 0 ? `; ${fields.join('; ')}` : ''}${repeated}`;
}

function sideInWords({ orders, paidFen, returnedFen, rejectedFen }: Statement['here']): string {
  return `${orders} orders; ${yuan(paidFen)} paid, ${yuan(returnedFen)} returned, ${yuan(rejectedFen)} rejected`;
}

function yuan(fen: bigint | null): string {
  return fen === null ? 'beyond exact' : `${formatYuan(fen)} yuan`;
}
