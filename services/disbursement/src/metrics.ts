import type { Meter } from '@opentelemetry/api';
import type { Collections } from './store/collections.ts';

/** Both counts read a partial index that holds only what is counted. While the database is away there is no figure. */
export function countWaitingOrders(meter: Meter, { orders }: Collections): void {
  const count = (name: string, description: string, filter: object) =>
    meter.createObservableGauge(name, { description }).addCallback(async (result) => {
      const found = await orders.countDocuments(filter).catch(() => undefined);
      if (found !== undefined) result.observe(found);
    });
  count('duixian_orders_waiting', 'Orders issued and not yet taken by the treasury', {
    state: 'issued',
    run: { $gte: '' },
  });
  count('duixian_orders_held', 'Orders held for an officer because of a contradiction', {
    contradiction: { $gt: '' },
  });
}
