import type { Database, StoredKind } from '@duixian/runtime';
import type { Collection } from 'mongodb';

export interface DealDocument {
  /** Canonical JSON of source and id. */
  readonly _id: string;
  readonly source: string;
  readonly dealId: string;
  /** Of the highest revision that arrived, as all that follows. */
  readonly revision: number;
  readonly status: string;
  readonly registrationNo: string | null;
  readonly arrivedAt: Date;
  /** The deal, canonical JSON. */
  readonly currentJson: string;
  /** What earlier revisions said that has become facts. */
  readonly earlierJson: string;
}

export type DealCollection = Collection<DealDocument>;

export function dealCollection(database: Database): DealCollection {
  return database.collection<DealDocument>('deals');
}

export const DEAL_KINDS: readonly StoredKind[] = [
  {
    collection: 'deals',
    version: 1,
    indexes: [
      { key: { source: 1, _id: 1 } },
      { key: { status: 1, _id: 1 } },
      { key: { source: 1, registrationNo: 1 } },
    ],
  },
];
