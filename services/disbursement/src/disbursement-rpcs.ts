import { disbursementV1 } from '@duixian/proto';
import { type Commands, type GrpcService, streaming, unary } from '@duixian/runtime';
import { getSetHash } from './entitlements/get-set-hash.ts';
import { listPayables } from './entitlements/list-payables.ts';
import { listMovements } from './ledger/list-journal-entries.ts';
import { readMovements } from './ledger/read-journal-entries.ts';
import { getOrder, getOrders } from './orders/get-order.ts';
import { listOrders } from './orders/list-orders.ts';
import { recordedStatus, recordStatus } from './orders/record-status-rpc.ts';
import { releasedOrder, releaseOrder } from './orders/release-order-rpc.ts';
import { resolvedOrder, resolveOrder } from './orders/resolve-order.ts';
import type { StatusIntake } from './orders/status-intake.ts';
import { changedPayee, changePayee } from './payees/change-payee-rpc.ts';
import { getPayee, listPayees } from './payees/list-payees.ts';
import { payeeTable } from './payees/write-payee-table.ts';
import type { Collections } from './unit-of-work/collections.ts';
import type { Decider } from './unit-of-work/decider.ts';
import { readOrdering } from './unit-of-work/stored-ordering.ts';

export function disbursementService(
  collections: Collections,
  decider: Decider,
  intake: StatusIntake,
  commands: Commands,
): GrpcService {
  const methods = disbursementV1.DisbursementServiceService;
  const implementation: disbursementV1.DisbursementServiceServer = {
    getFingerprint: unary(() => getSetHash(collections)),
    listPayables: unary(async (request) => {
      const isSuspended = (await readOrdering(collections)).suspended !== null;
      return listPayables(collections, { ...decider.settings, isSuspended }, request);
    }),
    listOrders: unary((request) => listOrders(collections, request)),
    getOrder: unary(async ({ id }) => ({ order: await getOrder(collections, id) })),
    getOrders: unary(async ({ ids }) => ({ orders: await getOrders(collections, ids) })),
    recordStatus: commands.unary(methods.recordStatus, {
      decide: (request) => recordStatus(collections, intake, request),
      answer: (recorded, request, session) => recordedStatus(collections, recorded, request, session),
    }),
    releaseOrder: commands.unary(methods.releaseOrder, {
      decide: (request) => releaseOrder(decider, request),
      answer: (outcome, request, session) => releasedOrder(collections, outcome, request, session),
    }),
    resolveOrder: commands.unary(methods.resolveOrder, {
      decide: (request) => resolveOrder(decider, request),
      answer: (outcome, request, session) => resolvedOrder(collections, outcome, request, session),
    }),
    listMovements: unary((request) => listMovements(collections, request)),
    readMovements: streaming((request) => readMovements(collections, request)),
    getPayee: unary(async ({ entity }) => ({ payee: await getPayee(collections, entity) })),
    listPayees: unary((request) => listPayees(collections, request)),
    writePayeeTable: streaming((request) => payeeTable(collections, request)),
    changePayee: commands.unary(methods.changePayee, {
      decide: (request) => changePayee(decider, request),
      answer: changedPayee,
    }),
  };
  return { definition: methods, implementation };
}
