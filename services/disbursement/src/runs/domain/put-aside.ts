import { assert, defined } from '@duixian/values';
import { type LedgerSession, ledgerOf } from '../../ledger/domain/ledger-session.ts';
import { groupFor } from '../../ledger/domain/membership.ts';
import type { Terms } from '../../orders/domain/order.ts';
import type { Programme } from '../../programmes/domain/programme.ts';
import type { Run } from './run.ts';
import type { RunLine } from './run-line.ts';
import { advance, type RunChunk, steppedChunk } from './run-steps.ts';
import { leaveRun } from './step-line.ts';

/**
 * One entity whose ledger breaks an assertion must not block a run: its line is out, with the reason
 * `defect`, and the step continues after it. What the line had reserved is given back if its ledger allows
 * that; otherwise (`holds`) the line is only marked, and the amount stays reserved, so that it is neither
 * paid nor lost, until the run is cancelled or an officer gives it back (`giveBackLine`).
 */
export function putAsideLine(
  session: LedgerSession,
  run: Run,
  line: RunLine,
  programme: Programme,
  terms: Terms,
  holds: boolean,
): RunChunk {
  const event = defined(run.job, 'a step is in progress').event;
  assert(event !== 'draft', 'a draft has no lines yet');
  const out = { ...line, out: 'defect' as const, ...nothingOf(event) };
  // Before it is published, a line holds only its part of the budget.
  if (event === 'publish') return steppedChunk(session, run, [line], [{ ...out, amounts: [] }], programme);
  if (holds) return steppedChunk(session, run, [line], [out], programme);
  const left = leaveRun(session, groupFor(session, line.entity), line, 'defect', event, terms);
  return steppedChunk(session, run, [line], [{ ...out, amounts: left.amounts }], programme);
}

/** An entity that cannot even be drafted still gets a line, so that somebody sees it. */
export function putAsideEntity(session: LedgerSession, run: Run, entity: string): RunChunk {
  const line: RunLine = {
    run: run.id,
    entity,
    name: ledgerOf(session, entity).name,
    amounts: [],
    published: [],
    draftFen: 0n,
    approvedFen: null,
    issuedFen: null,
    out: 'defect',
    objections: [],
    order: '',
  };
  const sums = { ...run.sums, lines: run.sums.lines + 1, linesOut: run.sums.linesOut + 1 };
  return { run: advance({ ...run, sums }, [entity]), lines: [line] };
}

function nothingOf(event: 'publish' | 'approve' | 'issue' | 'cancel'): Partial<RunLine> {
  if (event === 'approve') return { approvedFen: 0n };
  return event === 'issue' ? { issuedFen: 0n } : {};
}
