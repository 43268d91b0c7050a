import type { Database, StoredKind } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Binary, Collection, ObjectId } from 'mongodb';
import type { Endpoint } from './domain/endpoint.ts';

export type EndpointDocument = Omit<Endpoint, 'id' | 'secrets'> & {
  readonly _id: string;
  readonly secrets: readonly { readonly sealed: Binary; readonly until: Date | null }[];
  /** Which process sends, and until when it need not say so again. */
  readonly lease: { readonly holder: string; readonly until: Date } | null;
};

/** An event that an endpoint did not accept, or that is to be sent to it besides. */
export interface ExceptionDocument {
  /** `<endpoint>/<sequence>` */
  readonly _id: string;
  readonly endpoint: string;
  readonly sequence: number;
  /** Attempts that were made. */
  readonly attempts: number;
  readonly dueAt: Date;
  readonly isTest: boolean;
  /** Since when it is not tried any more; null: it is. */
  readonly givenUpAt: Date | null;
}

export interface AttemptDocument {
  readonly _id: ObjectId;
  readonly endpoint: string;
  readonly event: string;
  readonly type: string;
  readonly attempt: number;
  readonly at: Date;
  readonly durationMs: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  readonly problem: string;
  readonly answer: string;
}

export interface EndpointCollections {
  readonly endpoints: Collection<EndpointDocument>;
  readonly exceptions: Collection<ExceptionDocument>;
  readonly attempts: Collection<AttemptDocument>;
}

export function endpointCollections(database: Database): EndpointCollections {
  return {
    endpoints: database.collection<EndpointDocument>('endpoints'),
    exceptions: database.collection<ExceptionDocument>('exceptions'),
    attempts: database.collection<AttemptDocument>('attempts'),
  };
}

const SECOND_MS = 1_000;

export const ENDPOINT_KINDS: readonly StoredKind[] = [
  { collection: 'endpoints', version: 1, indexes: [{ key: { person: 1 } }] },
  {
    collection: 'exceptions',
    version: 1,
    indexes: [
      { key: { givenUpAt: 1, dueAt: 1 } },
      { key: { endpoint: 1, givenUpAt: 1 } },
      { key: { dueAt: 1 }, expireAfterSeconds: LIMITS.feedKeptMs.most / SECOND_MS },
    ],
  },
  {
    collection: 'attempts',
    version: 1,
    indexes: [
      { key: { endpoint: 1, _id: -1 } },
      { key: { at: 1 }, expireAfterSeconds: LIMITS.attemptKeptMs.most / SECOND_MS },
    ],
  },
];

export function exceptionId(endpoint: string, sequence: number): string {
  return `${endpoint}/${sequence}`;
}

/** As the domain knows it. */
export function endpointFrom({ _id, secrets, lease: _, ...rest }: EndpointDocument): Endpoint {
  return {
    id: _id,
    ...rest,
    secrets: secrets.map(({ sealed, until }) => ({ sealed: sealed.buffer, until })),
  };
}
