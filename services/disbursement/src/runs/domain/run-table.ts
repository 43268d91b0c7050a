import { refused, repeated, type StateTable, to } from '../../ledger/domain/state-table.ts';

/** 批次. A job that works off a step (see `run.ts`) leaves the state unchanged until its last chunk. */
export type RunState = 'draft' | 'published' | 'approved' | 'issued' | 'closed' | 'cancelled';

export type RunEvent =
  | 'draft'
  | 'publish'
  | 'object'
  | 'decide'
  | 'approve'
  | 'issue'
  | 'close'
  | 'cancel'
  /** A line that was put aside gives back what it still holds, whatever became of its run. */
  | 'give-back';

type StateRefusal =
  | 'not-published'
  | 'not-approved'
  | 'not-issued'
  | 'already-published'
  | 'already-approved'
  | 'already-issued'
  | 'closed'
  | 'cancelled';

/** What each event does. `run.ts` checks before who may do it, when, and with what. */
export const RUN_TABLE: StateTable<RunState, RunEvent, StateRefusal> = {
  draft: {
    draft: repeated,
    publish: to('published'),
    object: refused('not-published'),
    decide: refused('not-published'),
    approve: refused('not-published'),
    issue: refused('not-approved'),
    close: refused('not-issued'),
    cancel: to('cancelled'),
    'give-back': refused('not-published'),
  },
  published: {
    draft: refused('already-published'),
    publish: repeated,
    object: to('published'),
    decide: to('published'),
    approve: to('approved'),
    issue: refused('not-approved'),
    close: refused('not-issued'),
    cancel: to('cancelled'),
    'give-back': to('published'),
  },
  approved: {
    draft: refused('already-published'),
    publish: refused('already-approved'),
    object: refused('already-approved'),
    decide: refused('already-approved'),
    approve: repeated,
    issue: to('issued'),
    close: refused('not-issued'),
    cancel: to('cancelled'),
    'give-back': to('approved'),
  },
  issued: {
    draft: refused('already-issued'),
    publish: refused('already-issued'),
    object: refused('already-issued'),
    decide: refused('already-issued'),
    approve: refused('already-issued'),
    issue: repeated,
    close: to('closed'),
    cancel: refused('already-issued'),
    'give-back': to('issued'),
  },
  closed: {
    draft: refused('closed'),
    publish: refused('closed'),
    object: refused('closed'),
    decide: refused('closed'),
    approve: refused('closed'),
    issue: refused('closed'),
    close: repeated,
    cancel: refused('closed'),
    'give-back': to('closed'),
  },
  cancelled: {
    draft: refused('cancelled'),
    publish: refused('cancelled'),
    object: refused('cancelled'),
    decide: refused('cancelled'),
    approve: refused('cancelled'),
    issue: refused('cancelled'),
    close: refused('cancelled'),
    cancel: repeated,
    'give-back': to('cancelled'),
  },
};
