import { formatYuan } from '@duixian/values';
import { plural } from '../report/plain-words.ts';
import { table } from '../report/table.ts';
import { waitingInWords } from '../report/why-open.ts';
import type { DecisionPreview } from '../system/answers.ts';
import { decisionInWords } from './decision-in-words.ts';

/** So many accounts are listed one by one; the sums are over all. */
const SHOWN = 20;

/** The effects of a decision, for the person who proposes or confirms it. */
export function previewInWords(preview: DecisionPreview): string[] {
  const { id, data, allClaims, allAccounts, shortBudgets } = preview;
  return [
    ...decisionInWords({ subject: id, data }),
    `It concerns ${plural(allClaims.count, 'claim')}: ${yuan(allClaims.nowFen)} yuan now, ${yuan(allClaims.thenFen)} yuan then, before caps.`,
    ...othersInWords(preview),
    `${plural(allAccounts.count, 'account')} ${allAccounts.count === 1 ? 'changes' : 'change'}, from ${yuan(allAccounts.nowFen)} to ${yuan(allAccounts.thenFen)} yuan due.`,
    ...accountsInWords(preview),
    `Ordered at once, without a further person: ${yuan(preview.orderedAtOnceFen)} yuan.`,
    ...shortBudgets.map(
      ({ fiscalYear, programme, lacksFen }) =>
        `The budget of ${programme} in ${fiscalYear} lacks ${yuan(lacksFen)} yuan.`,
    ),
    `Preview ${preview.digest}`,
  ];
}

function othersInWords({ replaces, replacedBy, leftToOthers }: DecisionPreview): string[] {
  return [
    ...(replaces.length > 0 ? [`It replaces ${replaces.join(', ')}.`] : []),
    ...(replacedBy.length > 0 ? [`Claims of its scope are decided by ${replacedBy.join(', ')}.`] : []),
    ...(leftToOthers > 0 ? [`${plural(leftToOthers, 'claim')} of its scope stay as they are.`] : []),
  ];
}

function accountsInWords({ accounts, orders }: DecisionPreview): string[] {
  if (accounts.length === 0) return [];
  const rows = accounts.slice(0, SHOWN).map(({ entity, entityName, year, group, ...due }) => {
    const order = orders.find((one) => one.entity === entity && one.year === year && one.group === group);
    const waits = (order?.reasons ?? []).map(waitingInWords).join('; ');
    return [
      entityName === '' ? entity : [entityName, entity],
      `${year} ${group}`,
      yuan(due.nowEntitledFen),
      yuan(due.thenEntitledFen),
      yuan(order?.orderedFen ?? 0n),
      waits,
    ];
  });
  const headings = ['entity', 'account', 'now yuan', 'then yuan', 'ordered at once yuan', 'why not'];
  const more = accounts.length > SHOWN ? [`And ${accounts.length - SHOWN} more; --json lists them.`] : [];
  return [...table(headings, rows), ...more];
}

function yuan(fen: bigint | null): string {
  return fen === null ? 'more than exact' : formatYuan(fen);
}
