import type { OutboxMessage } from '@duixian/messaging';
import { disbursementV1 } from '@duixian/proto';
import type { OrderState } from '../orders/domain/order.ts';
import { waitingReturns } from '../orders/domain/returned-parts.ts';
import type { OrderDocument } from './collections.ts';
import { orderMessage } from './order-message.ts';

const SUBJECTS: Partial<Record<OrderState, string>> = {
  issued: 'issued',
  paid: 'settled',
  returned: 'returned',
};

/**
 * That an order is with the treasury is no event; that the treasury accepted it, and all that follows, is. What a
 * push is answered with, unless with a reason, does not come here (`Decider.noteTaken`).
 */
export function isPublished({ state, contradiction }: OrderDocument): boolean {
  return contradiction !== '' || state !== 'sent';
}

/** What is published about an order: always its whole state. */
export function orderEvent(order: OrderDocument, isNew: boolean): OutboxMessage {
  const what = whatHappened(order, isNew);
  return {
    subject: `duixian.orders.${what}`,
    type: `duixian.order.${what}.v1`,
    source: 'urn:duixian:disbursement',
    about: order._id,
    payload: disbursementV1.OrderChanged.encode({ order: orderMessage(order) }).finish(),
    traceparent: order.traceparent,
  };
}

/** If a part came back that waits for an officer, that is published, although the rest is paid. */
function whatHappened(order: OrderDocument, isNew: boolean): string {
  const { state } = order;
  if (state === 'issued' && !isNew) return 'changed';
  if (state === 'paid' && waitingReturns(order).length > 0) return 'returned';
  return SUBJECTS[state] ?? 'changed';
}
