import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Delivery, DeliveryQueue } from './delivery-queue.ts';

type Event = { readonly sequence: number };
const QUEUE = { cursor: 10, isOrdered: false, isBlocked: false, isUnverified: false };

function queueOf(changed: Partial<typeof QUEUE> = {}, sequences = [11, 13, 14, 17, 18, 19], through = 20) {
  const queue = new DeliveryQueue<Event>({ ...QUEUE, ...changed });
  if (!changed.isUnverified)
    queue.add(
      sequences.map((sequence) => ({ sequence })),
      through,
    );
  return queue;
}

function takeAll(queue: DeliveryQueue<Event>, nowMs = 0): Delivery<Event>[] {
  const taken: Delivery<Event>[] = [];
  for (let next = queue.take(nowMs); next; next = queue.take(nowMs)) taken.push(next);
  return taken;
}

const sequencesOf = (deliveries: Delivery<Event>[]) => deliveries.map(({ event }) => event.sequence);

describe('a queue', () => {
  it('has four in flight, and its cursor before the lowest of them', () => {
    const queue = queueOf();
    const [first, second, ...others] = takeAll(queue);
    expect(sequencesOf([first, second, ...others] as never)).toEqual([11, 13, 14, 17]);
    expect(queue.cursor).toBe(10);
    if (second) queue.delivered(second);
    expect(queue.cursor).toBe(10);
    if (first) queue.failed(first, 0, false);
    expect(queue.cursor).toBe(13);
    expect(sequencesOf(takeAll(queue))).toEqual([18, 19]);
    expect(queue.readsAfter()).toBe(20);
  });

  it('sends again what is due, once, and without moving the cursor', () => {
    const queue = queueOf({}, []);
    const retry = { event: { sequence: 3 }, attempt: 2, isTest: false };
    queue.addRetries([retry, retry]);
    const [taken, ...others] = takeAll(queue);
    queue.addRetries([retry]);
    expect([taken, others, takeAll(queue)]).toEqual([{ ...retry, isRetry: true }, [], []]);
    expect(queue.cursor).toBe(20);
  });

  it('does not send again what was delivered while it read what is due', () => {
    const queue = queueOf({}, []);
    const retry = { event: { sequence: 3 }, attempt: 2, isTest: false };
    queue.addRetries([retry]);
    const [taken] = takeAll(queue) as [Delivery<Event>];
    queue.readsDue();
    queue.delivered(taken);
    queue.addRetries([retry]);
    expect(takeAll(queue)).toEqual([]);
    queue.readsDue();
    queue.addRetries([retry]);
    expect(takeAll(queue)).toHaveLength(1);
  });

  it('pauses as long as it is asked to, and is careful with who has too much to do', () => {
    const queue = queueOf();
    const [first, second, third, fourth] = takeAll(queue) as [
      Delivery<Event>,
      Delivery<Event>,
      Delivery<Event>,
      Delivery<Event>,
    ];
    queue.failed(first, 5_000, false);
    expect(takeAll(queue, 4_999)).toEqual([]);
    queue.failed(second, 0, true);
    queue.delivered(third);
    queue.failed(fourth, 0, true);
    expect(takeAll(queue, 5_000)).toHaveLength(1);
  });

  it('that was never verified sends tests only', () => {
    const queue = queueOf({ isUnverified: true });
    queue.addRetries([
      { event: { sequence: 3 }, attempt: 2, isTest: false },
      { event: { sequence: 4 }, attempt: 1, isTest: true },
    ]);
    expect([sequencesOf(takeAll(queue)), queue.readsAfter()]).toEqual([[4], undefined]);
  });

  it('that is ordered stops at what failed until it is delivered', () => {
    const queue = queueOf({ isOrdered: true });
    const [first] = takeAll(queue) as [Delivery<Event>];
    expect(takeAll(queue)).toEqual([]);
    queue.failed(first, 0, false);
    expect(takeAll(queue)).toEqual([]);
    queue.readsDue();
    queue.addRetries([{ event: first.event, attempt: 2, isTest: false }]);
    const [again] = takeAll(queue) as [Delivery<Event>];
    expect(again).toMatchObject({ attempt: 2, isRetry: true });
    queue.delivered(again);
    expect(sequencesOf(takeAll(queue))).toEqual([13]);
  });

  it('that is ordered gives each event only after those before it, whatever fails', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (isDelivered) => {
        const queue = queueOf({ isOrdered: true });
        const delivered: number[] = [];
        for (const is of isDelivered) {
          const next = queue.take(0);
          if (!next) break;
          if (is) {
            delivered.push(next.event.sequence);
            queue.delivered(next);
          } else {
            queue.failed(next, 0, false);
            queue.readsDue();
            queue.addRetries([{ event: next.event, attempt: next.attempt + 1, isTest: false }]);
          }
        }
        expect(delivered).toEqual([11, 13, 14, 17, 18, 19].slice(0, delivered.length));
      }),
    );
  });
});
