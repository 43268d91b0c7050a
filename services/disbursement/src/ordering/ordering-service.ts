import { orderingV1 } from '@duixian/proto';
import {
  type Commands,
  committing,
  type Database,
  type GrpcService,
  RpcError,
  rpcStatus,
  type Session,
  unary,
} from '@duixian/runtime';
import { isDay, LIMITS, shanghaiDay } from '@duixian/values';
import { findReconciliation } from '../reconciliation/list-reconciliations.ts';
import { type Reconciliations, statementsSince } from '../reconciliation/stored-reconciliations.ts';

import type { Collections } from '../unit-of-work/collections.ts';
import { readOrdering, resumeOrdering, suspendOrdering } from '../unit-of-work/stored-ordering.ts';
import { refuseIf, textFault } from '../wire/request-faults.ts';
import {
  awaitsAgreement,
  daysOf,
  mayResume,
  type PastSuspension,
  type ResumeRefusal,
  type Suspension,
} from './domain/suspension.ts';
import { dayOfNewestOrder } from './ordering-since.ts';

const DAY_MS = 86_400_000;

export function orderingService(
  collections: Collections,
  reconciliations: Reconciliations,
  commands: Commands,
): GrpcService {
  const methods = orderingV1.OrderingServiceService;
  const answer = (_: unknown, session: Session) => answerOf(collections, session);
  const implementation: orderingV1.OrderingServiceServer = {
    getOrdering: unary(() => answerOf(collections)),
    suspendOrdering: commands.handled(
      methods.suspendOrdering,
      (request) => suspend(collections, reconciliations.database, request),
      answer,
    ),
    resumeOrdering: commands.handled(
      methods.resumeOrdering,
      (request) => resume(collections, reconciliations, request),
      answer,
    ),
  };
  return { definition: methods, implementation };
}

async function suspend(
  collections: Collections,
  database: Database,
  { by, because, since }: orderingV1.SuspendOrderingRequest,
): Promise<orderingV1.SuspendOrderingResponse> {
  const at = collections.clock.now();
  refuseIf([
    by === '' && 'by: who suspends',
    textFault('because', because, 'why'),
    since !== '' && !isDay(since) && 'since: the day of the backup, YYYY-MM-DD',
    since !== '' && isDay(since) && since > shanghaiDay(at) && 'since: not after today',
    since !== '' && isDay(since) && since < earliest(at) && `since: not before ${earliest(at)}`,
  ]);
  const newest = await dayOfNewestOrder(collections, at);
  const first = since !== '' && since < newest ? since : newest;
  const suspended = { by, because, at, since: first };
  await committing(database, (session) => suspendOrdering(collections, suspended, session));
  return answerOf(collections);
}

/** The first day that a suspension may require a statement for. */
function earliest(at: Date): string {
  return shanghaiDay(new Date(at.getTime() - LIMITS.daysToReconcile.most * DAY_MS));
}

async function resume(
  collections: Collections,
  reconciliations: Reconciliations,
  { by, reconciliationId, confirmedDays }: orderingV1.ResumeOrderingRequest,
): Promise<orderingV1.ResumeOrderingResponse> {
  const wrong = confirmedDays.filter((day) => !isDay(day));
  const most = LIMITS.daysToReconcile.most;
  refuseIf([
    by === '' && 'by: who resumes',
    wrong.length > 0 && `confirmedDays: days as YYYY-MM-DD; ${wrong.slice(0, 3).join(', ')} is none`,
    confirmedDays.length > most && `confirmedDays: at most ${most}`,
  ]);
  if (reconciliationId !== '') await findReconciliation(reconciliations, reconciliationId);
  // Read before the statements: a statement that is reconciled after this is not among them.
  const { suspended, reconciliations: known } = await readOrdering(collections);
  const standing = suspended && {
    since: await dayOfNewestOrder(collections, suspended.at),
    ...suspended,
  };
  const statements = standing ? await statementsSince(reconciliations, daysOf(standing), standing.at) : [];
  const outcome = mayResume(standing, statements, { by, confirmedDays });
  if ('refusal' in outcome) throw refused(outcome);
  const ids = outcome.newest.map(({ id }) => id);
  const resumption = {
    ...{ by, at: collections.clock.now(), statements: ids, confirmedDays },
    reconciliationId: reconciliationId === '' ? (ids.at(-1) ?? '') : reconciliationId,
  };
  const { suspension } = outcome;
  const isDone = await committing(reconciliations.database, (session) => {
    const resumed = resumeOrdering(collections, suspension, known, resumption, session);
    return session ? resumed.then(mustBeDone) : resumed;
  });
  if (isDone) return answerOf(collections);
  // Somebody else resumed ordering, or reconciled another statement, meanwhile: decide again on the current
  // state.
  return resume(collections, reconciliations, { by, reconciliationId, confirmedDays });
}

/** In a transaction there is nothing to decide again on: it sees the state of its beginning. */
function mustBeDone(isDone: boolean): boolean {
  if (isDone) return true;
  const why = 'ordering was resumed, or another statement reconciled, at this moment: send it again';
  throw new RpcError(rpcStatus.ABORTED, why);
}

async function answerOf(
  collections: Collections,
  session?: Session,
): Promise<{ ordering: orderingV1.Ordering }> {
  const { suspended, past } = await readOrdering(collections, session);
  const ordering = {
    past: past.map(pastMessage),
    ...(suspended && { suspended: suspensionMessage(suspended) }),
  };
  return { ordering };
}

function suspensionMessage(suspension: Suspension): orderingV1.Suspension {
  const { by, at, because, awaitsPolicy = false, awaitsSettings = false } = suspension;
  const days = awaitsAgreement(suspension) ? [] : daysOf(suspension);
  return { by, at: at.toISOString(), because, days, awaitsPolicy, awaitsSettings };
}

function pastMessage(past: PastSuspension): orderingV1.Suspension {
  const { by, at, reconciliationId, statements = [], confirmedDays = [] } = past.resumption;
  const resumption = { by, at: at.toISOString(), reconciliationId };
  return {
    ...suspensionMessage(past),
    resumption: { ...resumption, statements: [...statements], confirmedDays: [...confirmedDays] },
  };
}

function refused(refusal: ResumeRefusal): RpcError {
  return new RpcError(rpcStatus.FAILED_PRECONDITION, whyNot(refusal));
}

function whyNot(refused: ResumeRefusal): string {
  switch (refused.refusal) {
    case 'not-suspended':
      return 'ordering is not suspended';
    case 'awaits-agreement':
      return 'it waits until two persons agree to the policy and the settings of payments that an empty system took: plan, propose and apply the policy, propose and apply the settings';
    case 'days-missing':
      return `statements are wanted of every day from the newest order held to the suspension, each reconciled since: reconcile (again) that of ${someOf(refused.days)}`;
    case 'missing-here':
      return `the treasury has ${refused.orders} orders that are missing here, in ${refused.statement}: take them in, and reconcile the statement again`;
    case 'same-person':
      return `who reconciled (${refused.statement}) does not resume ordering: another person has to`;
    case 'days-unconfirmed':
      return `the statement of ${someOf(refused.days)} has no line, or fewer than another one of that day, or another one had orders that are missing here: where it is right, name the day (confirmedDays)`;
  }
}

const DAYS_LISTED = 10;

function someOf(days: readonly string[]): string {
  const more = days.length > DAYS_LISTED ? ` and ${days.length - DAYS_LISTED} days more` : '';
  return `${days.slice(0, DAYS_LISTED).join(', ')}${more}`;
}
