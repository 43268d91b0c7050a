import type { Meter } from '@opentelemetry/api';
import type { DueScan } from './entitlements/due-scan.ts';
import { TO_SEND } from './orders/waiting-orders.ts';
import type { Collections } from './unit-of-work/collections.ts';

/**
 * Both counts of orders read a partial index that holds only what is counted. While the database is away, no
 * figure is reported.
 */
export function countWaitingOrders(meter: Meter, { orders }: Collections, dueScan: DueScan): void {
  const count = (name: string, description: string, filter: object) =>
    meter.createObservableGauge(name, { description }).addCallback(async (result) => {
      const found = await orders.countDocuments(filter).catch(() => undefined);
      if (found !== undefined) result.observe(found);
    });
  const description = 'Ledgers that could not be settled when they were due, and are tried again ever later';
  meter
    .createObservableGauge('duixian_ledgers_put_aside', { description })
    .addCallback((result) => result.observe(dueScan.countPutAside()));
  count('duixian_orders_waiting', 'Orders issued and not yet taken by the treasury', {
    ...TO_SEND,
    run: { $gte: '' },
  });
  count('duixian_orders_held', 'Orders held for an officer because of a contradiction', {
    contradiction: { $gt: '' },
  });
}
