import { disbursementV1 } from '@duixian/proto';

/** Where disbursement publishes orders, each time the whole order. */
export const ORDER_SUBJECTS = ['issued', 'settled', 'returned', 'changed'].map(
  (what) => `duixian.orders.${what}`,
);

/** Undefined, or an error, where somebody else put the message there. */
export function publishedOrder(payload: Uint8Array): disbursementV1.Order | undefined {
  return disbursementV1.OrderChanged.decode(payload).order;
}
