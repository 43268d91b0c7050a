import type { StoredKind } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { DEAL_KINDS } from '../deals/deal-documents.ts';
import { ENDPOINT_KINDS } from '../endpoints/endpoint-documents.ts';
import { FEED_KINDS } from '../feed/feed-documents.ts';
import { IMPORT_KINDS } from '../imports/import-documents.ts';
import { MAPPING_KINDS } from '../mappings/mapping-documents.ts';

/** What services/partners stores, and its indexes. */
export const PARTNERS_KINDS: readonly StoredKind[] = [
  { collection: 'registry', version: 1 },
  {
    collection: 'sources',
    version: 1,
    indexes: [{ key: { foldedUri: 1 }, unique: true }, { key: { 'steps.waiting.by': 1 } }],
  },
  {
    collection: 'handingsOver',
    version: 1,
    indexes: [{ key: { status: 1, version: 1 } }, { key: { proposedBy: 1, status: 1 } }],
  },
  {
    collection: 'persons',
    version: 1,
    indexes: [{ key: { foldedNames: 1 }, unique: true }, { key: { 'steps.waiting.by': 1 } }],
  },
  {
    collection: 'keys',
    version: 2,
    upcast: (document) => ({ addresses: [], ...document }),
    indexes: [
      { key: { sha256: 1 }, unique: true },
      { key: { person: 1 } },
      { key: { createdBy: 1, isWaiting: 1 } },
    ],
  },
  { collection: 'keyUses', version: 1 },
  {
    collection: 'units',
    version: 1,
    indexes: [{ key: { source: 1, keys: 1 } }, { key: { source: 1, _id: 1 } }],
  },
  { collection: 'unitProposals', version: 1, indexes: [{ key: { proposedBy: 1, status: 1 } }] },
  {
    collection: 'waitingRows',
    version: 1,
    indexes: [
      { key: { source: 1, state: 1, units: 1 } },
      { key: { state: 1, takenUntil: 1 } },
      { key: { source: 1, arrivedAt: 1, _id: 1 } },
      { key: { settledAt: 1 }, expireAfterSeconds: LIMITS.rowOutcomeMs.most / 1_000 },
    ],
  },
  { collection: 'sentBack', version: 1 },
  { collection: 'recordSecrets', version: 1 },
  { collection: 'acts', version: 1, indexes: [{ key: { of: 1, number: 1 }, unique: true }] },
  ...DEAL_KINDS,
  ...MAPPING_KINDS,
  ...IMPORT_KINDS,
  ...FEED_KINDS,
  ...ENDPOINT_KINDS,
];
