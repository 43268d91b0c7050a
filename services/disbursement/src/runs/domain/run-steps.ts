import { assert, compareCodePoints, defined, type Fen, shanghaiDay } from '@duixian/values';
import { availableOf, budgetId } from '../../budgets/domain/budget.ts';
import type { Authorization } from '../../ledger/domain/authorization.ts';
import { type LedgerSession, ledgerOf } from '../../ledger/domain/ledger-session.ts';
import { type Group, groupFor } from '../../ledger/domain/membership.ts';
import type { Suspension } from '../../ordering/domain/suspension.ts';
import { sumOf, type Terms } from '../../orders/domain/order.ts';
import type { Programme } from '../../programmes/domain/programme.ts';
import { byStateOfRun, isSameLine } from './as-run-says.ts';
import { draftLine } from './draft-line.ts';
import { beginStep, type PublicNotice, type Run, type RunOutcome, type RunSums } from './run.ts';
import type { RunLine } from './run-line.ts';
import { approveLine, issueLine, leaveRun, publishLine } from './step-line.ts';

/** Some entities of a step: the run, and those of their lines that are to be stored with it. */
export interface RunChunk {
  readonly run: Run;
  readonly lines: readonly RunLine[];
}

/** Looks at entities, in their order, and takes what a run may pay. */
export function draftChunk(
  session: LedgerSession,
  run: Run,
  usccs: readonly string[],
  terms: Terms,
): RunChunk {
  const lines = usccs.flatMap((uscc) => {
    const group = groupFor(session, uscc);
    return group.root.uscc === uscc ? (draftLine(run, group, terms) ?? []) : [];
  });
  const sums = {
    ...run.sums,
    lines: run.sums.lines + lines.length,
    linesOut: run.sums.linesOut + lines.filter(({ out }) => out !== null).length,
    draftFen: lines.reduce((sum, { draftFen }) => sum + draftFen, run.sums.draftFen),
  };
  return { run: advance({ ...run, sums }, usccs), lines };
}

/**
 * 公示. The whole draft is committed against the budget at once, so that a run beyond the available budget is
 * refused before anything moves; what is no longer there when a line is frozen is given back with its chunk.
 */
export function beginPublishing(
  session: LedgerSession,
  run: Run,
  programme: Programme,
  publicity: PublicNotice,
  act: Authorization,
): RunOutcome | { shortFen: Fen } {
  const fiscalYear = Number(shanghaiDay(act.at).slice(0, 4));
  const begun = beginStep({ ...run, fiscalYear }, 'publish', act);
  if ('refusal' in begun || !begun.isNew) return begun;
  const shortFen = commit(session, begun.run, programme, run.sums.draftFen);
  return shortFen > 0n ? { shortFen } : { run: { ...begun.run, publicity }, isNew: true };
}

/**
 * Nothing is issued while ordering is suspended: the caller is refused at once. A run that was already being
 * issued when ordering was suspended pauses instead, and continues when ordering is resumed.
 */
export function beginIssuing(
  run: Run,
  suspended: Suspension | null,
  act: Authorization,
): RunOutcome | { suspended: Suspension } {
  const begun = beginStep(run, 'issue', act);
  const begins = 'run' in begun && begun.isNew;
  return begins && suspended ? { suspended } : begun;
}

/**
 * Works off some lines of the current step, which `run.job` names. What follows from the run is not stored
 * with them.
 */
export function lineChunk(
  session: LedgerSession,
  run: Run,
  before: readonly RunLine[],
  programme: Programme,
  terms: Terms,
): RunChunk {
  const lines = before.map((line) =>
    staysOut(run, line)
      ? line
      : stepLine(session, run, groupFor(session, line.entity), line, programme, terms),
  );
  return steppedChunk(session, run, before, lines, programme);
}

/** What lines became, with what that changes in the run and its budget. */
export function steppedChunk(
  session: LedgerSession,
  run: Run,
  before: readonly RunLine[],
  lines: readonly RunLine[],
  programme: Programme,
): RunChunk {
  const confirmers =
    run.job?.event === 'publish' ? confirmersWith(session, run.confirmers, lines) : run.confirmers;
  let sums = run.sums;
  for (const [index, after] of lines.entries()) {
    const line = defined(before[index], 'lines keep their order');
    sums = addedUp(sums, line, after);
  }
  uncommit(session, run, programme, heldBy(before) - heldBy(lines) - issuedBy(before, lines));
  const entities = before.map(({ entity }) => entity);
  const advanced = advance({ ...run, sums, confirmers }, entities);
  const byState = byStateOfRun(advanced);
  const goesWithRun = (after: RunLine, index: number) =>
    isSameLine(after, byState(defined(before[index], 'lines keep their order')));
  return { run: advanced, lines: lines.filter((after, index) => !goesWithRun(after, index)) };
}

