import type { ConfirmedOutcome } from '@duixian/disbursement/orders/domain/resolve-exception';
import type { PayeeAct } from '@duixian/disbursement/payees/domain/change-payee';
import type { Run } from '@duixian/disbursement/runs/domain/run';
import type { budgetsV1, disbursementV1, recoveriesV1, runsV1 } from '@duixian/proto';
import type { Fen } from '@duixian/values';
import type { World } from './world.ts';

/** A request of an officer, however often it is sent: a call of disbursement's gRPC. */
export interface Request {
  readonly what: string;
  readonly sentence: string;
  readonly method: string;
  readonly content: object;
  /** Its effect outside the system, once it is written. */
  readonly onDone?: (world: World) => void;
  /** The request that follows as soon as it is done. */
  readonly next?: Request;
}
export type RunStep = 'publish' | 'approve' | 'issue' | 'cancel' | 'close';
/** The next step of a run. */
export const AFTER: Partial<Record<Run['state'], RunStep>> = {
  draft: 'publish',
  published: 'approve',
  approved: 'issue',
  issued: 'close',
};
export type LineChange = 'object' | 'uphold' | 'dismiss';

const DOCUMENT = 'a letter';
const CONFIRMED_OUTCOMES: Record<ConfirmedOutcome, disbursementV1.OrderState> = {
  paid: 'ORDER_STATE_PAID',
  rejected: 'ORDER_STATE_REJECTED',
  returned: 'ORDER_STATE_RETURNED',
};

export function draft(id: string, programme: string, filter: Partial<Run['filter']>, by: string): Request {
  const { groups = [], years = [], smallestFen = 0n } = filter;
  const content: runsV1.DraftRunRequest = {
    ...{ id, title: id, programme, groups: [...groups], years: [...years], smallestFen },
    ...{ by, document: DOCUMENT },
  };
  return { what: 'draft', sentence: `${by} drafts ${id} of ${programme}`, method: 'draftRun', content };
}

export function step(id: string, event: RunStep, by: string): Request {
  const content: runsV1.StepRunRequest = {
    ...{ id, by, document: DOCUMENT },
    step: `RUN_STEP_${event.toUpperCase()}` as runsV1.RunStep,
  };
  return { what: event, sentence: `${by} ${event}s ${id}`, method: 'stepRun', content };
}

export function line(run: string, entity: string, change: LineChange, by: string): Request {
  const content: runsV1.ChangeLineRequest = {
    ...{ run, entity, by, document: DOCUMENT, reason: 'an objection' },
    change: `CHANGE_${change.toUpperCase()}` as runsV1.ChangeLineRequest_Change,
  };
  return { what: change, sentence: `${by} ${change}s ${entity} in ${run}`, method: 'changeLine', content };
}

export function releases(id: string, by: string): Request {
  const content: disbursementV1.ReleaseOrderRequest = { id, by, reason: 'account corrected' };
  return { what: 'release', sentence: `${by} releases ${id}`, method: 'releaseOrder', content };
}

export function resolves(id: string, outcome: ConfirmedOutcome, by: string): Request {
  const content: disbursementV1.ResolveOrderRequest = {
    id,
    by,
    state: CONFIRMED_OUTCOMES[outcome],
    document: DOCUMENT,
  };
  return {
    what: 'resolve',
    sentence: `${by} finds that ${id} was ${outcome}`,
    method: 'resolveOrder',
    content,
  };
}

export function account(entity: string, act: PayeeAct, by: string): Request {
  const [[what = '', value] = []] = Object.entries(act);
  const content = {
    ...{ entity, by, because: DOCUMENT },
    act: { $case: what, value } as disbursementV1.ChangePayeeRequest['act'],
    sharedBecause: '',
  } satisfies disbursementV1.ChangePayeeRequest;
  return { what, sentence: `${by} ${what}s the account of ${entity}`, method: 'changePayee', content };
}

export function budget(fiscalYear: number, programme: string, appropriatedFen: Fen): Request {
  const content: budgetsV1.AppropriateRequest = {
    ...{ fiscalYear, programme, appropriatedFen },
    ...{ by: 'bureau', document: 'budget' },
  };
  const sentence = `the bureau sets ${programme} of ${fiscalYear} to ${appropriatedFen} fen`;
  return { what: 'budget', sentence, method: 'appropriate', content };
}

export function demands(entity: string, by: string): Request {
  const content: recoveriesV1.DemandRequest = {
    ...{ entity, by, dueOn: '2021-07-01', reason: 'amended', document: DOCUMENT },
  };
  return { what: 'demand', sentence: `${by} demands money back from ${entity}`, method: 'demand', content };
}

/** The bank's number identifies the payment: the bank has what was booked under it. */
export function receives(id: string, fen: Fen, paymentId: string, by: string): Request {
  const content: recoveriesV1.ReceiveRequest = {
    ...{ recovery: id, id: paymentId, fen, by, document: DOCUMENT },
  };
  return {
    what: 'receive',
    sentence: `${by} receives ${fen} fen for ${id}, payment ${paymentId}`,
    method: 'receive',
    content,
    onDone: ({ bank }) => bank.set(paymentId, fen),
  };
}

export function writesOff(id: string, by: string): Request {
  const content: recoveriesV1.WriteOffRequest = { recovery: id, by, document: DOCUMENT };
  return { what: 'write off', sentence: `${by} writes ${id} off`, method: 'writeOff', content };
}
