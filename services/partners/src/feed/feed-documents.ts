import type { FeedEventType } from '@duixian/api';
import type { Database, StoredKind } from '@duixian/runtime';
import type { Binary, Collection } from 'mongodb';
import type { Entitlement } from './domain/entitlement.ts';

/** An event before it has its place in the feed. */
export interface NewFeedEvent {
  readonly type: FeedEventType;
  readonly subject: string;
  readonly version: number;
  readonly source: string;
  readonly time: string;
  /** The USCCs whose readers see it. */
  readonly entities: readonly string[];
  readonly isForTreasury: boolean;
  /** Whose own keys it is about. */
  readonly person: string | null;
  /** The only endpoint that receives it; null: all who may see it. */
  readonly endpoint: string | null;
  /** The state of the subject, without `version`. Of an account number it has what everybody may see. */
  readonly state: object;
  /** The whole account number, for the treasury. */
  readonly accountNo: string | null;
  /** Where the state can be read. */
  readonly link: string;
}

export type FeedDocument = Omit<NewFeedEvent, 'state'> & {
  /** `sequence`: 1 and up, without gaps. */
  readonly _id: number;
  /** The id of the CloudEvent. */
  readonly id: string;
  readonly recordedAt: Date;
  /** JSON. */
  readonly data: Binary;
};

/** One document, which every new event writes: so events are committed in the order of their sequence. */
export interface FeedEndDocument {
  readonly _id: 'feed';
  /** Of this feed and no other, so that the cursor of a feed that was lost is recognised. */
  readonly feed: string;
  readonly last: number;
  /** The oldest that is kept. */
  readonly oldest: number;
}

/** The highest version of which there is an event. */
export interface FeedSubjectDocument {
  readonly _id: string;
  readonly version: number;
}

export type EntitlementDocument = Omit<Entitlement, 'entity'> & {
  readonly _id: string;
  readonly version: number;
};

export interface FeedCollections {
  readonly feed: Collection<FeedDocument>;
  readonly feedEnd: Collection<FeedEndDocument>;
  readonly feedSubjects: Collection<FeedSubjectDocument>;
  readonly entitlements: Collection<EntitlementDocument>;
}

export function feedCollections(database: Database): FeedCollections {
  return {
    feed: database.collection<FeedDocument>('feed'),
    feedEnd: database.collection<FeedEndDocument>('feedEnd'),
    feedSubjects: database.collection<FeedSubjectDocument>('feedSubjects'),
    entitlements: database.collection<EntitlementDocument>('entitlements'),
  };
}

export const FEED_KINDS: readonly StoredKind[] = [
  {
    collection: 'feed',
    version: 1,
    indexes: [{ key: { entities: 1, _id: 1 } }, { key: { person: 1, _id: 1 } }],
  },
  { collection: 'feedEnd', version: 1 },
  { collection: 'feedSubjects', version: 1 },
  { collection: 'entitlements', version: 1, indexes: [{ key: { members: 1 } }] },
];
