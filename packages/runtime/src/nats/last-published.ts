import { sleep } from '../sleep.ts';
import type { Nats } from './connection.ts';
import { readMessage } from './message-proofs.ts';
import { streamOf } from './rights.ts';

const ATTEMPTS = 5;
const PAUSE_MS = 300;

/** A message as the stream holds it. */
export type PublishedMessage = {
  readonly payload: Uint8Array;
  /** Its place, which no other message of the subject has. */
  readonly place: string;
  /** Whether it proves that this service published it; undefined where nothing is proven, in development alone. */
  readonly isProven: boolean | undefined;
};

/**
 * The newest message of a subject, as the stream holds it; undefined where it holds none. A stream that was made a moment
 * ago may not answer yet, so it is asked a few times; then the failure is the caller's.
 */
export async function lastPublished(
  { manager, proofs }: Pick<Nats, 'manager' | 'proofs'>,
  subject: string,
): Promise<PublishedMessage | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const message = await manager.direct.getMessage(streamOf(subject), { last_by_subj: subject });
      if (!message) return undefined;
      const { data: payload, header: headers, seq, timestamp } = message;
      // The server names the stream in every answer like this one, so that says nothing about the message here.
      const isProven = proofs && proofs.doubt(readMessage({ subject, data: payload, headers })) === undefined;
      return { payload, place: `${seq} of ${timestamp}`, isProven };
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
