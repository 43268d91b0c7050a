import { assert, type Fen } from '@duixian/values';

/**
 * Every transfer of money is an entry: immutable, with its cause, and balanced. These ledger accounts are
 * kept per account (year, cap group), and in each account, after every entry, what is due and what came back
 * equals what was done with it:
 *
 *     entitled + received + writtenOff = reserved + underWay + paid + nettedOut + open
 *
 * `reserved` is held by a published payment run (批次); `underWay` holds orders that are not, or no longer,
 * paid; `nettedOut` is what settled another account of the same entity (negative: what came from others), so
 * it sums to nothing within an entry; `received` is money that the entity gave back (追回), `writtenOff` what
 * nobody asks for any more. Hence, per entity, Σ entitled = Σ ordered − Σ received − Σ writtenOff + Σ
 * reserved + Σ open with ordered = underWay + paid, the equation of the ledger.
 *
 * Example: 200,000 yuan become due and are ordered: {entitled +, open +} by the entitlement, {open −,
 * underWay +} by the order; when the treasury has paid: {underWay −, paid +}.
 */
export type LedgerAccount =
  | 'entitled'
  | 'reserved'
  | 'underWay'
  | 'paid'
  | 'nettedOut'
  | 'received'
  | 'writtenOff'
  | 'open';

export interface Line {
  year: number;
  group: string;
  book: LedgerAccount;
  fen: Fen;
}

export type Cause =
  /** An account came to this version (awards). */
  | { kind: 'entitlement'; accountVersion: bigint }
  | { kind: 'order'; id: string }
  | { kind: 'status'; id: string; status: string }
  | { kind: 'release'; id: string; by: string; reason: string }
  | { kind: 'netting' }
  /** A payment run reserved, gave back or ordered an amount. */
  | { kind: 'run'; id: string; step: RunStep }
  | { kind: 'recovery'; id: string; step: 'receive' | 'write-off'; by: string; document: string }
  /** An officer resolved an exception: this is what became of the order. */
  | { kind: 'resolution'; id: string; by: string; document: string };

export type RunStep = 'publish' | 'object' | 'approve' | 'issue' | 'cancel' | 'give-back';

export interface Entry {
  cause: Cause;
  lines: Line[];
}

/** The balances of one account. */
export interface AccountBalances {
  year: number;
  group: string;
  entitledFen: Fen;
  reservedFen: Fen;
  underWayFen: Fen;
  paidFen: Fen;
  nettedOutFen: Fen;
  receivedFen: Fen;
  writtenOffFen: Fen;
}

export function emptyBalances(year: number, group: string): AccountBalances {
  return {
    year,
    group,
    entitledFen: 0n,
    reservedFen: 0n,
    underWayFen: 0n,
    paidFen: 0n,
    nettedOutFen: 0n,
    receivedFen: 0n,
    writtenOffFen: 0n,
  };
}

/** What is still to be paid (positive) or recovered (negative). */
export function openOf(account: AccountBalances): Fen {
  const { entitledFen, reservedFen, underWayFen, paidFen, nettedOutFen, receivedFen, writtenOffFen } =
    account;
  return entitledFen + receivedFen + writtenOffFen - reservedFen - underWayFen - paidFen - nettedOutFen;
}

/**
 * Adds a line to the sums. `open` is the rest of the others, so its lines are checked only by the balance.
 */
export function addLine(account: AccountBalances, { book, fen }: Line): void {
  if (book !== 'open') account[`${book}Fen`] += fen;
}

/** Adds all sums of one account to another, for example if several USCCs count for one entity. */
export function addBalances(sum: AccountBalances, own: AccountBalances): void {
  sum.entitledFen += own.entitledFen;
  sum.reservedFen += own.reservedFen;
  sum.underWayFen += own.underWayFen;
  sum.paidFen += own.paidFen;
  sum.nettedOutFen += own.nettedOutFen;
  sum.receivedFen += own.receivedFen;
  sum.writtenOffFen += own.writtenOffFen;
}

const LEFT: ReadonlySet<LedgerAccount> = new Set(['entitled', 'received', 'writtenOff']);

export function assertBalanced({ cause, lines }: Entry): void {
  const imbalances = new Map<string, Fen>();
  let nettedFen = 0n;
  for (const { year, group, book, fen } of lines) {
    const key = `${year}/${group}`;
    imbalances.set(key, (imbalances.get(key) ?? 0n) + (LEFT.has(book) ? fen : -fen));
    if (book === 'nettedOut') nettedFen += fen;
  }
  const isBalanced = nettedFen === 0n && [...imbalances.values()].every((imbalance) => imbalance === 0n);
  assert(isBalanced, `an entry of kind ${cause.kind} does not balance`);
}

/**
 * The payables that the entries of a ledger result in: the stored ledger must equal them, whatever happened.
 */
export function project(entries: Iterable<Entry>): AccountBalances[] {
  const accounts = new Map<string, AccountBalances>();
  for (const { lines } of entries) {
    for (const line of lines) {
      const key = `${line.year}/${line.group}`;
      const account = accounts.get(key) ?? emptyBalances(line.year, line.group);
      accounts.set(key, account);
      addLine(account, line);
    }
  }
  return [...accounts.values()];
}
