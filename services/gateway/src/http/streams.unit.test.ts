import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { streamFrom } from './streams.ts';

const CHUNK = Buffer.alloc(64 * 1024);

it('cuts off a reader that takes nothing, and lets go of what it read from', async () => {
  const seen = { given: 0, isReleased: false };
  const stream = streamFrom(endless(seen), 50);
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
  for await (const chunk of streamFrom(four(), 200)) {
    bytes += (chunk as Buffer).length;
    await sleep(100);
  }
  expect(bytes).toBe(4 * CHUNK.length);
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
