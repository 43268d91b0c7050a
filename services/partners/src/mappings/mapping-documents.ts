import type { Database, StoredKind } from '@duixian/runtime';
import type { Collection } from 'mongodb';
import type { MappingProposal } from './mapping-proposal.ts';

export type MappingDocument = Omit<MappingProposal, 'id'> & {
  /** Id and version, such as `henan-contract-register@1`. */
  _id: string;
};

export type MappingCollection = Collection<MappingDocument>;

export function mappingCollection(database: Database): MappingCollection {
  return database.collection<MappingDocument>('mappings');
}

export const MAPPING_KINDS: readonly StoredKind[] = [
  {
    collection: 'mappings',
    version: 1,
    indexes: [{ key: { source: 1, _id: 1 } }, { key: { proposedBy: 1, status: 1 } }],
  },
];