/** Commits an amount of the budget to a run; answers by how much it falls short, 0 if it does not. */
export function commit({ budgets }: LedgerSession, run: Run, programme: Programme, fen: Fen): Fen {
  if (!programme.budgeted || fen === 0n) return 0n;
  const budget = budgets.of(run.fiscalYear, programme.id);
  const shortFen = fen - availableOf(budget);
  if (shortFen > 0n) return shortFen;
  budgets.move(budget, { kind: 'run', id: run.id }, 'available', 'committed', fen);
  return 0n;
}

export function uncommit({ budgets }: LedgerSession, run: Run, programme: Programme, fen: Fen): void {
  assert(fen >= 0n, `run ${run.id} gives back what it did not hold`);
  if (!programme.budgeted || fen === 0n) return;
  const budget = budgets.byId(budgetId(run.fiscalYear, programme.id));
  budgets.move(budget, { kind: 'run', id: run.id }, 'committed', 'available', fen);
}

/** What a line changed in the sums of its run. */
export function addedUp(sums: RunSums, before: RunLine, after: RunLine): RunSums {
  return {
    lines: sums.lines,
    linesOut: sums.linesOut + Number(after.out !== null) - Number(before.out !== null),
    undecidedObjections: sums.undecidedObjections + undecided(after) - undecided(before),
    draftFen: sums.draftFen,
    publishedFen: sums.publishedFen + sumOf(after.published) - sumOf(before.published),
    approvedFen: sums.approvedFen + (after.approvedFen ?? 0n) - (before.approvedFen ?? 0n),
    issuedFen: sums.issuedFen + (after.issuedFen ?? 0n) - (before.issuedFen ?? 0n),
  };
}

/**
 * A line that was put aside while holding something gives it back when its run is cancelled. A line whose
 * order was imported from the treasury's statement is finished.
 */
function staysOut({ job }: Run, { out, amounts, order }: RunLine): boolean {
  if (order !== '') return true;
  return out !== null && (job?.event !== 'cancel' || amounts.length === 0);
}

function stepLine(
  session: LedgerSession,
  run: Run,
  group: Group,
  line: RunLine,
  programme: Programme,
  terms: Terms,
): RunLine {
  const event = defined(run.job, 'a step is in progress').event;
  if (event === 'publish') return publishLine(session, group, line);
  if (event === 'approve') return approveLine(session, run, group, line, terms);
  if (event === 'issue') return issueLine(session, run, group, line, programme, terms);
  assert(event === 'cancel', `a draft has no lines to work off`);
  return leaveRun(session, group, line, 'cancelled', 'cancel', terms);
}

export function advance(run: Run, usccs: readonly string[]): Run {
  const { job } = run;
  if (job === null) return run;
  const last = [...usccs].sort(compareCodePoints).at(-1);
  return last === undefined ? run : { ...run, job: { ...job, cursor: last } };
}

function confirmersWith(
  session: LedgerSession,
  known: readonly string[],
  lines: readonly RunLine[],
): string[] {
  const confirmers = new Set(known);
  for (const { entity, out } of lines) {
    const payee = out ? null : ledgerOf(session, entity).payee;
    if (payee) confirmers.add(payee.confirmedBy);
  }
  return [...confirmers].sort(compareCodePoints);
}

/** What lines hold of the budget before they are ordered. */
function heldBy(lines: readonly RunLine[]): Fen {
  return lines.reduce((sum, { amounts, order }) => (order === '' ? sum + sumOf(amounts) : sum), 0n);
}

/** The amounts that became orders in this chunk. */
function issuedBy(before: readonly RunLine[], after: readonly RunLine[]): Fen {
  return after.reduce(
    (sum, line, index) =>
      before[index]?.order === '' && line.order !== '' ? sum + sumOf(line.amounts) : sum,
    0n,
  );
}

function undecided({ objections }: RunLine): number {
  return objections.filter(({ outcome }) => outcome === null).length;
}
