import { refuseForeignCursor } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { isReleasable } from '../orders/domain/order.ts';
import { waitingPage } from '../orders/list-orders.ts';
import { type OrderWaits, WAITING_ORDERS } from '../orders/waiting-orders.ts';
import type { Collections, OrderDocument } from '../unit-of-work/collections.ts';
import { CURSORS } from '../wire/cursors.ts';
import type { WorkItem, WorkSource } from './work-item.ts';

/** Orders that wait, in the order of their issue. */
export function waitingOrders(waits: OrderWaits): WorkSource {
  return {
    async page(collections, after, limit) {
      refuseForeignCursor(after, CURSORS.orders);
      const found = await waitingPage(collections, waits, { from: BigInt(after || 0), limit });
      return { items: found.orders.map(itemOf), next: found.hasMore ? String(found.readTo) : '' };
    },
    async sum(collections) {
      const first = await waitingPage(collections, waits, { from: 0n, limit: 1 });
      const count = await countOf(collections, waits);
      const most = LIMITS.workCounted.most;
      const [oldest] = first.orders.map(itemOf);
      return { count: Math.min(count, most), isAtLeast: count > most, oldest };
    },
  };
}

async function countOf({ orders }: Collections, waits: OrderWaits): Promise<number> {
  const limit = LIMITS.workCounted.most + 1;
  const counts = WAITING_ORDERS[waits].map(({ filter, hint }) =>
    orders.countDocuments(filter, { hint, limit }),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** An order that waits for the treasury has waited since its issue; any other since its last change. */
function itemOf(order: OrderDocument): WorkItem {
  const { _id, entity, payeeName, amountFen, state, issuedAt, updatedAt, contradiction, treasuryReason } =
    order;
  const waitsForTreasury = contradiction === '' && !isReleasable({ ...order, id: _id });
  return {
    id: _id,
    entity,
    name: payeeName,
    amountFen,
    since: (waitsForTreasury ? issuedAt : updatedAt).toISOString(),
    why: contradiction || treasuryReason || (waitsForTreasury ? state : ''),
  };
}
