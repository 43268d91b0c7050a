import type { Authorization } from '../../ledger/domain/authorization.ts';
import type { LedgerSession } from '../../ledger/domain/ledger-session.ts';
import { groupFor } from '../../ledger/domain/membership.ts';
import { sumOf, type Terms } from '../../orders/domain/order.ts';
import type { Programme } from '../../programmes/domain/programme.ts';
import { holdLine, returningLine } from './line-holdings.ts';
import { judge, noted, type Run, type RunRefusal } from './run.ts';
import type { RunLine } from './run-line.ts';
import { addedUp, commit, uncommit } from './run-steps.ts';
import type { RunEvent } from './run-table.ts';
import { leaveRun } from './step-line.ts';

type LineOutcome =
  | { readonly run: Run; readonly line: RunLine; readonly isNew: boolean }
  | { readonly refusal: RunRefusal };

/** 异议. While a list is public anybody may object to a line: it is out until the objection is decided. */
export function objectToLine(
  session: LedgerSession,
  run: Run,
  line: RunLine | undefined,
  programme: Programme,
  act: Authorization & { reason: string },
  terms: Terms,
): LineOutcome {
  const refusal = refusalOf(run, 'object', line);
  if (refusal || !line) return { refusal: refusal ?? 'unknown-line' };
  if (line.out === 'objection') return { run, line, isNew: false };
  if (line.out) return { refusal: 'line-is-out' };
  const left = leaveRun(session, groupFor(session, line.entity), line, 'objection', 'object', terms);
  const { by, at, document, reason } = act;
  const after = { ...left, objections: [...line.objections, { by, at, document, reason, outcome: null }] };
  uncommit(session, run, programme, sumOf(line.amounts));
  return changed(run, 'object', line, after, act);
}

/**
 * A person who did one of these decides no objection; a person who decides one does not approve the run
 * (`run.ts`).
 */
const CHANGES: ReadonlySet<RunEvent> = new Set(['draft', 'publish', 'object', 'give-back']);

/**
 * Upheld: the line stays out of this run. Dismissed: it is in again, with what is still open of the published
 * amounts, unless another reason excludes it now.
 */
export function decideObjection(
  session: LedgerSession,
  run: Run,
  line: RunLine | undefined,
  programme: Programme,
  act: Authorization & { reason: string; upheld: boolean },
): LineOutcome {
  const refusal = refusalOf(run, 'decide', line);
  if (refusal || !line) return { refusal: refusal ?? 'unknown-line' };
  const objection = line.objections.at(-1);
  if (!objection) return { refusal: 'no-objection' };
  if (objection.outcome?.upheld === act.upheld) return { run, line, isNew: false };
  if (objection.outcome) return { refusal: 'no-objection' };
  if (run.notes.some((note) => note.by === act.by && CHANGES.has(note.event)))
    return { refusal: 'had-a-hand' };
  const { upheld, by, at, reason, document } = act;
  const decided = { ...objection, outcome: { upheld, by, at, reason, document } };
  const noted = { ...line, objections: [...line.objections.slice(0, -1), decided] };
  const group = groupFor(session, line.entity);
  const after = upheld ? noted : returningLine(group, noted);
  if (commit(session, run, programme, sumOf(after.amounts)) > 0n) return { refusal: 'no-budget' };
  if (!upheld) holdLine(session, group, after, 'object');
  return changed(run, 'decide', line, after, act);
}

/**
 * A line that was put aside for a defect gives back what it holds, once its ledger allows that: also when its
 * run is issued, closed or cancelled, because nothing else would ever give it back. It asserts what did not
 * hold when the line was put aside.
 */
export function giveBackLine(
  session: LedgerSession,
  run: Run,
  line: RunLine | undefined,
  programme: Programme,
  act: Authorization,
  terms: Terms,
): LineOutcome {
  const refusal = refusalOf(run, 'give-back', line);
  if (refusal || !line) return { refusal: refusal ?? 'unknown-line' };
  if (line.out !== 'defect') return { refusal: 'not-put-aside' };
  if (line.amounts.length === 0) return { run, line, isNew: false };
  const after = leaveRun(session, groupFor(session, line.entity), line, 'defect', 'give-back', terms);
  uncommit(session, run, programme, sumOf(line.amounts));
  return changed(run, 'give-back', line, after, act);
}

type LineEvent = 'object' | 'decide' | 'give-back';

function refusalOf(run: Run, event: LineEvent, line: RunLine | undefined): RunRefusal | undefined {
  const judged = judge(run, event);
  if (judged) return 'refusal' in judged ? judged.refusal : 'busy';
  return line === undefined ? 'unknown-line' : undefined;
}

function changed(
  run: Run,
  event: LineEvent,
  before: RunLine,
  after: RunLine,
  act: Authorization,
): LineOutcome {
  const { by, at, document } = act;
  const sums = addedUp(run.sums, before, after);
  return {
    run: { ...noted(run, event, { by, at, document }, before.entity), sums },
    line: after,
    isNew: true,
  };
}
