import { orderingV1 } from '@duixian/proto';
import { type GrpcService, RpcError, rpcStatus, unary } from '@duixian/runtime';
import { mayResume, type PastSuspension, type ResumeRefusal, type Suspension } from '../domain/suspension.ts';
import type { Collections } from '../store/collections.ts';
import { readOrdering, resumeOrdering, suspendOrdering } from '../store/ordering.ts';
import type { Reconciliations } from '../store/reconciliations.ts';
import { findReconciliation } from './list-reconciliations.ts';
import { refuseIf, textFault } from './request-faults.ts';

const WHY: Record<ResumeRefusal, string> = {
  'not-suspended': 'ordering is not suspended',
  'reconciled-before':
    'that was reconciled before ordering was suspended: reconcile a statement again (anew) and name that one',
  'missing-here':
    'the treasury has orders that are missing here: take them in, reconcile the statement anew, and name that one',
};

export function orderingService(collections: Collections, reconciliations: Reconciliations): GrpcService {
  const implementation: orderingV1.OrderingServiceServer = {
    getOrdering: unary(() => answerOf(collections)),
    suspendOrdering: unary((request) => suspend(collections, request)),
    resumeOrdering: unary((request) => resume(collections, reconciliations, request)),
  };
  return { definition: orderingV1.OrderingServiceService, implementation };
}

async function suspend(
  collections: Collections,
  { by, because }: orderingV1.SuspendOrderingRequest,
): Promise<orderingV1.SuspendOrderingResponse> {
  refuseIf([by === '' && 'by: who suspends', textFault('because', because, 'why')]);
  await suspendOrdering(collections, { by, because, at: collections.clock.now() });
  return answerOf(collections);
}

async function resume(
  collections: Collections,
  reconciliations: Reconciliations,
  { by, reconciliationId }: orderingV1.ResumeOrderingRequest,
): Promise<orderingV1.ResumeOrderingResponse> {
  if (by === '') throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'by: who resumes');
  const reconciliation = await findReconciliation(reconciliations, reconciliationId);
  const { suspended } = await readOrdering(collections);
  const outcome = mayResume(suspended, reconciliation);
  if ('refusal' in outcome) throw refused(outcome.refusal);
  const resumption = { by, at: collections.clock.now(), reconciliationId };
  // Somebody else was faster, and may have suspended it anew since.
  if (!(await resumeOrdering(collections, outcome.suspension, resumption))) throw refused('not-suspended');
  return answerOf(collections);
}

async function answerOf(collections: Collections): Promise<{ ordering: orderingV1.Ordering }> {
  const { suspended, past } = await readOrdering(collections);
  const ordering = {
    past: past.map(pastMessage),
    ...(suspended && { suspended: suspensionMessage(suspended) }),
  };
  return { ordering };
}

function suspensionMessage({ by, at, because }: Suspension): orderingV1.Suspension {
  return { by, at: at.toISOString(), because };
}

function pastMessage(past: PastSuspension): orderingV1.Suspension {
  const { by, at, reconciliationId } = past.resumption;
  return { ...suspensionMessage(past), resumption: { by, at: at.toISOString(), reconciliationId } };
}

function refused(refusal: ResumeRefusal): RpcError {
  return new RpcError(rpcStatus.FAILED_PRECONDITION, WHY[refusal]);
}
