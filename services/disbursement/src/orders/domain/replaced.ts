import { type LedgerSession, markChanged } from '../../ledger/domain/ledger-session.ts';
import type { Group } from '../../ledger/domain/membership.ts';

/**
 * The released order whose amount a new order for these accounts requests again; empty: none. It was noted
 * under the USCC of the released order, which may have got a parent since, so all ledgers of the entity are
 * searched, the root first. If there are several, only one can be named; the others are cleared too, or a
 * later order would name one of them wrongly.
 */
export function takeReplaced(
  session: LedgerSession,
  { root, ledgers }: Group,
  accounts: readonly { readonly year: number; readonly group: string }[],
): string {
  let replaced = '';
  for (const ledger of [root, ...ledgers.filter(({ uscc }) => uscc !== root.uscc)]) {
    for (const { year, group } of accounts) {
      const payable = ledger.payables.find((one) => one.year === year && one.group === group);
      if (!payable || payable.replaces === '') continue;
      replaced ||= payable.replaces;
      payable.replaces = '';
      markChanged(session, ledger);
    }
  }
  return replaced;
}
