import type { disbursementV1 } from '@duixian/proto';
import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import { orderMessage } from '../unit-of-work/order-message.ts';
import { currentOrder } from '../unit-of-work/save-decision.ts';

const MOST = 1_000;

export async function getOrder(
  { orders }: Collections,
  id: string,
  session?: Session,
): Promise<disbursementV1.Order> {
  const order = await orders.findOne({ _id: id }, session ? { session } : {});
  if (!order) throw noSuchOrder(id);
  return orderMessage(currentOrder(order));
}

/** Several orders, in the order in which they are requested. */
export async function getOrders(
  { orders }: Collections,
  ids: readonly string[],
): Promise<disbursementV1.Order[]> {
  if (ids.length > MOST) throw new RpcError(rpcStatus.INVALID_ARGUMENT, `ids: at most ${MOST}`);
  const found = await orders.find({ _id: { $in: [...ids] } }).toArray();
  const known = new Map(found.map((order) => [order._id, currentOrder(order)]));
  return ids.map((id) => {
    const order = known.get(id);
    if (!order) throw noSuchOrder(id);
    return orderMessage(order);
  });
}

export function noSuchOrder(id: string): RpcError {
  return new RpcError(rpcStatus.NOT_FOUND, `no order "${id}"`);
}
