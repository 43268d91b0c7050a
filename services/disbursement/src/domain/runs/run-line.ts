import { type Fen, minFen } from '@duixian/values';
import { type Books, markChanged, movements, post } from '../books.ts';
import { type EntityAccount, entityAccounts, recoverableOf } from '../entity-account.ts';
import { openOf, type RunStep } from '../entry.ts';
import { payableOf } from '../ledger.ts';
import type { Group } from '../membership.ts';
import { type AccountAmount, newOrder, type Order, sumOf, type Terms } from '../order.ts';
import { placeOrder } from '../place-order.ts';
import { type Programme, programmeOf } from '../programme.ts';
import { holdsOfGroup, isForRuns, netRecoveries, payeeReasons, settle } from '../settle.ts';
import type { Run, RunFilter } from './run.ts';

/** What stands in the way of a line; it is out of the run then, and its amounts are open again. */
export type OutReason =
  | 'held'
  | 'nothing-open'
  | 'belongs-to-another'
  | 'objection'
  | 'cancelled'
  | 'no-payee'
  /** Who approves a run must not have confirmed the account that it pays into. */
  | 'payee-confirmed-by-approver';

interface Objection {
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  readonly document: string;
  /** Null: undecided. Upheld: the line stays out. */
  readonly outcome: { upheld: boolean; by: string; at: Date; reason: string; document: string } | null;
}

/** One entity in a run. Amounts only fall from step to step; what rises meanwhile comes with the next run. */
export interface RunLine {
  readonly run: string;
  readonly entity: string;
  readonly name: string;
  /** What it takes of each account now. */
  readonly amounts: readonly AccountAmount[];
  /** As they were frozen and made public. */
  readonly published: readonly AccountAmount[];
  readonly draftFen: Fen;
  /** Null: not there yet. */
  readonly approvedFen: Fen | null;
  readonly issuedFen: Fen | null;
  readonly out: OutReason | null;
  readonly objections: readonly Objection[];
  /** Empty: none. */
  readonly order: string;
}

/** What a run would take of an entity now; undefined: nothing. Nothing is reserved by it. */
export function draftLine(run: Run, group: Group, terms: Terms): RunLine | undefined {
  if (holdsOfGroup(group).length > 0) return undefined;
  const amounts = entityAccounts(group.ledgers)
    .filter((account) => isInRun(run, account, terms) && openOf(account) > 0n)
    .map((account) => ({ year: account.year, group: account.group, fen: openOf(account) }));
  const draftFen = sumOf(amounts);
  if (draftFen === 0n || draftFen < run.filter.smallestFen) return undefined;
  return {
    run: run.id,
    entity: group.root.uscc,
    name: group.root.name,
    amounts,
    published: [],
    draftFen,
    approvedFen: null,
    issuedFen: null,
    out: null,
    objections: [],
    order: '',
  };
}

/** Freezes the line: what is open still, at most as drafted, is reserved, so that no other run and no order can take it. */
export function publishLine(books: Books, group: Group, line: RunLine): RunLine {
  const out = outReason(group, line);
  const amounts = out ? [] : reserve(books, group, line, 'publish');
  const name = group.root.name;
  if (amounts.length === 0) return { ...line, name, amounts, published: [], out: out ?? 'nothing-open' };
  return { ...line, name, amounts, published: amounts };
}

/** Lowers the line to what is due now. */
export function approveLine(books: Books, run: Run, group: Group, line: RunLine, terms: Terms): RunLine {
  const lowered = lowerLine(books, run, group, line, 'approve', terms);
  return { ...lowered, approvedFen: sumOf(lowered.amounts) };
}

/** Lowers it once more, and makes one order of what is left. */
export function issueLine(
  books: Books,
  run: Run,
  group: Group,
  line: RunLine,
  programme: Programme,
  terms: Terms,
): RunLine {
  const lowered = lowerLine(books, run, group, line, 'issue', terms);
  if (lowered.out) return { ...lowered, issuedFen: 0n };
  const order = orderOf(run, group, lowered, programme, terms);
  placeOrder(books, group.root, order, 'reserved');
  return { ...lowered, issuedFen: order.amountFen, order: order.id };
}

/** Takes the line out: what it had reserved is open again. */
export function leaveRun(
  books: Books,
  group: Group,
  line: RunLine,
  out: OutReason,
  step: RunStep,
  terms: Terms,
): RunLine {
  giveBack(books, line, step);
  settle(books, group, terms);
  return { ...line, amounts: [], out };
}

/** As it would be in again, with what is open still of what was published: nothing is moved yet. */
export function returningLine(group: Group, line: RunLine): RunLine {
  const out = outReason(group, line);
  const amounts = out ? [] : stillOpen(group, line.published);
  return { ...line, amounts, out: out ?? (amounts.length === 0 ? 'nothing-open' : null) };
}

