import { isNameOf, minFen, yearOf } from '@duixian/values';
import { availableOf } from '../../budgets/domain/budget.ts';
import { entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';
import type { Ledger } from '../../ledger/domain/ledger.ts';
import { journalEntries, type LedgerSession, post } from '../../ledger/domain/ledger-session.ts';
import { groupFor } from '../../ledger/domain/membership.ts';
import { type AccountAmount, sumOf, type Terms } from '../../orders/domain/order.ts';
import { placeOrder } from '../../orders/domain/place-order.ts';
import { type Programme, programmeOf } from '../../programmes/domain/programme.ts';
import type { Run } from '../../runs/domain/run.ts';
import type { RunLine } from '../../runs/domain/run-line.ts';
import { steppedChunk } from '../../runs/domain/run-steps.ts';
import { stateOfLines } from './differences.ts';
import { type ImportRefusal, imported, type ReconciledBy } from './import-order.ts';
import type { ReconciledItem } from './reconcile.ts';

/** The id of an order of a payment run: "RUN-USCC". */
const ID = /^([A-Z0-9-]{1,32})-([0-9A-Z]+)$/;

export function partsOfRunOrder(orderId: string): { run: string; uscc: string } | undefined {
  const [, run, uscc] = ID.exec(orderId) ?? [];
  return run && uscc ? { run, uscc } : undefined;
}

/** What is known here of a run, from before the order was made: only if the run is known at all. */
export interface KnownRun {
  readonly run: Run;
  readonly line: RunLine | undefined;
}

type Outcome = { readonly refusal: ImportRefusal } | { readonly known: KnownRun | undefined };

/**
 * Imports an order of a payment run that the treasury has and that is missing here. If the run is known here
 * with its line published, the order takes what the line reserved, and the run does not make it a second
 * time. If the run is not known, or the line is out, the order takes what is open, oldest account first; what
 * was paid beyond that is too much and is recovered. A run that is only drafted would be published without
 * knowing of the order: it has to be cancelled first.
 */
export function importRunOrder(
  session: LedgerSession,
  item: ReconciledItem,
  reconciled: ReconciledBy,
  terms: Terms,
  known: KnownRun | undefined,
): Outcome {
  const { orderId, lines, differences } = item;
  const state = stateOfLines(lines);
  const [statement] = lines;
  if (state === null || !statement || differences.length > 0) return { refusal: 'contradictory' };
  const parts = partsOfRunOrder(orderId);
  if (!parts) return { refusal: 'foreign-id' };
  const ledger = session.ledgers.get(parts.uscc);
  if (!ledger || ledger.payables.length === 0) return { refusal: 'unknown-account' };
  if (!isNameOf(statement.payeeName, ledger.name)) return { refusal: 'payee-differs' };
  if (known?.run.state === 'draft') return { refusal: 'run-is-drafted' };
  if (known?.run.job?.event === 'cancel') return { refusal: 'run-is-busy' };
  const holding = known && isHolding(known) ? known : undefined;
  const reservedFen = holding ? sumOf(holding.line.amounts) : 0n;
  if (holding && reservedFen < statement.amountFen) return { refusal: 'run-differs' };
  const amounts = holding
    ? upTo(holding.line.amounts, statement.amountFen)
    : fromOpen(session, ledger, statement.amountFen);
  const programme = programmeFor(terms.programmes, known, amounts);
  if (!programme) return { refusal: 'unknown-account' };
  const [first] = amounts;
  if (!first) return { refusal: 'unknown-account' };
  const { year, group } = first;
  const fiscalYear = known?.run.fiscalYear ?? yearOf(reconciled.day);
  const about = { uscc: parts.uscc, year, group, state, programme, run: parts.run, fiscalYear, amounts };
  const order = imported(statement, about, lines, reconciled, terms);
  const lacks = order.budget !== '' && availableOf(session.budgets.byId(order.budget)) < order.amountFen;
  if (lacks && !holding) return { refusal: 'no-budget' };
  placeOrder(session, ledger, order, holding ? 'reserved' : 'open');
  if (state === 'paid') {
    const cause = { kind: 'status', id: orderId, status: state } as const;
    post(session, ledger, cause, journalEntries(amounts, 'underWay', 'paid'));
  }
  return { known: holding ? ordered(session, ledger, holding, amounts, orderId, programme) : known };
}

type Holding = { readonly run: Run; readonly line: RunLine };

function isHolding(known: KnownRun): known is Holding {
  const { run, line } = known;
  return (run.state === 'published' || run.state === 'approved') && line?.out === null && line.order === '';
}

/** What the line had reserved beyond the order is open again, and the run goes on without it. */
function ordered(
  session: LedgerSession,
  ledger: Ledger,
  { run, line }: Holding,
  amounts: readonly AccountAmount[],
  order: string,
  programme: Programme,
): KnownRun {
  const rest = line.amounts.flatMap((amount) => {
    const taken = amounts.find(({ year, group }) => year === amount.year && group === amount.group);
    const fen = amount.fen - (taken?.fen ?? 0n);
    return fen > 0n ? [{ ...amount, fen }] : [];
  });
  if (rest.length > 0)
    post(
      session,
      ledger,
      { kind: 'run', id: run.id, step: 'issue' },
      journalEntries(rest, 'reserved', 'open'),
    );
  const fen = sumOf(amounts);
  const after = { ...line, amounts, approvedFen: line.approvedFen ?? fen, issuedFen: fen, order };
  const chunk = steppedChunk(session, run, [line], [after], programme);
  // A step that is paused continues where it was, and finds the line done.
  return { run: { ...chunk.run, job: run.job }, line: after };
}

function fromOpen(session: LedgerSession, ledger: Ledger, fen: bigint): AccountAmount[] {
  const group = groupFor(session, ledger.uscc);
  const accounts = entityAccounts(group.root === ledger ? group.ledgers : [ledger]);
  const amounts = upTo(
    accounts.map((account) => ({ year: account.year, group: account.group, fen: openOf(account) })),
    fen,
  );
  const restFen = fen - sumOf(amounts);
  const last = amounts.at(-1) ?? accounts.at(-1);
  if (restFen === 0n || !last) return amounts;
  const { year, group: capGroup } = last;
  const lastFen = amounts.at(-1)?.fen ?? 0n;
  return [...amounts.slice(0, -1), { year, group: capGroup, fen: lastFen + restFen }];
}

/** As much of these amounts, in their order, as `fen` covers. */
function upTo(amounts: readonly AccountAmount[], fen: bigint): AccountAmount[] {
  let leftFen = fen;
  return amounts.flatMap((amount) => {
    const partFen = minFen(amount.fen, leftFen);
    if (partFen <= 0n) return [];
    leftFen -= partFen;
    return [{ year: amount.year, group: amount.group, fen: partFen }];
  });
}

function programmeFor(
  programmes: readonly Programme[],
  known: KnownRun | undefined,
  [first]: readonly AccountAmount[],
): Programme | undefined {
  if (known) return programmes.find(({ id }) => id === known.run.programme);
  return first && programmeOf(programmes, first.group);
}
