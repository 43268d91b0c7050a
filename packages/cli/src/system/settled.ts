import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemClient } from './system-client.ts';

const pollMs = 100;

/**
 * Waits until everything received has reached accounts and payables; answers how much is still on its way when the time
 * is over, 0 otherwise. A count that was 0 by chance between two services is asked a second time.
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
