import { formatYuan, shanghaiTime } from '@duixian/values';
import type { JournalEntry } from '../system/answers.ts';
import { table } from './table.ts';

/**
 * A row of the statement of an entity (对账单). Journal entries are kept per USCC; the statement sorts those of an entity
 * by time. An account's outstanding amount after an entry is the sum of all its lines in book `open` until then.
 */
export interface StatementRow {
  readonly journalEntry: JournalEntry;
  readonly year: number;
  readonly group: string;
  /** The lines of every book but `open`. */
  readonly moved: readonly { readonly book: string; readonly fen: bigint }[];
  readonly openFen: bigint;
}

export interface StatementSums {
  readonly entitledFen: bigint;
  /** Reserved by published payment runs. */
  readonly reservedFen: bigint;
  /** Orders that are alive or paid. */
  readonly orderedFen: bigint;
  readonly paidFen: bigint;
  /** What was paid once, and then not any more. */
  readonly returnedFen: bigint;
  /** What one account gave to settle another. */
  readonly nettedFen: bigint;
  readonly receivedFen: bigint;
  readonly writtenOffFen: bigint;
  readonly openFen: bigint;
}

/** The ledger accounts (`book` of a line) in words. */
const LEDGER_ACCOUNTS: Record<string, string> = {
  entitled: 'entitled 应得',
  reserved: 'reserved 批次占用',
  underWay: 'in flight 在途',
  paid: 'paid 已支付',
  nettedOut: 'netted out 抵扣',
  received: 'received 已收回',
  writtenOff: 'written off 核销',
};

export function inOrder(journalEntries: readonly JournalEntry[]): JournalEntry[] {
  return journalEntries.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** One row for each account of an entry, with its outstanding amount after it. */
export function statementRows(journalEntries: readonly JournalEntry[]): StatementRow[] {
  const open = new Map<string, bigint>();
  return inOrder(journalEntries).flatMap((journalEntry) =>
    [...linesByAccount(journalEntry)].map(([account, lines]) => {
      const [{ year, group }] = lines;
      const openFen = lines
        .filter(({ book }) => book === 'open')
        .reduce((sum, { fen }) => sum + fen, open.get(account) ?? 0n);
      open.set(account, openFen);
      return {
        journalEntry,
        year,
        group,
        moved: lines.filter(({ book }) => book !== 'open'),
        openFen,
      };
    }),
  );
}

export function statementSums(journalEntries: readonly JournalEntry[]): StatementSums {
  const lines = journalEntries.flatMap((journalEntry) => journalEntry.lines);
  const sumOf = (book: string, counts: (fen: bigint) => boolean = () => true) =>
    lines.filter((line) => line.book === book && counts(line.fen)).reduce((sum, { fen }) => sum + fen, 0n);
  return {
    entitledFen: sumOf('entitled'),
    reservedFen: sumOf('reserved'),
    orderedFen: sumOf('underWay') + sumOf('paid'),
    paidFen: sumOf('paid'),
    returnedFen: -sumOf('paid', (fen) => fen < 0n),
    nettedFen: sumOf('nettedOut', (fen) => fen > 0n),
    receivedFen: sumOf('received'),
    writtenOffFen: sumOf('writtenOff'),
    openFen: sumOf('open'),
  };
}

export function statementTable(rows: readonly StatementRow[]): string[] {
  return table(
    ['at 时间', 'what 事由', 'account 账户', 'moved 变动, yuan', 'outstanding 未结, yuan'],
    rows.map(({ journalEntry, year, group, moved, openFen }) => [
      shanghaiTime(journalEntry.at),
      whatHappened(journalEntry),
      [`${year} ${group}`, journalEntry.uscc],
      moved.map(({ book, fen }) => `${LEDGER_ACCOUNTS[book] ?? book} ${signed(fen)}`),
      formatYuan(openFen),
    ]),
  );
}

export function sumsTable(sums: StatementSums, demandedFen: bigint | null): string[] {
  return table(
    ['sum 合计', 'yuan'],
    [
      ['entitled 应得', formatYuan(sums.entitledFen)],
      ['reserved by runs 批次占用', formatYuan(sums.reservedFen)],
      ['ordered, alive or paid 已申请', formatYuan(sums.orderedFen)],
      ['paid 已支付', formatYuan(sums.paidFen)],
      ['returned after payment 退款', formatYuan(sums.returnedFen)],
      ['netted between accounts 抵扣', formatYuan(sums.nettedFen)],
      ['demanded 应追回', formatYuan(demandedFen)],
      ['received 已收回', formatYuan(sums.receivedFen)],
      ['written off 核销', formatYuan(sums.writtenOffFen)],
      ['outstanding 未结', formatYuan(sums.openFen)],
    ],
  );
}

type Lines = [JournalEntry['lines'][number], ...JournalEntry['lines']];

function linesByAccount({ lines }: JournalEntry): Map<string, Lines> {
  const accounts = new Map<string, Lines>();
  for (const line of lines) {
    const account = `${line.year} ${line.group}`;
    const known = accounts.get(account);
    if (known) known.push(line);
    else accounts.set(account, [line]);
  }
  return accounts;
}

function whatHappened({ cause, id, step, by, because }: JournalEntry): string[] {
  const head = [cause, step, id].filter((part) => part !== null).join(' ');
  const who = [by, because].filter((part) => part !== null).join(': ');
  return who === '' ? [head] : [head, who];
}

function signed(fen: bigint): string {
  return fen > 0n ? `+${formatYuan(fen)}` : formatYuan(fen);
}
