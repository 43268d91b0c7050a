import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { factToCloudEvent } from '@duixian/facts';
import { randomFacts } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Item } from '../e2e/items.ts';
import { Stage } from '../e2e/stage.ts';
import { loseNats, natsStore } from './losses.ts';

const DISK = '64m';

let stage: Stage;
let isMounted = false;
beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);
afterAll(async () => {
  // Detached lazily, because the server still has open files there.
  if (isMounted) execFileSync('umount', ['--lazy', natsStore(stage)]);
  await stage.close();
}, 60_000);

it('takes facts in while the disk of NATS is full, and goes on when there is room', async () => {
  const items = randomFacts(4, 400).map((fact) => factToCloudEvent(fact) as Item);
  await stage.send(...items.slice(0, 100));
  await stage.settled();
  // A small separate disk: filling the machine's disk would harm others.
  await loseNats(stage, (store) => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'duixian-test', store]);
    isMounted = true;
  });
  await stage.until(async () => {
    await stage.post('/v1/republish', {});
    return true;
  }, 'NATS to come back on its small disk');
  // A consumer that does not exist yet could not be created on a full disk.
  await stage.settled();
  const filler = join(natsStore(stage), 'filler');
  fill(filler);
  expect(await stage.send(...items.slice(100))).toContain('recorded');
  expect((await stage.get('/v1/pending')).pending).toBeGreaterThan(0);
  rmSync(filler);
  // A server that could not write stops storing until it is restarted.
  process.kill(stage.pidOf('nats-server'), 'SIGKILL');
  const { live, replayed } = await stage.digests();
  expect(live).toBe(replayed);
  expect((await stage.get('/v1/dead-letters?limit=10')).deadLetters).toEqual([]);
}, 180_000);

/** Writes until the disk is full. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}
