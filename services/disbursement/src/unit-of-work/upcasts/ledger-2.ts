type Part = Record<string, unknown>;

const PAYABLE = { shortSince: null, replaces: '', isBeyondDay: false };
const LEDGER = {
  ...{ holds: [], members: [], activeMembers: null, claimedBy: [], dueAt: null, payee: null },
  ...{ awaitedVersion: 0n, incomplete: null, straightThrough: null },
};

/**
 * A ledger of version 1, which may be from before there were payee accounts (收款账户), recoveries (追回), orders
 * in place of released ones, members, or states in parts: it has none of them. What was paid straight through
 * is added up from its orders.
 */
export function ledgerOf2(document: Part): Part {
  const { payables } = document;
  return {
    ...LEDGER,
    ...document,
    ...(Array.isArray(payables) && {
      payables: payables.map((payable: Part) => ({ ...PAYABLE, ...payable })),
    }),
  };
}
