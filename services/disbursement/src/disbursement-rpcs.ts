import { disbursementV1 } from '@duixian/proto';
import { type GrpcService, streaming, unary } from '@duixian/runtime';
import { getSetHash } from './entitlements/get-set-hash.ts';
import { listPayables } from './entitlements/list-payables.ts';
import { listMovements } from './ledger/list-journal-entries.ts';
import { readMovements } from './ledger/read-journal-entries.ts';
import { getOrder, getOrders } from './orders/get-order.ts';
import { listOrders } from './orders/list-orders.ts';
import { recordStatus } from './orders/record-status-rpc.ts';
import { releaseOrder } from './orders/release-order-rpc.ts';
import { resolveOrder } from './orders/resolve-order.ts';
import type { StatusIntake } from './orders/status-intake.ts';
import { changePayee } from './payees/change-payee-rpc.ts';
import { getPayee, listPayees } from './payees/list-payees.ts';
import type { Collections } from './unit-of-work/collections.ts';
import type { Decider } from './unit-of-work/decider.ts';
import { readOrdering } from './unit-of-work/stored-ordering.ts';

export function disbursementService(
  collections: Collections,
  decider: Decider,
  intake: StatusIntake,
): GrpcService {
  const implementation: disbursementV1.DisbursementServiceServer = {
    getFingerprint: unary(() => getSetHash(collections)),
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
