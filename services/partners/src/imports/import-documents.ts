import type { Database, StoredKind } from '@duixian/runtime';
import { canonicalJson } from '@duixian/values';
import type { Binary, Collection } from 'mongodb';

export type ImportKind = 'facts' | 'contract-register' | 'usage' | 'invoices';
export type ImportState = 'receiving' | 'running' | 'finished' | 'stopped' | 'cancelled';
export type LineOutcome = 'recorded' | 'duplicate' | 'stale' | 'waiting' | 'already-final' | 'refused';
export type ImportCounts = { readonly read: number } & Readonly<Record<LineOutcome, number>>;

/** Of a file: `line` is 0 where the whole file is meant. */
export type ImportFault = {
  readonly line: number;
  readonly place: string;
  readonly code: string;
  readonly message: string;
};

export interface ImportDocument {
  readonly _id: string;
  readonly source: string;
  readonly id: string;
  readonly kind: ImportKind;
  readonly mapping: string;
  readonly isDryRun: boolean;
  readonly sha256: string;
  readonly bytes: number;
  readonly state: ImportState;
  readonly counts: ImportCounts;
  /** The last line of which the outcome is kept. */
  readonly line: number;
  readonly faults: readonly ImportFault[];
  readonly warnings: readonly ImportFault[];
  readonly person: string;
  /** The key by whose rights it goes on: once that has ended, nothing further is recorded. */
  readonly key: string;
  readonly createdAt: Date;
  /** When its content last grew. */
  readonly touchedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Names the gateway that works on it, until `leaseUntil`; the beginning of time where none does. */
  readonly lease: string;
  readonly leaseUntil: Date;
  /** How often it was taken since the last mark. */
  readonly tries: number;
  readonly hasContent: boolean;
}

export interface ImportChunkDocument {
  readonly import: string;
  readonly offset: number;
  readonly content: Binary;
}

export type ImportLine = {
  readonly line: number;
  readonly subject: string;
  readonly outcome: LineOutcome;
  readonly faults: readonly { readonly field: string; readonly reason: string; readonly message: string }[];
};

/** The outcomes between two marks. */
export interface ImportLinesDocument {
  readonly import: string;
  /** The last of its lines. */
  readonly last: number;
  readonly lines: readonly ImportLine[];
}

export type ImportCollections = ReturnType<typeof importCollections>;

export function importCollections(database: Database) {
  return {
    imports: database.collection<ImportDocument>('imports') as Collection<ImportDocument>,
    chunks: database.collection<ImportChunkDocument>('importChunks'),
    lines: database.collection<ImportLinesDocument>('importLines'),
  };
}

export function importKey(source: string, id: string): string {
  return canonicalJson([source, id]);
}

export const NO_COUNTS: ImportCounts = {
  ...{ read: 0, recorded: 0, duplicate: 0, stale: 0 },
  ...{ waiting: 0, 'already-final': 0, refused: 0 },
};

export const NEVER = new Date(0);

export const IMPORT_KINDS: readonly StoredKind[] = [
  {
    collection: 'imports',
    version: 1,
    indexes: [
      { key: { source: 1, createdAt: -1, _id: 1 } },
      { key: { createdAt: -1, _id: 1 } },
      { key: { state: 1, leaseUntil: 1 } },
      { key: { hasContent: 1, endedAt: 1 } },
    ],
  },
  { collection: 'importChunks', version: 1, indexes: [{ key: { import: 1, offset: 1 }, unique: true }] },
  { collection: 'importLines', version: 1, indexes: [{ key: { import: 1, last: 1 }, unique: true }] },
];
