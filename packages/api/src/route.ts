import type { z } from 'zod';
import type { ProblemKind } from './problem-kinds.ts';

/** The permissions of routes. A key needs only one of those that a route names. */
export type Access =
  | 'source'
  | 'read'
  | 'read:entity'
  | 'officer'
  | 'prepare'
  | 'approve'
  | 'treasury'
  | 'nrii';

/** A body that the handler parses itself: the accepted media types, with their schemas for the document. */
export type RawBody = {
  /** Of the body, unpacked. */
  readonly limitBytes: number;
  readonly content: Record<string, z.ZodType>;
  /** The content encodings in which it may come. */
  readonly packed?: readonly 'gzip'[];
};

/**
 * An endpoint of the HTTP API: path, permissions, schemas and descriptions. The OpenAPI document contains all of it.
 */
export type Route<
  Answer extends z.ZodType = z.ZodType,
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  /** One of these is enough; `open` needs no key. */
  readonly access: readonly Access[] | 'open';
  /** The parameter of the path that is the key, for senders that can change nothing but an address. */
  readonly keyInPath?: string;
  readonly tag: 'Partners' | 'Facts' | 'Things' | 'Entitlements' | 'Money' | 'Operations';
  readonly summary: string;
  /** The summary in Chinese. */
  readonly summaryZh: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly rawBody?: RawBody;
  /** The headers that it needs; others pass unseen. */
  readonly headers?: z.ZodType;
  /** The schema of the answer; of one line or message where it streams. */
  readonly answer: Answer;
  /** The media type of a streamed answer. */
  readonly streams?: 'application/x-ndjson' | 'application/bson' | 'text/event-stream';
  /** The media types of an answer that is a file. */
  readonly files?: readonly string[];
  /** Other statuses with the same answer, and when. */
  readonly alsoAnswers?: Readonly<Record<number, string>>;
  /** Its refusals beside an invalid request, a missing key and a key out of scope. */
  readonly problems?: readonly ProblemKind[];
};

/** Gives the definition the types of its schemas. */
export function route<A extends z.ZodType, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Route<A, P, Q, B>,
): Route<A, P, Q, B> {
  return definition;
}

/** A path in OpenAPI's form: `/v1/orders/{id}`. */
export function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}
