import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Access, Key } from '../access/key.ts';
import type { Keyring } from '../access/keyring.ts';
import type { Office } from '../documents/office.ts';
import type { Services } from '../services.ts';
import type { ProblemKind } from './problem.ts';

/** What a handler is asked: everything checked by the schemas beside it. */
type Asked<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly key: Key;
  /** What is known of keys and sources. */
  readonly keyring: Keyring;
  readonly headers: IncomingHttpHeaders;
  /** W3C trace context to hand on with what is recorded; empty where there is none. */
  readonly traceparent: string;
  /** Who signs what is answered as a document. */
  readonly office: Office;
};

/** A body that the handler reads itself: the media types it takes, and their schemas for the document. */
type RawBody = { readonly limitBytes: number; readonly content: Record<string, z.ZodType> };

/** One thing that can be asked over HTTP, in one place: path, who may ask, schemas, words, and what is done. */
export type Endpoint = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Holding one of these is enough; `open` needs no key. */
  readonly access: readonly Access[] | 'open';
  readonly tag: 'Partners' | 'Facts' | 'Things' | 'Entitlements' | 'Money' | 'Operations';
  readonly summary: string;
  /** The same in Chinese. */
  readonly summaryZh: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly rawBody?: RawBody;
  /** The schema of the answer; of one line or message where it streams. */
  readonly answer: z.ZodType;
  /** The media type of an answer that goes on for as long as there is something to say. */
  readonly streams?: 'application/x-ndjson' | 'application/bson';
  /** The media types of a file that it answers with. */
  readonly files?: readonly string[];
  /** Other statuses under which it gives the same answer, and when. */
  readonly alsoAnswers?: Readonly<Record<number, string>>;
  /** What it refuses beside a request that is not right, a missing key and a key out of scope. */
  readonly problems?: readonly ProblemKind[];
  handle(
    asked: Asked<unknown, unknown, unknown>,
    services: Services,
  ): Promise<object | Readable | Answer | Download>;
};

/** An answer under another status than 200. */
export class Answer {
  readonly status: number;
  readonly body: object;
  constructor(status: number, body: object) {
    this.status = status;
    this.body = body;
  }
}

/** An answer that is a file to keep. */
export class Download {
  readonly mediaType: string;
  readonly fileName: string;
  readonly content: Readable;
  constructor(mediaType: string, fileName: string, content: Readable) {
    this.mediaType = mediaType;
    this.fileName = fileName;
    this.content = content;
  }
}

type Typed<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = Omit<
  Endpoint,
  'params' | 'query' | 'body' | 'answer' | 'handle'
> & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  handle(
    asked: Asked<z.output<P>, z.output<Q>, z.output<B>>,
    services: Services,
  ): Promise<z.output<A> | Readable | Answer | Download>;
};

/** Ties the types of a handler to its schemas. */
export function endpoint<A extends z.ZodType, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Typed<P, Q, B, A>,
): Endpoint {
  return definition as unknown as Endpoint;
}
