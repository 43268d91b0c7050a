import type { JetStreamManager } from '@nats-io/jetstream';
import { sleep } from '../sleep.ts';
import { streamOf } from './rights.ts';

const ATTEMPTS = 5;
const PAUSE_MS = 300;

/**
 * The newest message of a subject, as the stream holds it; undefined where it holds none. A stream that was made a moment
 * ago may not answer yet, so it is asked a few times; then the failure is the caller's.
 */
export async function lastSaid(manager: JetStreamManager, subject: string): Promise<Uint8Array | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const message = await manager.direct.getMessage(streamOf(subject), { last_by_subj: subject });
      return message?.data;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
