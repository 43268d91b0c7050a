import { type Background, type Database, type Logger, PeriodicTask, transact } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { Key } from '../domain/key.ts';
import type { Collections } from '../store/collections.ts';
import { keyFrom } from '../store/unit-of-work.ts';
import { type ExpiryNotice, expiryNotice } from './domain/expiry-notice.ts';
import type { FeedCollections, NewFeedEvent } from './feed-documents.ts';
import type { FeedLog } from './feed-log.ts';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

type Given = {
  readonly database: Database;
  readonly registry: Collections;
  readonly collections: FeedCollections;
  readonly log: FeedLog;
};

/** Announces 30 and 7 days before the end of a key that it ends, each once. */
export function announceExpiringKeys(given: Given, logger: Logger): Background {
  const failure = 'keys that end soon could not be announced';
  return new PeriodicTask(
    { name: 'expiring-keys', everyMs: EVERY_MS, startsAtOnce: true, failure, log: logger },
    async () => {
      await announce(given);
    },
  );
}

export async function announce({ database, registry, collections, log }: Given): Promise<number> {
  const now = registry.clock.now();
  const soon = { $gt: now, $lte: new Date(now.getTime() + 30 * DAY_MS) };
  const keys = registry.keys.find({ revoked: null, isWaiting: false, expiresAt: soon });
  let announced = 0;
  for await (const document of keys) {
    const key = keyFrom(document);
    const notice = expiryNotice(defined(key.expiresAt, 'it ends'), now);
    if (notice === undefined) continue;
    const isNew = await transact(database, async (session) => {
      const _id = `credential/${key.id}`;
      const held = await collections.feedSubjects.findOne({ _id }, { session });
      if (held && held.version >= notice.version) return false;
      const replacement = { version: notice.version };
      await collections.feedSubjects.replaceOne({ _id }, replacement, { session, upsert: true });
      await log.append(session, [expiringEvent(key, notice, now)]);
      return true;
    });
    if (isNew) announced += 1;
  }
  if (announced > 0) log.appended();
  return announced;
}

export function expiringEvent(
  { id, name, person, expiresAt }: Key,
  notice: ExpiryNotice,
  at: Date,
): NewFeedEvent {
  const state = { key: id, name, person, expiresAt: expiresAt?.toISOString(), days: notice.days };
  return {
    type: 'duixian.credential.expiring.v1',
    subject: id,
    version: notice.version,
    source: 'urn:duixian:partners',
    time: at.toISOString(),
    ...{
      entities: [],
      isForTreasury: false,
      person,
      endpoint: null,
      state,
      accountNo: null,
      link: '/v1/keys',
    },
  };
}
