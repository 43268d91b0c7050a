import type { z } from 'zod';
import type { ProblemKind } from './problem.ts';

/** What a route asks of a key; holding one of those it names is enough. */
export type Access = 'source' | 'read' | 'read:entity' | 'officer' | 'prepare' | 'approve' | 'treasury';

/** A body that is read by hand: the media types it takes, and their schemas for the document. */
type RawBody = { readonly limitBytes: number; readonly content: Record<string, z.ZodType> };

/** One thing that can be asked over HTTP: path, who may ask, schemas and words. All of it stands in the OpenAPI document. */
export type Route<
  Answer extends z.ZodType = z.ZodType,
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Holding one of these is enough; `open` needs no key. */
  readonly access: readonly Access[] | 'open';
  readonly tag: 'Partners' | 'Facts' | 'Things' | 'Entitlements' | 'Money' | 'Operations';
  readonly summary: string;
  /** The same in Chinese. */
  readonly summaryZh: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly rawBody?: RawBody;
  /** The schema of the answer; of one line or message where it streams. */
  readonly answer: Answer;
  /** The media type of an answer that goes on for as long as there is something to say. */
  readonly streams?: 'application/x-ndjson' | 'application/bson';
  /** The media types of a file that it answers with. */
  readonly files?: readonly string[];
  /** Other statuses under which it gives the same answer, and when. */
  readonly alsoAnswers?: Readonly<Record<number, string>>;
  /** What it refuses beside a request that is not right, a missing key and a key out of scope. */
  readonly problems?: readonly ProblemKind[];
};

/** Keeps the types of the schemas. */
export function route<A extends z.ZodType, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Route<A, P, Q, B>,
): Route<A, P, Q, B> {
  return definition;
}
