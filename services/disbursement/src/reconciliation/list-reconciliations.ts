import type { reconciliationV1 } from '@duixian/proto';
import { nextAfter, RpcError, readPage, refuseForeignCursor, rpcStatus } from '@duixian/runtime';
import { CURSORS } from '../wire/cursors.ts';
import { itemMessage, reconciliationMessage } from './reconciliation-message.ts';
import { itemsOf, type ReconciliationDocument, type Reconciliations } from './stored-reconciliations.ts';

export async function getReconciliation(
  reconciliations: Reconciliations,
  { id, after, limit }: reconciliationV1.GetReconciliationRequest,
): Promise<reconciliationV1.GetReconciliationResponse> {
  refuseForeignCursor(after, CURSORS.reconciled);
  const found = await findReconciliation(reconciliations, id);
  const { items, next } = await itemsOf(reconciliations, id, after, limit);
  return { reconciliation: reconciliationMessage(found), items: items.map(itemMessage), next };
}

/** Ids begin with the day, so the primary key sorts them. */
export async function listReconciliations(
  { heads }: Reconciliations,
  { after, limit }: reconciliationV1.ListReconciliationsRequest,
): Promise<reconciliationV1.ListReconciliationsResponse> {
  refuseForeignCursor(after, CURSORS.reconciliations);
  const page = await readPage(
    heads.find(after === '' ? {} : { _id: { $lt: after } }).sort({ _id: -1 }),
    limit,
  );
  return { reconciliations: page.rows.map(reconciliationMessage), next: nextAfter(page, ({ _id }) => _id) };
}

export async function findReconciliation(
  { heads }: Reconciliations,
  id: string,
): Promise<ReconciliationDocument> {
  const found = await heads.findOne({ _id: id });
  if (!found) throw new RpcError(rpcStatus.NOT_FOUND, `no reconciliation "${id}"`);
  return found;
}
