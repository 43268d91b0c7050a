import { type Database, DatabaseClock, openKinds } from '@duixian/runtime';
import type { Collection } from 'mongodb';
import type { HandingOver } from '../domain/handing-over.ts';
import type { Key } from '../domain/key.ts';
import type { Person } from '../domain/person.ts';
import type { Source } from '../domain/source.ts';
import type { NamedParty, UnitProposal } from '../domain/unit-proposal.ts';
import type { WaitingRow } from '../domain/waiting-row.ts';
import { type MappingCollection, mappingCollection } from '../mappings/mapping-documents.ts';
import { PARTNERS_KINDS } from './kinds.ts';

/** `foldedUri` is unique, so that no two sources differ by case alone. */
export type SourceDocument = Omit<Source, 'uri'> & { _id: string; foldedUri: string };
export type HandingOverDocument = Omit<HandingOver, 'id'> & { _id: string };
/** The names in force and waiting, folded: unique over all persons. */
export type PersonDocument = Omit<Person, 'id'> & { _id: string; foldedNames: string[] };
export type KeyDocument = Omit<Key, 'id'> & { _id: string };

/** An entry of the unit directory as two persons set it last. */
export interface UnitDocument extends NamedParty {
  _id: string;
  source: string;
  /** What it is found by. */
  keys: string[];
  version: number;
  proposal: string;
  document: string;
  proposedBy: string;
  confirmedBy: string;
  at: Date;
}

export type UnitProposalDocument = Omit<UnitProposal, 'id' | 'terms'> & {
  _id: string;
  source: string;
  /** While it waits; afterwards the acts keep them. */
  units: NamedParty[];
  /** Of the terms, SHA-256. */
  hash: string;
};

/** Why a register refused a row. */
export type RowFault = { readonly field: string; readonly reason: string; readonly message: string };

export type WaitingRowDocument = WaitingRow & {
  _id: string;
  /** What it waits for, in the form in which it is looked up. */
  units: string[];
  bytes: number;
  /** Until then one gateway works on it; the beginning of time where none does. */
  takenUntil: Date;
  faults: RowFault[];
  /** When a register had answered: MongoDB deletes it a while later. */
  settledAt?: Date;
};

/** The final record that an officer sent back, at this revision. */
export interface SentBackDocument {
  _id: string;
  source: string;
  subject: string;
  revision: number;
  by: string;
  at: Date;
  reason: string;
}

/** Base64; never shown, and in no log. */
export type RecordSecretDocument = { _id: string; secret: string };

/** What somebody did to one source, handover, person, key or proposal of units; never changed. */
export interface AuthorizationDocument {
  /** `source/<uri>`, `handing-over/<id>`, `person/<id>`, `key/<id>`, `units/<id>` or `record/<source>/<subject>`. */
  of: string;
  /** Counts the acts on it, from 1. */
  number: number;
  event: string;
  by: string;
  key: string;
  at: Date;
  because: string;
  contentJson: string;
}

/**
 * One document. Every change writes it, so that any two changes conflict there and what one of them read is
 * still valid.
 */
export interface RegistryDocument {
  _id: 'registry';
  changes: number;
  /** Raised whenever gateways have to read again. */
  version: number;
  /** How many handovers were confirmed. */
  handingsOver: number;
}

/** When a key was used last, and from where; apart from the key, whose document says what was decided. */
export type KeyUseDocument = { _id: string; at: Date; address: string };

export interface Collections {
  readonly registry: Collection<RegistryDocument>;
  readonly sources: Collection<SourceDocument>;
  readonly handingsOver: Collection<HandingOverDocument>;
  readonly persons: Collection<PersonDocument>;
  readonly keys: Collection<KeyDocument>;
  readonly keyUses: Collection<KeyUseDocument>;
  readonly units: Collection<UnitDocument>;
  readonly unitProposals: Collection<UnitProposalDocument>;
  readonly mappings: MappingCollection;
  readonly waitingRows: Collection<WaitingRowDocument>;
  readonly sentBack: Collection<SentBackDocument>;
  readonly recordSecrets: Collection<RecordSecretDocument>;
  readonly acts: Collection<AuthorizationDocument>;
  /** Every date in these collections is written by this clock. */
  readonly clock: DatabaseClock;
}

export async function openCollections(database: Database): Promise<Collections> {
  const collections = {
    registry: database.collection<RegistryDocument>('registry'),
    sources: database.collection<SourceDocument>('sources'),
    handingsOver: database.collection<HandingOverDocument>('handingsOver'),
    persons: database.collection<PersonDocument>('persons'),
    keys: database.collection<KeyDocument>('keys'),
    keyUses: database.collection<KeyUseDocument>('keyUses'),
    units: database.collection<UnitDocument>('units'),
    unitProposals: database.collection<UnitProposalDocument>('unitProposals'),
    mappings: mappingCollection(database),
    waitingRows: database.collection<WaitingRowDocument>('waitingRows'),
    sentBack: database.collection<SentBackDocument>('sentBack'),
    recordSecrets: database.collection<RecordSecretDocument>('recordSecrets'),
    acts: database.collection<AuthorizationDocument>('acts'),
    clock: await DatabaseClock.open(database),
  };
  await openKinds(database, PARTNERS_KINDS);
  await collections.registry.updateOne(
    { _id: 'registry' },
    { $setOnInsert: { changes: 0, version: 1, handingsOver: 0 } },
    { upsert: true },
  );
  return collections;
}
