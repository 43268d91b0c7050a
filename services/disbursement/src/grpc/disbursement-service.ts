import { disbursementV1 } from '@duixian/proto';
import { type GrpcService, streaming, unary } from '@duixian/runtime';
import type { Decider } from '../decisions/decider.ts';
import type { StatusIntake } from '../decisions/status-intake.ts';
import type { Collections } from '../store/collections.ts';
import { readOrdering } from '../store/ordering.ts';
import { changePayee } from './change-payee.ts';
import { getOrder, getOrders } from './get-order.ts';
import { getFingerprint } from './get-set-hash.ts';
import { listMovements } from './list-journal-entries.ts';
import { listOrders } from './list-orders.ts';
import { listPayables } from './list-payables.ts';
import { getPayee, listPayees } from './list-payees.ts';
import { readMovements } from './read-journal-entries.ts';
import { recordStatus } from './record-status.ts';
import { releaseOrder } from './release-order.ts';
import { resolveOrder } from './resolve-order.ts';

export function disbursementService(
  collections: Collections,
  decider: Decider,
  intake: StatusIntake,
): GrpcService {
  const implementation: disbursementV1.DisbursementServiceServer = {
    getFingerprint: unary(() => getFingerprint(collections)),
    listPayables: unary(async (request) => {
      const isSuspended = (await readOrdering(collections)).suspended !== null;
      return listPayables(collections, { ...decider.settings, isSuspended }, request);
    }),
    listOrders: unary((request) => listOrders(collections, request)),
    getOrder: unary(async ({ id }) => ({ order: await getOrder(collections, id) })),
    getOrders: unary(async ({ ids }) => ({ orders: await getOrders(collections, ids) })),
    recordStatus: unary((request) => recordStatus(collections, intake, request)),
    releaseOrder: unary((request) => releaseOrder(collections, decider, request)),
    resolveOrder: unary((request) => resolveOrder(collections, decider, request)),
    listMovements: unary((request) => listMovements(collections, request)),
    readMovements: streaming((request) => readMovements(collections, request)),
    getPayee: unary(async ({ entity }) => ({ payee: await getPayee(collections, entity) })),
    listPayees: unary((request) => listPayees(collections, request)),
    changePayee: unary((request) => changePayee(decider, request)),
  };
  return { definition: disbursementV1.DisbursementServiceService, implementation };
}
