import type { disbursementV1 } from '@duixian/proto';
import { pageLimit } from '@duixian/runtime';
import { newPayee } from '../domain/payees/payee.ts';
import type { Collections } from '../store/collections.ts';
import { payeeFrom } from '../store/load-books.ts';
import { refuseForeignCursor } from './cursor.ts';
import { payeeMessage } from './payee-message.ts';

export async function getPayee({ payees }: Collections, entity: string): Promise<disbursementV1.Payee> {
  const found = await payees.findOne({ _id: entity });
  return payeeMessage(found ? payeeFrom(found) : newPayee(entity));
}

export async function listPayees(
  { payees }: Collections,
  { after, limit, entities }: disbursementV1.ListPayeesRequest,
): Promise<disbursementV1.ListPayeesResponse> {
  refuseForeignCursor('payees', after);
  const size = pageLimit(limit);
  const found = await payees
    .find({ _id: { $gt: after, ...(entities.length > 0 && { $in: entities }) } })
    .sort({ _id: 1 })
    .limit(size)
    .toArray();
  const next = found.length === size ? (found.at(-1)?._id ?? '') : '';
  return { payees: found.map((document) => payeeMessage(payeeFrom(document))), next };
}
