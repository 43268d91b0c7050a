import { defined } from '@duixian/values';
import { budgetId } from '../../src/budgets/domain/budget.ts';
import type { Authorization } from '../../src/ledger/domain/authorization.ts';
import { fiscalYearOf } from '../../src/orders/domain/order.ts';
import { decideObjection, objectToLine } from '../../src/runs/domain/objections.ts';
import {
  beginStep,
  closeRun,
  endStep,
  newRun,
  type PublicNotice,
  type Run,
  type RunJob,
  type RunRefusal,
} from '../../src/runs/domain/run.ts';
import { beginPublishing, draftChunk, lineChunk, type RunChunk } from '../../src/runs/domain/run-steps.ts';
import type { UnitOfWork } from './unit-of-work.ts';

type Refusal = RunRefusal | { readonly shortFen: bigint };
/** Few, so that a step of a small run takes several chunks. */
const CHUNK = 2;

export function draftRun(
  attempt: UnitOfWork,
  what: { id: string; programme: string; filter: Partial<Run['filter']> },
  by: string,
): Refusal | undefined {
  if (attempt.store.runs.has(what.id)) return 'another-run';
  const filter = { groups: [], years: [], smallestFen: 0n, ...what.filter };
  const fiscalYear = fiscalYearOf(attempt.terms.now);
  attempt.putRun(newRun({ ...what, title: what.id, filter, fiscalYear }, actOf(attempt, by)));
  return undefined;
}

export function publishRun(
  attempt: UnitOfWork,
  run: Run,
  publicity: PublicNotice,
  by: string,
): Refusal | undefined {
  const session = attempt.open({ budgets: budgetsOf(attempt, run) });
  const programme = programmeOf(attempt, run);
  return kept(attempt, beginPublishing(session, run, programme, publicity, actOf(attempt, by)));
}

export function stepRun(
  attempt: UnitOfWork,
  run: Run,
  event: Extract<RunJob['event'], 'approve' | 'issue' | 'cancel'>,
  by: string,
): Refusal | undefined {
  return kept(attempt, beginStep(run, event, actOf(attempt, by)));
}

/**
 * Of all that was read only the run is written, so a concurrent change of one of its orders causes no
 * conflict.
 */
export function closeRunNow(attempt: UnitOfWork, run: Run, by: string): Refusal | undefined {
  const underWay = [...attempt.store.orders.values()].filter(
    (order) => order.run === run.id && order.state !== 'paid' && order.release === null,
  );
  return kept(attempt, closeRun(run, underWay.length, actOf(attempt, by)));
}

/** One chunk of the step in progress. */
export function workRun(attempt: UnitOfWork, run: Run): RunChunk | undefined {
  const chunk = chunkOf(attempt, run);
  if (chunk) attempt.putRun(chunk.run, chunk.lines);
  return chunk;
}

export function changeLine(
  attempt: UnitOfWork,
  run: Run,
  entity: string,
  change: 'object' | 'uphold' | 'dismiss',
  by: string,
): Refusal | undefined {
  const session = attempt.open({ usccs: [entity], budgets: budgetsOf(attempt, run) });
  const line = attempt.store.lineOf(run, entity);
  const programme = programmeOf(attempt, run);
  const act = { ...actOf(attempt, by), reason: 'a letter' };
  const outcome =
    change === 'object'
      ? objectToLine(session, run, line, programme, act, attempt.terms)
      : decideObjection(session, run, line, programme, { ...act, upheld: change === 'uphold' });
  if ('refusal' in outcome) return outcome.refusal;
  if (outcome.isNew) attempt.putRun(outcome.run, [outcome.line]);
  return undefined;
}

function chunkOf(attempt: UnitOfWork, run: Run): RunChunk | undefined {
  if (!run.job) return undefined;
  const { event, cursor } = run.job;
  if (event === 'draft') {
    const usccs = [...attempt.store.ledgers.keys()].filter((uscc) => uscc > cursor).sort();
    const next = usccs.slice(0, CHUNK);
    if (next.length === 0) return { run: endStep(run), lines: [] };
    return draftChunk(attempt.open({ usccs: next }), run, next, attempt.terms);
  }
  const lines = attempt.store.linesOf(run.id).filter(({ entity }) => entity > cursor);
  const next = lines.slice(0, CHUNK);
  if (next.length === 0) return { run: endStep(run), lines: [] };
  const usccs = next.map(({ entity }) => entity);
  const session = attempt.open({ usccs, budgets: budgetsOf(attempt, run) });
  return lineChunk(session, run, next, programmeOf(attempt, run), attempt.terms);
}

function kept(
  attempt: UnitOfWork,
  outcome: { run: Run; isNew: boolean } | { refusal: RunRefusal } | { shortFen: bigint },
): Refusal | undefined {
  if ('shortFen' in outcome) return outcome;
  if ('refusal' in outcome) return outcome.refusal;
  if (outcome.isNew) attempt.putRun(outcome.run);
  return undefined;
}

/** The budget of this fiscal year too, because a run may not be published yet. */
function budgetsOf({ terms }: UnitOfWork, { fiscalYear, programme }: Run): string[] {
  return [budgetId(fiscalYear, programme), budgetId(fiscalYearOf(terms.now), programme)];
}

function programmeOf({ terms }: UnitOfWork, run: Run) {
  return defined(
    terms.programmes.find(({ id }) => id === run.programme),
    'a run is of a programme that is set',
  );
}

function actOf({ terms }: UnitOfWork, by: string): Authorization {
  return { by, at: terms.now, document: 'document' };
}
