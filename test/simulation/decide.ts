import type { Attempt } from '@duixian/disbursement/domain/in-memory/attempt';
import type { Worker } from './worker.ts';

/** One transaction of disbursement. Between reading and writing others act; whoever was slower decides anew. */
export function* decide<Outcome>(
  worker: Worker,
  act: (attempt: Attempt) => Outcome,
): Generator<void, Outcome, void> {
  const { world } = worker;
  for (;;) {
    const attempt = world.attempt();
    const outcome = act(attempt);
    yield;
    if (attempt.commit()) {
      world.noteWritten(worker.name, attempt);
      return outcome;
    }
    world.count('meets somebody else');
    world.tell(`${worker.name} meets somebody else and decides again`);
  }
}
