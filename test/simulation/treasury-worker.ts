import type { Worker } from './worker.ts';

/** Says what it said before once more; when it is calm, what became of orders of which it said nothing. */
export function* treasury(worker: Worker): Generator<void, void, void> {
  const { world } = worker;
  for (;;) {
    yield;
    const { orders } = world.treasury;
    if (orders.size === 0) continue;
    if (!world.isCalm) {
      const { order, fate } = world.random.pick([...orders.values()]);
      if (fate.says.length === 0) continue;
      world.count('said late');
      world.roads.statuses.push({ id: order.id, status: world.random.pick(fate.says), reason: '' });
      continue;
    }
    if (world.roads.statuses.length > 0) continue;
    for (const { id, state, contradiction } of world.store.orders.values())
      if (contradiction === '' && (state === 'sent' || state === 'accepted'))
        world.roads.statuses.push({ id, status: world.treasury.truthOf(id), reason: '' });
  }
}
