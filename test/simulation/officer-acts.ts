import { lastDayOfPublicity } from '@duixian/disbursement/calendar/working-days';
import {
  appropriate,
  changeAccount,
  release,
  resolve,
} from '@duixian/disbursement/domain/in-memory/acts-on-money';
import { demandBack, giveUp, receiveBack } from '@duixian/disbursement/domain/in-memory/acts-on-recoveries';
import {
  changeLine,
  closeRunNow,
  draftRun,
  publishRun,
  stepRun,
} from '@duixian/disbursement/domain/in-memory/acts-on-runs';
import type { Attempt } from '@duixian/disbursement/domain/in-memory/attempt';
import type { PayeeAct } from '@duixian/disbursement/domain/payees/change-payee';
import type { Truth } from '@duixian/disbursement/domain/resolve-contradiction';
import { dayOf, type Publicity, type Run } from '@duixian/disbursement/domain/runs/run';
import type { Fen } from '@duixian/values';
import type { World } from './world.ts';

/** What an officer asks for, as often as he presses; answers why not. */
export interface Request {
  readonly what: string;
  readonly says: string;
  readonly act: (attempt: Attempt) => string | undefined;
  /** What it was about outside, once it is written. */
  readonly onDone?: (world: World) => void;
}

export type RunStep = 'publish' | 'approve' | 'issue' | 'cancel' | 'close';

const DAY_MS = 86_400_000;

export function draft(id: string, programme: string, filter: Partial<Run['filter']>, by: string): Request {
  return {
    what: 'draft',
    says: `${by} drafts ${id} of ${programme}`,
    act: (attempt) => named(draftRun(attempt, { id, programme, filter }, by)),
  };
}

export function step(id: string, event: RunStep, by: string): Request {
  const act = (attempt: Attempt) => {
    const run = attempt.store.runs.get(id);
    if (!run) return 'unknown-run';
    if (event === 'close') return named(closeRunNow(attempt, run, by));
    if (event === 'publish') return named(publishRun(attempt, run, publicityOf(attempt, run), by));
    return named(stepRun(attempt, run, event, by));
  };
  return { what: event, says: `${by} ${event}s ${id}`, act };
}

export function line(
  id: string,
  entity: string,
  change: 'object' | 'uphold' | 'dismiss',
  by: string,
): Request {
  const act = (attempt: Attempt) => {
    const run = attempt.store.runs.get(id);
    return run ? named(changeLine(attempt, run, entity, change, by)) : 'unknown-run';
  };
  return { what: change, says: `${by} ${change}s ${entity} in ${id}`, act };
}

export function releases(id: string, by: string): Request {
  const act = (attempt: Attempt) => {
    const order = attempt.store.orders.get(id);
    return order ? release(attempt, order, by) : 'unknown-order';
  };
  return { what: 'release', says: `${by} releases ${id}`, act };
}

export function resolves(id: string, truth: Truth, by: string): Request {
  const act = (attempt: Attempt) => {
    const order = attempt.store.orders.get(id);
    return order ? resolve(attempt, order, truth, by) : 'unknown-order';
  };
  return { what: 'resolve', says: `${by} finds that ${id} was ${truth}`, act };
}

export function account(uscc: string, what: PayeeAct, by: string): Request {
  const act = (attempt: Attempt) => {
    const outcome = changeAccount(attempt, uscc, what, by);
    return 'refusal' in outcome ? outcome.refusal : undefined;
  };
  const event = Object.keys(what)[0] ?? '';
  return { what: event, says: `${by} ${event}s the account of ${uscc}`, act };
}

export function budget(fiscalYear: number, programme: string, appropriatedFen: Fen): Request {
  return {
    what: 'budget',
    says: `the bureau sets ${programme} of ${fiscalYear} to ${appropriatedFen} fen`,
    act: (attempt) => named(appropriate(attempt, { fiscalYear, programme, appropriatedFen })),
  };
}

export function demands(uscc: string, by: string, afterMs: number): Request {
  const act = (attempt: Attempt) => {
    const outcome = demandBack(attempt, uscc, by, afterMs);
    return 'refusal' in outcome ? outcome.refusal : undefined;
  };
  return { what: 'demand', says: `${by} demands money back from ${uscc}`, act };
}

/** The bank's number names the payment: what was booked under it, the bank has. */
export function receives(id: string, fen: Fen, paymentId: string, by: string): Request {
  const act = (attempt: Attempt) => {
    const recovery = attempt.store.recoveries.get(id);
    if (!recovery) return 'unknown-recovery';
    const outcome = receiveBack(attempt, recovery, fen, { by, paymentId });
    return 'refusal' in outcome ? outcome.refusal : undefined;
  };
  return {
    what: 'receive',
    says: `${by} receives ${fen} fen for ${id}, payment ${paymentId}`,
    act,
    onDone: ({ bank }) => bank.set(`${id} ${paymentId}`, fen),
  };
}

export function writesOff(id: string, by: string): Request {
  const act = (attempt: Attempt) => {
    const recovery = attempt.store.recoveries.get(id);
    if (!recovery) return 'unknown-recovery';
    const outcome = giveUp(attempt, recovery, by);
    return 'refusal' in outcome ? outcome.refusal : undefined;
  };
  return { what: 'write off', says: `${by} writes ${id} off`, act };
}

function publicityOf({ terms }: Attempt, run: Run): Publicity {
  const workingDays = terms.programmes.find(({ id }) => id === run.programme)?.publicityWorkingDays ?? 0;
  const from = dayOf(new Date(terms.now.getTime() + DAY_MS));
  const last = lastDayOfPublicity(from, workingDays);
  return { from, until: 'lastDay' in last ? last.lastDay : from, workingDays };
}

function named(outcome: string | { shortFen: Fen } | undefined): string | undefined {
  return typeof outcome === 'object' ? 'short-of-budget' : outcome;
}