/** Reserves what the line takes; the caller saw that it is open. */
export function holdLine(books: Books, group: Group, { run, amounts }: RunLine, step: RunStep): void {
  markChanged(books, group.root);
  if (amounts.length > 0)
    post(books, group.root, { kind: 'run', id: run, step }, movements(amounts, 'open', 'reserved'));
}

/**
 * What was reserved is open for an instant: what must be recovered is netted against it, oldest account first, and what is
 * left, at most as before, is reserved again.
 */
function lowerLine(
  books: Books,
  run: Run,
  group: Group,
  line: RunLine,
  step: 'approve' | 'issue',
  terms: Terms,
): RunLine {
  const out = outReason(group, line) ?? payeeOutReason(run, group, line, terms);
  if (out) return leaveRun(books, group, line, out, step, terms);
  // Mostly nothing fell: then nothing moves, and nothing is written.
  if (isCovered(group, line)) return line;
  giveBack(books, line, step);
  netRecoveries(books, group.root, entityAccounts(group.ledgers), terms);
  const amounts = reserve(books, group, line, step);
  settle(books, group, terms);
  return { ...line, amounts, out: amounts.length === 0 ? 'nothing-open' : null };
}

/** Nothing of the entity is below zero where the line takes something, and nothing has to be recovered. */
function isCovered(group: Group, line: RunLine): boolean {
  const accounts = entityAccounts(group.ledgers);
  const isTaken = ({ year, group: capGroup }: EntityAccount) =>
    line.amounts.some((amount) => amount.year === year && amount.group === capGroup);
  return accounts.every(
    (account) =>
      recoverableOf(account) === 0n && !account.beyondExact && (!isTaken(account) || openOf(account) >= 0n),
  );
}

function reserve(books: Books, group: Group, line: RunLine, step: RunStep): AccountAmount[] {
  const amounts = stillOpen(group, line.amounts);
  holdLine(books, group, { ...line, amounts }, step);
  return amounts;
}

function stillOpen(group: Group, asked: readonly AccountAmount[]): AccountAmount[] {
  const accounts = entityAccounts(group.ledgers);
  return asked.flatMap(({ year, group: capGroup, fen }) => {
    const account = accounts.find((one) => one.year === year && one.group === capGroup);
    const leftFen = account && !account.beyondExact ? minFen(fen, openOf(account)) : 0n;
    return leftFen > 0n ? [{ year, group: capGroup, fen: leftFen }] : [];
  });
}

/** Under the USCC that it was reserved under, whomever that follows now. */
function giveBack(books: Books, line: RunLine, step: RunStep): void {
  const ledger = books.ledgers.get(line.entity);
  if (!ledger || line.amounts.length === 0) return;
  post(books, ledger, { kind: 'run', id: line.run, step }, movements(line.amounts, 'reserved', 'open'));
}

function outReason(group: Group, line: RunLine): OutReason | undefined {
  if (group.root.uscc !== line.entity) return 'belongs-to-another';
  return holdsOfGroup(group).length > 0 ? 'held' : undefined;
}

function payeeOutReason(run: Run, group: Group, line: RunLine, terms: Terms): OutReason | undefined {
  const { payee } = group.root;
  if (payee && payee.confirmedBy === run.approvedBy) return 'payee-confirmed-by-approver';
  const takes = ({ year, group: capGroup }: EntityAccount) =>
    line.amounts.some((amount) => amount.year === year && amount.group === capGroup);
  const reasons = entityAccounts(group.ledgers)
    .filter(takes)
    .flatMap((account) => payeeReasons(group.root, account, terms));
  return reasons.length > 0 ? 'no-payee' : undefined;
}

function isInRun({ programme, filter }: Run, account: EntityAccount, terms: Terms): boolean {
  const own = programmeOf(terms.programmes, account.group);
  return (
    own?.id === programme && matches(filter, account) && !account.beyondExact && isForRuns(account, terms)
  );
}

function matches({ groups, years }: RunFilter, { year, group }: EntityAccount): boolean {
  return (groups.length === 0 || groups.includes(group)) && (years.length === 0 || years.includes(year));
}

function orderOf(run: Run, { root }: Group, line: RunLine, programme: Programme, { now }: Terms): Order {
  const payables = line.amounts.map(({ year, group }) => payableOf(root, year, group));
  const replaces = payables.find((payable) => payable.replaces !== '')?.replaces ?? '';
  for (const payable of payables) payable.replaces = '';
  const { uscc, name, payee } = root;
  const id = `${run.id}-${line.entity}`;
  const request = {
    id,
    // An issue that began in one year may be worked off in the next: its budget is that of the run.
    fiscalYear: run.fiscalYear,
    uscc,
    name,
    payee,
    lines: line.amounts,
    remark: `批次 ${run.id}`,
    run: run.id,
    replaces,
  };
  return newOrder(request, programme, now);
}
