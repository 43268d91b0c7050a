import type { FactData, FactTypeName, Fault, HandingOver, SourceKind } from '@duixian/facts';
import { caseOf } from '@duixian/facts';
import type { StreamPosition } from '@duixian/messaging';
import { type Database, openKinds, type StoredKind } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Collection } from 'mongodb';

/** `parties-changed`: a revision of an invoice has another owner and another user than the one before. */
export type Mark = 'parties-changed';

/** A record as a register holds it: its highest revision, with the version that the register publishes. */
export type RecordDocument = {
  _id: string;
  type: FactTypeName;
  subject: string;
  source: string;
  revision: number;
  /** SHA-256 of the canonical data: the basis of "same content". */
  content: string;
  data: FactData;
  eventId: string;
  time: string;
  recordedAt: Date;
  /** When its first revision arrived; absent where that was before handovers existed. */
  firstRecordedAt?: Date;
  /** How it came to `source`, in order; absent where `source` recorded it first. */
  handedOver?: HandedOver[];
  /** Incremented whenever the published state changes. */
  version: bigint;
  /** The lock version, incremented at every write, published or not: the filter of a transaction compares it. */
  guard: bigint;
  /** USCCs and ids by which it is looked up. */
  about: string[];
  meteredFeeFen?: bigint;
  /** Of a usage record: an invoice names it or once did; kept also while the record itself is unknown (revision 0). */
  named?: true;
  /** What an officer should look at. */
  marks?: Mark[];
  /** Set where there are marks, for the index of marked records. */
  isMarked?: true;
};

/** A handover that took effect when its new owner sent a revision. */
export type HandedOver = Pick<HandingOver, 'id' | 'from' | 'to' | 'at' | 'version'>;

/** A lower revision: one that a higher one replaced, or that arrived late. Never changed, never deleted. */
export type HistoryDocument = {
  _id: string;
  thing: string;
  revision: number;
  content: string;
  data: FactData;
  eventId: string;
  time: string;
  recordedAt: Date;
  /** Who recorded it; absent where that is the first source of the record. */
  source?: string;
};

/** A source as two persons last set it, according to what services/partners published. */
export type SourceStateDocument = {
  _id: string;
  name: string;
  kind: SourceKind;
  answerableUscc: string;
  types: string[];
  status: 'confirmed' | 'withdrawn';
  version: bigint;
  /** The count of `partnersHeard` with which it was stored. */
  heard: bigint;
};

/** A handover, as services/partners published it. */
export type HandingOverDocument = Omit<HandingOver, 'id'> & { _id: string; heard: bigint };

/** How often a change of partners was stored. */
export type PartnersReceivedDocument = { _id: 'partners'; count: bigint };

/** What is held of a source, as counted by one of the processes: two of them rarely wait for the same document. */
export type SourceDocument = {
  _id: string;
  source: string;
  things: bigint;
  newestRecordedAt: Date;
  newestTime: Date;
};

/**
 * A published fact that is not held since a restore: its highest revision, and the earliest `time` of its revisions.
 */
export type MissingDocument = { _id: string; source: string; revision: number; time: Date };

/** Why a missing fact is no longer expected, and who decided so. */
export type Dismissal = { readonly by: string; readonly reason: string; readonly at: Date };

/** A missing fact that an officer dismissed, by record and revision. Never changed, never deleted. */
export type DismissedDocument = MissingDocument & { thing: string; dismissal: Dismissal };

/** A refused item: the reason, and which item it was as far as that could be read. Its content is not kept. */
export type KeptRefusal = {
  readonly at: Date;
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  readonly faults: readonly Fault[];
};

/** Recent refusals of a source, the newest first; deleted a month after the newest. */
export type RefusalsDocument = { _id: string; refusals: KeptRefusal[]; newestAt: Date };

/** The position up to which this register's part of the stream was compared with the held state. */
export type ReadBackDocument = StreamPosition & { _id: 'position' };

export type RegisterCollections = {
  readonly records: Collection<RecordDocument>;
  readonly history: Collection<HistoryDocument>;
  readonly sources: Collection<SourceDocument>;
  readonly missing: Collection<MissingDocument>;
  readonly dismissed: Collection<DismissedDocument>;
  readonly refusals: Collection<RefusalsDocument>;
  readonly readBack: Collection<ReadBackDocument>;
  readonly sourceStates: Collection<SourceStateDocument>;
  readonly handingsOver: Collection<HandingOverDocument>;
  readonly partnersHeard: Collection<PartnersReceivedDocument>;
  readonly database: Database;
};

export function recordId(type: string, subject: string): string {
  return `${caseOf(type)}/${subject}`;
}

export function historyId(record: string, revision: number): string {
  return `${record}@${revision}`;
}

/** A record that is unknown, but has a version or is named: revision 0. */
export function unknownRecord(type: FactTypeName, subject: string): RecordDocument {
  return {
    _id: recordId(type, subject),
    type,
    subject,
    source: '',
    revision: 0,
    content: '',
    data: {} as FactData,
    eventId: '',
    time: '',
    recordedAt: new Date(0),
    version: 0n,
    guard: 0n,
    about: [],
  };
}

/** Index of the records of a source. */
export const OF_SOURCE = { type: 1, source: 1, _id: 1 } as const;

/** The collections of a register, and their indexes. */
export const REGISTER_KINDS: readonly StoredKind[] = [
  {
    collection: 'things',
    version: 1,
    indexes: [
      { key: { type: 1, about: 1, _id: 1 } },
      { key: OF_SOURCE },
      { key: { isMarked: 1, _id: 1 }, partialFilterExpression: { isMarked: true } },
    ],
  },
  { collection: 'history', version: 1, indexes: [{ key: { thing: 1, revision: -1 } }] },
  { collection: 'sources', version: 1 },
  { collection: 'missing', version: 1 },
  { collection: 'dismissed', version: 1, indexes: [{ key: { thing: 1 } }] },
  {
    collection: 'refusals',
    version: 1,
    indexes: [{ key: { newestAt: 1 }, expireAfterSeconds: LIMITS.refusalKeptMs.most / 1_000 }],
  },
  { collection: 'readBack', version: 1 },
  { collection: 'sourceStates', version: 1, indexes: [{ key: { heard: 1 } }] },
  { collection: 'handingsOver', version: 1, indexes: [{ key: { heard: 1 } }] },
  { collection: 'partnersHeard', version: 1 },
  { collection: 'steps', version: 1 },
];

/** Collections whose stored name is another word. */
const COLLECTIONS: { readonly [Name in keyof RegisterCollections]?: string } = { records: 'things' };

export async function openCollections(database: Database): Promise<RegisterCollections> {
  await openKinds(database, REGISTER_KINDS);
  const named = <Name extends Exclude<keyof RegisterCollections, 'database'>>(name: Name) =>
    database.collection(COLLECTIONS[name] ?? name) as unknown as RegisterCollections[Name];
  return {
    records: named('records'),
    history: named('history'),
    sources: named('sources'),
    missing: named('missing'),
    dismissed: named('dismissed'),
    refusals: named('refusals'),
    readBack: named('readBack'),
    sourceStates: named('sourceStates'),
    handingsOver: named('handingsOver'),
    partnersHeard: named('partnersHeard'),
    database,
  };
}
