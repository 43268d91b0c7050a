import type { disbursementV1 } from '@duixian/proto';
import { pageLimit, RpcError, rpcStatus } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { OrderState } from '../domain/order.ts';
import type { Collections, OrderDocument } from '../store/collections.ts';
import { refuseForeignCursor } from './cursor.ts';
import { ORDER_STATES, orderMessage } from './order-message.ts';

interface Page {
  readonly orders: readonly OrderDocument[];
  /** Up to where the list was read. */
  readonly readTo: bigint;
  readonly hasMore: boolean;
}

/** The cursor is a position in the order of issue; see store/sequence.ts for why none is ever skipped. */
export async function listOrders(
  collections: Collections,
  { after, limit, entity, state }: disbursementV1.ListOrdersRequest,
): Promise<disbursementV1.ListOrdersResponse> {
  refuseForeignCursor('orders', after);
  const from = BigInt(after || 0);
  const asked = state === 'ORDER_STATE_UNSPECIFIED' ? undefined : stateFrom(state);
  const size = pageLimit(limit);
  const page =
    entity === ''
      ? await ofAll(collections, from, asked, size)
      : await ofEntity(collections, entity, from, asked, size);
  return { orders: page.orders.map(orderMessage), next: String(page.readTo), hasMore: page.hasMore };
}

/**
 * Those paid straight through are found by their ids, which begin with the entity; those of runs, whose ids begin with the
 * run, by an index of their own. Each query names the entity too, because a run can be called like somebody's USCC; and its
 * index, because the one of the whole list would be read to its end.
 */
export function ofEntityQueries(entity: string): { filter: object; hint: Record<string, 1> }[] {
  return [
    { filter: { _id: { $gte: `${entity}-`, $lt: `${entity}.` }, entity, run: '' }, hint: { _id: 1 } },
    { filter: { entity, run: { $gt: '' } }, hint: { entity: 1, sequence: 1 } },
  ];
}

async function ofEntity(
  { orders }: Collections,
  entity: string,
  from: bigint,
  state: OrderState | undefined,
  size: number,
): Promise<Page> {
  const more = { sequence: { $gt: from }, ...(state && { state }) };
  const found = await Promise.all(
    ofEntityQueries(entity).map(({ filter, hint }) =>
      orders
        .find({ ...filter, ...more }, { hint })
        .sort({ sequence: 1 })
        .limit(size + 1)
        .toArray(),
    ),
  );
  return pageOf(
    found.flat().sort((one, other) => (one.sequence < other.sequence ? -1 : 1)),
    from,
    size,
  );
}

/**
 * An index by state would be paid for by every order at every step, so those in a state are looked for a stretch of the list
 * at a time: a page may be short, and says that there is more.
 */
async function ofAll(
  collections: Collections,
  from: bigint,
  state: OrderState | undefined,
  size: number,
): Promise<Page> {
  const sequence = { $gt: from };
  if (!state) return pageOf(await read(collections, { sequence }, size + 1), from, size);
  const until = from + BigInt(LIMITS.ordersReadAPage.most);
  const found = await read(collections, { state, sequence: { $gt: from, $lte: until } }, size + 1);
  if (found.length > size) return pageOf(found, from, size);
  const [later] = await read(collections, { sequence: { $gt: until } }, 1);
  return { ...pageOf(found, from, size), ...(later && { readTo: until, hasMore: true }) };
}

function read({ orders }: Collections, filter: object, limit: number): Promise<OrderDocument[]> {
  return orders.find(filter).sort({ sequence: 1 }).limit(limit).toArray();
}

function pageOf(found: readonly OrderDocument[], from: bigint, size: number): Page {
  const orders = found.slice(0, size);
  return { orders, readTo: orders.at(-1)?.sequence ?? from, hasMore: found.length > size };
}

function stateFrom(asked: disbursementV1.OrderState): OrderState {
  for (const [state, message] of Object.entries(ORDER_STATES))
    if (message === asked) return state as OrderState;
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'state: not a state of an order');
}
