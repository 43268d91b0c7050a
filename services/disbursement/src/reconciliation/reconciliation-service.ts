import { reconciliationV1 } from '@duixian/proto';
import { type Commands, type GrpcService, unary } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { importUnmatched } from './import-unmatched.ts';
import { getReconciliation, listReconciliations } from './list-reconciliations.ts';
import { reconcile, reconciledAnswer } from './reconcile-rpc.ts';
import type { Reconciliations } from './stored-reconciliations.ts';

export function reconciliationService(
  collections: Collections,
  reconciliations: Reconciliations,
  decider: Decider,
  commands: Commands,
): GrpcService {
  const methods = reconciliationV1.ReconciliationServiceService;
  const implementation: reconciliationV1.ReconciliationServiceServer = {
    reconcile: commands.gathering(
      methods.reconcile,
      (parts: AsyncIterable<reconciliationV1.ReconcileRequest>) =>
        reconcile(collections, reconciliations, parts),
      reconciledAnswer,
    ),
    getReconciliation: unary((request) => getReconciliation(reconciliations, request)),
    adoptMissing: unary((request) => importUnmatched(reconciliations, decider, request)),
    listReconciliations: unary((request) => listReconciliations(reconciliations, request)),
  };
  return { definition: methods, implementation };
}
