import { arrivalOf, judgeBatch } from '@duixian/runtime/judge-batch';
import type { Worker } from './worker.ts';

const NOW = new Date('2020-02-02T00:00:00Z');

/** Takes facts in as every register does: judged against what is held, recorded, then said. */
export function* register(worker: Worker): Generator<void, void, void> {
  const { world } = worker;
  for (;;) {
    const facts = worker.take(world.arrivals, 4);
    yield;
    if (facts.length === 0) continue;
    const held = new Map(world.things);
    const earlier = new Map(world.history);
    const { changes, history } = judgeBatch(
      facts.map((fact) => arrivalOf(fact, undefined)),
      held,
      earlier,
      () => [],
      NOW,
    );
    yield;
    if ([...changes.keys()].some((id) => world.things.get(id) !== held.get(id))) {
      worker.retry();
      continue;
    }
    const changed = new Map([...changes].map(([id, { after }]) => [id, after]));
    for (const [id, thing] of changed) world.things.set(id, thing);
    for (const { _id, content } of history) world.history.set(_id, content);
    for (const thing of world.remetered()) {
      changed.set(thing._id, thing);
      world.things.set(thing._id, thing);
    }
    const said = world.say(
      ...[...changed.values()].map((thing) => ({ road: 'facts' as const, message: world.published(thing) })),
    );
    for (const { _id, revision, version } of changed.values())
      world.tell(`${worker.name} records ${_id}, revision ${revision}, version ${version}`);
    yield;
    worker.settle();
    for (const number of said) world.publish(number);
    yield;
  }
}

/** Says again what is left in outboxes, and forgets what was said. */
export function* relay(worker: Worker): Generator<void, void, void> {
  const { world } = worker;
  for (;;) {
    yield;
    const [number, said] = world.random.shuffled([...world.outbox])[0] ?? [];
    if (number === undefined || !said) continue;
    if (!said.isPublished || world.random.isTrue(0.05)) world.publish(number);
    yield;
    world.outbox.delete(number);
  }
}
