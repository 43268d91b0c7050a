import type { disbursementV1 } from '@duixian/proto';
import { pageLimit, pageOf, RpcError, readPage, refuseForeignCursor, rpcStatus } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import type { Collections, OrderDocument } from '../unit-of-work/collections.ts';
import { ORDER_STATES, orderMessage } from '../unit-of-work/order-message.ts';
import { currentOrder } from '../unit-of-work/save-decision.ts';
import { CURSORS } from '../wire/cursors.ts';
import type { OrderState } from './domain/order.ts';
import { type OrderWaits, WAITING_ORDERS } from './waiting-orders.ts';

/** Older services do not ask for what waits. */
type Asked = Omit<disbursementV1.ListOrdersRequest, 'waits'> & { readonly waits?: disbursementV1.OrderWaits };

const WAITS: Readonly<Partial<Record<disbursementV1.OrderWaits, OrderWaits>>> = {
  ORDER_WAITS_HELD: 'held',
  ORDER_WAITS_REJECTED: 'rejected',
  ORDER_WAITS_RETURNED: 'returned',
  ORDER_WAITS_REFUSED: 'refused',
  ORDER_WAITS_UNPAID: 'unpaid',
};

/** Documents that the server sends together. */
const READ_AT_ONCE = 100;

interface Page {
  readonly orders: readonly OrderDocument[];
  /** The position up to which the list was read. */
  readonly readTo: bigint;
  readonly hasMore: boolean;
}

/**
 * The cursor is a position in the order of issue; unit-of-work/sequence.ts explains why none is ever skipped.
 */
export async function listOrders(
  collections: Collections,
  { after, limit, entity, state, waits }: Asked,
): Promise<disbursementV1.ListOrdersResponse> {
  refuseForeignCursor(after, CURSORS.orders);
  const from = BigInt(after || 0);
  const asked = state === 'ORDER_STATE_UNSPECIFIED' ? undefined : stateFrom(state);
  const waiting = waits === undefined ? undefined : WAITS[waits];
  const page =
    entity !== ''
      ? await ofEntity(collections, entity, from, asked, limit, waiting)
      : waiting
        ? await waitingPage(collections, waiting, { from, limit, more: asked ? inState(asked) : {} })
        : await ofAll(collections, from, asked, limit);
  return {
    orders: page.orders.map((order) => orderMessage(currentOrder(order))),
    next: String(page.readTo),
    hasMore: page.hasMore,
  };
}

/**
 * Orders paid straight through are found by their ids, which begin with the entity. Orders of payment runs,
 * whose ids begin with the run, are found by an index of their own. Each query names the entity too, because
 * a run id can equal somebody's USCC; and its index, because the index of the whole list would be read to its
 * end.
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
  limit: number,
  waits: OrderWaits | undefined,
): Promise<Page> {
  const waiting = waits && { $or: WAITING_ORDERS[waits].map(({ filter }) => filter) };
  const more = [{ sequence: { $gt: from } }, state && inState(state), waiting].filter(
    (one) => one !== undefined,
  );
  const found = ofEntityQueries(entity).map(({ filter, hint }) =>
    orders
      .find({ $and: [filter, ...more] }, { hint })
      .sort({ sequence: 1 })
      .batchSize(READ_AT_ONCE),
  );
  return pageFrom(await pageOf(bySequence(found), limit), from);
}

/** Orders that wait; each list has an index that holds little else. */
export async function waitingPage(
  { orders }: Collections,
  waits: OrderWaits,
  { from, limit, more = {} }: { from: bigint; limit: number; more?: object },
): Promise<Page> {
  const found = WAITING_ORDERS[waits].map(({ filter, hint }) =>
    orders
      .find({ $and: [{ ...filter, sequence: { $gt: from } }, more] }, { hint })
      .sort({ sequence: 1 })
      .limit(pageLimit(limit) + 1)
      .batchSize(READ_AT_ONCE),
  );
  return pageFrom(await pageOf(bySequence(found), limit), from);
}

/** Merges sorted lists: repeatedly takes the smallest of their first elements. */
async function* bySequence(lists: readonly AsyncIterable<OrderDocument>[]): AsyncGenerator<OrderDocument> {
  const open = lists.map((list) => list[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(open.map((list) => list.next()));
    for (;;) {
      const [first] = heads
        .map((head, index) => ({ head, index }))
        .filter(({ head }) => !head.done)
        .sort((one, other) => (one.head.value.sequence < other.head.value.sequence ? -1 : 1));
      if (!first) return;
      yield first.head.value;
      const list = defined(open[first.index], 'it gave a document');
      heads[first.index] = await list.next();
    }
  } finally {
    for (const list of open) await list.return?.();
  }
}

/**
 * Every order would pay for an index by state at every step, so orders in a state are searched one stretch of
 * the list at a time: a page may be short, and reports that there is more.
 */
async function ofAll(
  collections: Collections,
  from: bigint,
  state: OrderState | undefined,
  limit: number,
): Promise<Page> {
  const { orders } = collections;
  const read = (filter: object) => readPage(orders.find(filter).sort({ sequence: 1 }), limit);
  if (!state) return pageFrom(await read({ sequence: { $gt: from } }), from);
  const until = from + BigInt(LIMITS.ordersReadAPage.most);
  const page = pageFrom(await read({ ...inState(state), sequence: { $gt: from, $lte: until } }), from);
  if (page.hasMore) return page;
  const later = await orders.findOne({ sequence: { $gt: until } }, { projection: { _id: 1 } });
  return { ...page, ...(later && { readTo: until, hasMore: true }) };
}

function pageFrom({ rows, isWhole }: { rows: OrderDocument[]; isWhole: boolean }, from: bigint): Page {
  return { orders: rows, readTo: rows.at(-1)?.sequence ?? from, hasMore: !isWhole };
}

/** Orders of which a part came back count as returned, although the rest of them is paid. */
function inState(state: OrderState): object {
  return state === 'returned' ? { $or: [{ state }, { 'returns.0': { $exists: true } }] } : { state };
}

function stateFrom(asked: disbursementV1.OrderState): OrderState {
  for (const [state, message] of Object.entries(ORDER_STATES))
    if (message === asked) return state as OrderState;
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'state: not a state of an order');
}
