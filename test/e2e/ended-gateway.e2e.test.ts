import { setTimeout as sleep } from 'node:timers/promises';
import { City } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Item } from './items.ts';
import { Stage } from './stage.ts';
import { whatIsWrong } from './what-is-wrong.ts';

const PATIENCE_MS = 180_000;
const WITHIN_MS = 10_000;
const SENDERS = 8;
const BATCH = 50;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, PATIENCE_MS);
afterAll(() => stage.close(), PATIENCE_MS);

it(
  'a gateway that is told to end does so in time while partners send and readers take nothing',
  async () => {
    const city = new City({ entities: 50, institutions: 5 });
    await stage.send(...([...city.standing()] as Item[]));
    await stage.send(...Array.from({ length: 2_000 }, (_, at) => city.contract(at) as Item));
    let isEnding = false;
    let next = 2_000;
    const senders = Array.from({ length: SENDERS }, async () => {
      while (!isEnding) {
        const batch = Array.from({ length: BATCH }, () => city.contract(next++) as Item);
        // Sent again until it is answered, as partners do.
        while (
          !(await stage.send(...batch).then(
            () => true,
            () => sleep(100),
          ))
        );
      }
    });
    // Its answer is never read.
    const reader = await stage.request('/v1/facts', { method: 'GET' });
    await sleep(1_000);
    const pid = stage.pidOf('gateway');
    const started = performance.now();
    process.kill(pid, 'SIGTERM');
    while (runs(pid) && performance.now() - started < 3 * WITHIN_MS) await sleep(20);
    const tookMs = performance.now() - started;
    process.stderr.write(`  the gateway ended ${Math.round(tookMs)} ms after SIGTERM\n`);
    isEnding = true;
    await Promise.all(senders);
    await reader.body?.cancel().catch(() => {});
    expect(tookMs).toBeLessThan(WITHIN_MS);
    expect((await whatIsWrong(stage)).wrong).toEqual([]);
  },
  PATIENCE_MS,
);

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
