import { retried } from '@duixian/runtime';
import type { Nats } from './connection.ts';
import { readMessage } from './message-proofs.ts';
import { streamOf } from './rights.ts';

const ATTEMPTS = 5;
const PAUSE = { firstMs: 300, longestMs: 600 };

/** A message as the stream stores it. */
export type PublishedMessage = {
  readonly payload: Uint8Array;
  /** Its position, which no other message of the subject has. */
  readonly place: string;
  /** When the stream stored it, by the clock of NATS. */
  readonly at: Date;
  /** Whether it proves that this service published it; undefined where nothing is proven, in development only. */
  readonly isProven: boolean | undefined;
};

/**
 * The newest message of a subject, as the stream stores it; undefined where there is none. A stream that was created a
 * moment ago may not answer yet, so the request is retried a few times; then it fails.
 */
export function lastPublished(
  { manager, proofs }: Pick<Nats, 'manager' | 'proofs'>,
  subject: string,
): Promise<PublishedMessage | undefined> {
  const look = async () => {
    const message = await manager.direct.getMessage(streamOf(subject), { last_by_subj: subject });
    if (!message) return undefined;
    const { data: payload, header: headers, seq, time, timestamp } = message;
    // The server names the stream in every response like this one, so that header does not make the message doubtful
    // here.
    const isProven = proofs && proofs.doubt(readMessage({ subject, data: payload, headers })) === undefined;
    return { payload, place: `${seq} of ${timestamp}`, at: time, isProven };
  };
  return retried(look, (_, failures) => failures < ATTEMPTS, PAUSE);
}
