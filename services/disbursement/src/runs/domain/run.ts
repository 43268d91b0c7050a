import type { Fen } from '@duixian/values';
import { shanghaiDay, shanghaiYear } from '@duixian/values';
import type { Authorization } from '../../ledger/domain/authorization.ts';
import { RUN_TABLE, type RunEvent, type RunState } from './run-table.ts';

/** Which open amounts a run takes. */
export interface RunFilter {
  /** Cap groups of its programme; empty: all of them. */
  readonly groups: readonly string[];
  /** Empty: all. */
  readonly years: readonly number[];
  /** An entity with less open is left for a later run. */
  readonly smallestFen: Fen;
}

/** A step that is worked off in chunks, entity after entity. The state changes with the last chunk. */
export interface RunJob {
  readonly event: Extract<RunEvent, 'draft' | 'publish' | 'approve' | 'issue' | 'cancel'>;
  readonly act: Authorization;
  /** The last entity that is done. */
  readonly cursor: string;
}

interface RunNote extends Authorization {
  readonly event: RunEvent;
  /** The entity of the line concerned; empty: the whole run. */
  readonly entity: string;
}

/** What the lines add up to, at each step; null before it. */
export interface RunSums {
  readonly lines: number;
  readonly linesOut: number;
  readonly undecidedObjections: number;
  readonly draftFen: Fen;
  readonly publishedFen: Fen;
  readonly approvedFen: Fen;
  readonly issuedFen: Fen;
}

/** 公示: first and last day, YYYY-MM-DD. */
export interface PublicNotice {
  readonly from: string;
  readonly until: string;
  readonly workingDays: number;
}

export interface Run {
  /** Chosen by the person who drafts it. */
  readonly id: string;
  /** How often it was written; every write of a line raises it too. */
  readonly version: number;
  readonly title: string;
  readonly programme: string;
  /** The fiscal year of publication: it is issued in the same one. */
  readonly fiscalYear: number;
  readonly filter: RunFilter;
  readonly state: RunState;
  readonly job: RunJob | null;
  readonly publicity: PublicNotice | null;
  /** Who had confirmed accounts of its payees when it was published. */
  readonly confirmers: readonly string[];
  readonly approvedBy: string;
  readonly sums: RunSums;
  /** Everything that happened, in order; never changed. */
  readonly notes: readonly RunNote[];
}

export type RunRefusal =
  | Extract<(typeof RUN_TABLE)[RunState][RunEvent], { refused: string }>['refused']
  /** A step is still being worked off. */
  | 'busy'
  | 'nothing-to-pay'
  | 'publicity-not-over'
  | 'undecided-objections'
  /**
   * A person who prepared, published or changed the run, or confirmed one of its payees, does not approve it.
   */
  | 'same-person'
  | 'orders-under-way'
  | 'another-fiscal-year'
  | 'no-budget'
  | 'unknown-line'
  | 'line-is-out'
  | 'no-objection'
  /** A person who drafted, published or changed the run does not decide an objection against it. */
  | 'had-a-hand'
  /** It was not put aside for a defect. */
  | 'not-put-aside'
  /** Another run has this id. */
  | 'another-run';

export type RunOutcome = { readonly run: Run; readonly isNew: boolean } | { readonly refusal: RunRefusal };

const NO_SUMS: RunSums = {
  lines: 0,
  linesOut: 0,
  undecidedObjections: 0,
  draftFen: 0n,
  publishedFen: 0n,
  approvedFen: 0n,
  issuedFen: 0n,
};

export function newRun(
  what: Pick<Run, 'id' | 'title' | 'programme' | 'filter' | 'fiscalYear'>,
  act: Authorization,
): Run {
  return {
    ...what,
    version: 0,
    state: 'draft',
    job: { event: 'draft', act, cursor: '' },
    publicity: null,
    confirmers: [],
    approvedBy: '',
    sums: NO_SUMS,
    notes: [{ ...act, event: 'draft', entity: '' }],
  };
}

/** The same run requested again changes nothing; an id names one run for good. */
export function draftAgain(known: Run, asked: Run): RunOutcome {
  const isSame = [known, asked].map(({ title, programme, filter }) =>
    JSON.stringify({ title, programme, ...filter, smallestFen: String(filter.smallestFen) }),
  );
  return isSame[0] === isSame[1] ? { run: known, isNew: false } : { refusal: 'another-run' };
}

/** Begins a step that is worked off as a job. */
export function beginStep(run: Run, event: RunJob['event'], act: Authorization): RunOutcome {
  const judged = judge(run, event);
  if (judged) return judged;
  const refusal = refusalOf(run, event, act);
  if (refusal) return { refusal };
  // A draft holds nothing that would have to be given back.
  if (event === 'cancel' && run.state === 'draft')
    return { run: { ...noted(run, event, act), state: 'cancelled' }, isNew: true };
  const approvedBy = event === 'approve' ? act.by : run.approvedBy;
  return { run: { ...noted(run, event, act), approvedBy, job: { event, act, cursor: '' } }, isNew: true };
}

/** The last chunk of a step is done. */
export function endStep(run: Run): Run {
  if (run.job === null) return run;
  const cell = RUN_TABLE[run.state][run.job.event];
  return { ...run, job: null, state: 'to' in cell ? cell.to : run.state };
}

/** None of its orders is in flight any more. */
export function closeRun(run: Run, ordersUnderWay: number, act: Authorization): RunOutcome {
  const judged = judge(run, 'close');
  if (judged) return judged;
  if (ordersUnderWay > 0) return { refusal: 'orders-under-way' };
  return { run: { ...noted(run, 'close', act), state: 'closed' }, isNew: true };
}

/** Whether an event may happen at all: undefined if it may. */
export function judge(run: Run, event: RunEvent): RunOutcome | undefined {
  if (run.job !== null) {
    return run.job.event === event ? { run, isNew: false } : { refusal: 'busy' };
  }
  const cell = RUN_TABLE[run.state][event];
  if ('refused' in cell) return { refusal: cell.refused };
  return 'repeated' in cell ? { run, isNew: false } : undefined;
}

export function noted(run: Run, event: RunEvent, act: Authorization, entity = ''): Run {
  return { ...run, notes: [...run.notes, { ...act, event, entity }] };
}

function refusalOf(run: Run, event: RunEvent, { by, at }: Authorization): RunRefusal | undefined {
  if (event === 'publish' && run.sums.draftFen === 0n) return 'nothing-to-pay';
  if (event === 'approve') {
    if (run.sums.undecidedObjections > 0) return 'undecided-objections';
    if (!isPublicNoticeOver(run, at)) return 'publicity-not-over';
    if (run.notes.some((note) => note.by === by) || run.confirmers.includes(by)) return 'same-person';
    if (run.sums.lines === run.sums.linesOut) return 'nothing-to-pay';
  }
  if ((event === 'approve' || event === 'issue') && shanghaiYear(at) !== run.fiscalYear)
    return 'another-fiscal-year';
  return undefined;
}

/**
 * The last day has passed. A list with 0 days of public notice (a setting, to demonstrate a run) does not
 * wait.
 */
function isPublicNoticeOver({ publicity }: Run, now: Date): boolean {
  if (publicity === null) return false;
  return publicity.workingDays === 0 || shanghaiDay(now) > publicity.until;
}
