import type { OutboxMessage } from '@duixian/messaging';
import type { Collections, OrderDocument } from './collections.ts';
import { orderEvent } from './order-events.ts';
import { currentOrder } from './save-decision.ts';

const BATCH = 500;

/** Publishes the newest state of every order once more. */
export async function republishOrders(
  { orders }: Collections,
  publish: (messages: readonly OutboxMessage[]) => Promise<void>,
): Promise<bigint> {
  let published = 0n;
  let batch: OrderDocument[] = [];
  const send = async () => {
    await publish(batch.map((order) => orderEvent(order, order.state === 'issued')));
    published += BigInt(batch.length);
    batch = [];
  };
  for await (const order of orders.find().sort({ sequence: 1 })) {
    batch.push(currentOrder(order));
    if (batch.length === BATCH) await send();
  }
  if (batch.length > 0) await send();
  return published;
}
