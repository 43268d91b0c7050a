import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import type { Run } from './answers.ts';
import type { SystemClient } from './system-client.ts';

const pollMs = 250;
const timeoutMs = 10 * 60_000;

/** Waits until a payment run has no step in progress, and reports the progress meanwhile. */
export async function untilStepDone(
  client: SystemClient,
  begun: Run,
  report: (sentence: string) => void,
  waitMs = pollMs,
): Promise<Run> {
  const started = performance.now();
  let now = begun;
  while (now.step !== null) {
    const elapsedMs = performance.now() - started;
    if (elapsedMs > timeoutMs) {
      throw new Problem(
        `${now.step} of run ${now.id} is under way still after ${timeoutMs / 60_000} minutes. ./duixian runs show ${now.id} says when it is done.`,
        { exitCode: EXIT_CODES.attention },
      );
    }
    report(`${now.id}: ${now.step} is under way, ${Math.floor(elapsedMs / 1_000)} s …`);
    await sleep(waitMs);
    now = await client.get('/v1/runs/{id}', { path: { id: now.id } });
  }
  return now;
}
