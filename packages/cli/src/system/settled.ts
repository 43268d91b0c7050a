import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemClient } from './system-client.ts';

const pollMs = 100;

/**
 * Waits until all received facts have reached accounts and payables. Returns how many have not when the time is over,
 * else 0. A count of 0 is checked a second time, since it may be an instant between two services.
 */
export async function untilSettled(client: SystemClient, timeoutMs: number): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  let settledBefore = false;
  for (;;) {
    const { pending: left } = await client.get('/v1/pending');
    if (left === 0 && settledBefore) return 0;
    settledBefore = left === 0;
    if (!settledBefore && performance.now() > deadline) return left;
    await sleep(pollMs);
  }
}
