import type { disbursementV1 } from '@duixian/proto';
import { pageLimit, RpcError, rpcStatus } from '@duixian/runtime';
import type { OrderState } from '../domain/order.ts';
import type { Collections, OrderDocument } from '../store/collections.ts';
import { ORDER_STATES, orderMessage } from './order-message.ts';

/** The cursor is a position in the order of issue; see store/sequence.ts for why none is ever skipped. */
export async function listOrders(
  { orders }: Collections,
  { after, limit, entity, state }: disbursementV1.ListOrdersRequest,
): Promise<disbursementV1.ListOrdersResponse> {
  if (!/^\d{0,18}$/.test(after))
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'after: not a cursor of this list');
  const filter = {
    sequence: { $gt: BigInt(after || 0) },
    // An order's id begins with its entity.
    ...(entity === '' ? {} : { _id: { $gte: `${entity}-`, $lt: `${entity}.` } }),
    ...(state === 'ORDER_STATE_UNSPECIFIED' ? {} : { state: stateFrom(state) }),
  };
  const page: OrderDocument[] = await orders
    .find(filter)
    .sort({ sequence: 1 })
    .limit(pageLimit(limit))
    .toArray();
  return { orders: page.map(orderMessage), next: String(page.at(-1)?.sequence ?? (after || '0')) };
}

function stateFrom(asked: disbursementV1.OrderState): OrderState {
  for (const [state, message] of Object.entries(ORDER_STATES))
    if (message === asked) return state as OrderState;
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'state: not a state of an order');
}
