import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { streamFrom } from './streams.ts';

const CHUNK = Buffer.alloc(64 * 1024);

it('cuts off a reader that takes nothing, and lets go of what it read from', async () => {
  const seen = { given: 0, isReleased: false };
  const stream = await streamFrom(endless(seen), 50);
  const failure = new Promise<Error>((resolve) => stream.once('error', resolve));
  // One chunk is asked for; then nothing more.
  stream.once('readable', () => {});
  expect((await failure).message).toContain('took nothing');
  await sleep(0);
  expect(seen.isReleased).toBe(true);
  expect(seen.given).toBeLessThan(5);
});

it('leaves alone a reader that is slow but goes on', async () => {
  async function* four() {
    for (let count = 0; count < 4; count += 1) yield CHUNK;
  }
  let bytes = 0;
  for await (const chunk of await streamFrom(four(), 200)) {
    bytes += (chunk as Buffer).length;
    await sleep(100);
  }
  expect(bytes).toBe(4 * CHUNK.length);
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
