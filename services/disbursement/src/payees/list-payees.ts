import type { disbursementV1 } from '@duixian/proto';
import { nextAfter, readPage, refuseForeignCursor } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import { payeeFrom } from '../unit-of-work/load-ledger-session.ts';
import { CURSORS } from '../wire/cursors.ts';
import { newPayee, type Payee } from './domain/payee.ts';
import { payeeMessage } from './payee-message.ts';

export async function getPayee({ payees }: Collections, entity: string): Promise<disbursementV1.Payee> {
  const found = await payees.findOne({ _id: entity });
  return payeeMessage(found ? payeeFrom(found) : newPayee(entity));
}

export async function listPayees(
  { payees }: Collections,
  { after, limit, entities }: disbursementV1.ListPayeesRequest,
): Promise<disbursementV1.ListPayeesResponse> {
  refuseForeignCursor(after, CURSORS.payees);
  const found = payees
    .find({ _id: { $gt: after, ...(entities.length > 0 && { $in: entities }) } })
    .sort({ _id: 1 });
  const page = await readPage(found, limit);
  const messages = page.rows.map((document) => payeeMessage(payeeFrom(document)));
  return { payees: messages, next: nextAfter(page, ({ _id }) => _id) };
}

/** Those of the entities that have one, by entity. */
export async function readPayees(
  { payees }: Collections,
  entities: readonly string[],
): Promise<Map<string, Payee>> {
  if (entities.length === 0) return new Map();
  const found = await payees.find({ _id: { $in: [...entities] } }).toArray();
  return new Map(found.map((document) => [document._id, payeeFrom(document)]));
}
