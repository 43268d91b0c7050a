import { setTimeout as sleep } from 'node:timers/promises';
import type { feedV1 } from '@duixian/proto';
import { LIMITS } from '@duixian/values';

type Page = Pick<feedV1.ReadFeedResponse, 'events' | 'cursor' | 'hasMore'>;
/** Time that passes in a test as it says. */
export type Time = { now(): number; sleep(ms: number): Promise<unknown> };

const EVERY_MS = 1_000;
const COMMENT_AFTER_MS = 15_000;
const REAL_TIME: Time = { now: () => performance.now(), sleep };

/**
 * The messages of a stream of server-sent events: each event under its cursor, and a comment where nothing happens for a
 * while, so that nobody between here and the client takes the connection for dead. It ends where nothing may be read any
 * more.
 */
export async function* feedMessages(
  after: string,
  read: (after: string) => Promise<Page | undefined>,
  time: Time = REAL_TIME,
): AsyncGenerator<string> {
  const endsAt = time.now() + LIMITS.feedStreamMs.most;
  let page = await read(after);
  if (!page) return;
  // At once, also where nothing happened, so that the client knows that it is connected and from where it goes on.
  yield `: duixian\nretry: 2000\nid: ${after === 'now' ? page.cursor : after}\n\n`;
  let spokeAt = time.now();
  while (page && time.now() < endsAt) {
    for (const { cursor, eventJson } of page.events) {
      yield `id: ${cursor}\ndata: ${eventJson.toString()}\n\n`;
      spokeAt = time.now();
    }
    if (time.now() - spokeAt >= COMMENT_AFTER_MS) {
      yield ': still here\n\n';
      spokeAt = time.now();
    }
    if (!page.hasMore) await time.sleep(EVERY_MS);
    page = await read(page.cursor);
  }
}
