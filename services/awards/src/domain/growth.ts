import { type Fen, formatYuan } from '@duixian/values';

type Orders = readonly { readonly account: string; readonly fen: Fen }[];
export type Growth = { readonly account: string; readonly beforeFen: Fen; readonly nowFen: Fen };

/**
 * Where more would be ordered at once than was shown, account by account: what one account would get less
 * does not offset what another gets more, because it belongs to somebody else.
 */
export function growthOf(
  shown: Orders,
  now: Orders,
): { readonly fen: Fen; readonly accounts: readonly Growth[] } {
  const before = new Map(shown.map(({ account, fen }) => [account, fen]));
  const accounts = now
    .map(({ account, fen }) => ({ account, beforeFen: before.get(account) ?? 0n, nowFen: fen }))
    .filter(({ beforeFen, nowFen }) => nowFen > beforeFen);
  return { fen: accounts.reduce((sum, { beforeFen, nowFen }) => sum + nowFen - beforeFen, 0n), accounts };
}

const NAMED = 10;

export function growthInWords(accounts: readonly Growth[]): string {
  const named = accounts
    .slice(0, NAMED)
    .map(
      ({ account, beforeFen, nowFen }) => `${account}: ${formatYuan(beforeFen)} → ${formatYuan(nowFen)} yuan`,
    );
  return [...named, ...(accounts.length > NAMED ? [`and ${accounts.length - NAMED} more`] : [])].join('; ');
}
