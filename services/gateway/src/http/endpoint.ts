import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type * as api from '@duixian/api';
import type { z } from 'zod';
import type { Key } from '../access/key.ts';
import type { Keyring } from '../access/keyring.ts';
import type { Office } from '../documents/office.ts';
import type { Services } from '../services.ts';

/** What a handler is asked: everything checked by the schemas of its route. */
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

/** One thing that can be asked over HTTP: its route, and what is done. */
export type Endpoint = api.Route & {
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

/** Binds a handler to a route, whose schemas give it its types. */
export function endpoint<A extends z.ZodType, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  route: api.Route<A, P, Q, B>,
  handle: (
    asked: Asked<z.output<P>, z.output<Q>, z.output<B>>,
    services: Services,
  ) => Promise<z.output<A> | Readable | Answer | Download>,
): Endpoint {
  return { ...route, handle } as unknown as Endpoint;
}
