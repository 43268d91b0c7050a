import { reconciliationV1 } from '@duixian/proto';
import { type GrpcService, gathering, unary } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { importUnmatched } from './import-unmatched.ts';
import { getReconciliation, listReconciliations } from './list-reconciliations.ts';
import { reconcile } from './reconcile-rpc.ts';
import type { Reconciliations } from './stored-reconciliations.ts';

export function reconciliationService(
  collections: Collections,
  reconciliations: Reconciliations,
  decider: Decider,
): GrpcService {
  const implementation: reconciliationV1.ReconciliationServiceServer = {
    reconcile: gathering((parts) => reconcile(collections, reconciliations, parts)),
    getReconciliation: unary((request) => getReconciliation(reconciliations, request)),
    adoptMissing: unary((request) => importUnmatched(reconciliations, decider, request)),
    listReconciliations: unary((request) => listReconciliations(reconciliations, request)),
  };
  return { definition: reconciliationV1.ReconciliationServiceService, implementation };
}
