import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { streamFrom } from './streams.ts';

const CHUNK = Buffer.alloc(64 * 1024);

it('reads no further than its reader takes', async () => {
  const seen = { given: 0, isReleased: false };
  const stream = await streamFrom(endless(seen));
  // One chunk is requested, and then no more.
  stream.once('readable', () => {});
  await sleep(50);
  expect(seen.given).toBeLessThan(5);
  stream.destroy();
  await sleep(10);
  expect(seen.isReleased).toBe(true);
});

it('fails before anything is answered where the first part cannot be read', async () => {
  // biome-ignore lint/correctness/useYield: it fails before
  async function* away(): AsyncGenerator<Buffer> {
    throw new Error('a service is away');
  }
  await expect(streamFrom(away())).rejects.toThrow('is away');
});

it('lets go of what it read from where nobody reads on', async () => {
  const seen = { given: 0, isReleased: false };
  (await streamFrom(endless(seen))).destroy();
  await sleep(10);
  expect([seen.given, seen.isReleased]).toEqual([1, true]);
});

async function* endless(seen: { given: number; isReleased: boolean }): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      seen.given += 1;
      yield CHUNK;
    }
  } finally {
    seen.isReleased = true;
  }
}
