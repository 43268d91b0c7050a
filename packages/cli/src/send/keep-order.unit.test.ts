import { describe, expect, it } from '@jest/globals';
import { sendInOrder } from './keep-order.ts';

type Line = { record: string; number: number };

describe('sending in order', () => {
  it('never has two requests under way that are about one thing, whatever their speed', async () => {
    const batches = Array.from({ length: 60 }, (_, index) =>
      [index * 3, index * 3 + 1, index * 3 + 2].map((number) => ({
        record: `thing ${number % 13}`,
        number: index,
      })),
    );
    const underWay = new Set<string>();
    const arrived = new Map<string, number[]>();
    let most = 0;
    let requests = 0;
    await sendInOrder<Line[]>(from(batches), async (batch) => {
      requests += 1;
      most = Math.max(most, requests);
      const records = new Set(batch.map(({ record }) => record));
      for (const record of records) {
        expect(underWay.has(record)).toBe(false);
        underWay.add(record);
      }
      await new Promise((resolve) => setTimeout(resolve, (batch[0]?.number ?? 0) % 5));
      for (const { record, number } of batch) arrived.set(record, [...(arrived.get(record) ?? []), number]);
      for (const record of records) underWay.delete(record);
      requests -= 1;
    });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    for (const numbers of arrived.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it('rejects with the first failure after what was under way has ended, and sends nothing more', async () => {
    const batches = Array.from({ length: 20 }, (_, number) => [{ record: `thing ${number}`, number }]);
    const ended: number[] = [];
    const sending = sendInOrder<Line[]>(from(batches), async ([line]) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      ended.push(line?.number ?? -1);
      if (line?.number === 2) throw new Error('the third fails');
    });
    await expect(sending).rejects.toThrow('the third fails');
    expect(ended.length).toBeLessThan(10);
  });
});

async function* from<T>(values: T[]): AsyncGenerator<T> {
  yield* values;
}
