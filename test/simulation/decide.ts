import type { Attempt } from '@duixian/disbursement/domain/in-memory/attempt';
import { watch } from './watch.ts';
import type { Worker } from './worker.ts';

/** One transaction of disbursement. Between reading and writing others act; whoever was slower decides anew. */
export function* decide<Outcome>(
  worker: Worker,
  act: (attempt: Attempt) => Outcome,
): Generator<void, { outcome: Outcome; attempt: Attempt }, void> {
  const { world } = worker;
  for (;;) {
    const attempt = world.attempt();
    const outcome = act(attempt);
    for (const { id } of attempt.books.issued)
      if (world.store.orders.has(id)) world.wrong.push(`order ${id} was there already`);
    yield;
    if (attempt.commit()) {
      watch(worker, attempt);
      return { outcome, attempt };
    }
    world.count('met somebody else');
    world.tell(`${worker.name} meets somebody else and decides again`);
  }
}
