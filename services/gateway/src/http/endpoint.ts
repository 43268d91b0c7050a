import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type * as api from '@duixian/api';
import type { z } from 'zod';
import type { Key } from '../access/key.ts';
import type { Keyring } from '../access/keyring.ts';
import type { Services } from '../services.ts';

/** The input of a handler: parameters, query and body checked by the schemas of its route. */
type Asked<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly key: Key;
  /** The keys and source versions known now. */
  readonly keyring: Keyring;
  readonly headers: IncomingHttpHeaders;
  /** W3C trace context for what is recorded; empty where there is none. */
  readonly traceparent: string;
};

/** An endpoint: its route and its handler. */
export type Endpoint = api.Route & {
  handle(
    asked: Asked<unknown, unknown, unknown>,
    services: Services,
  ): Promise<object | Readable | Answer | Download>;
};

/** An answer with another status than 200, or with headers of its own. */
export class Answer {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** An answer as a file to save. */
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

/** Binds a handler to a route. The route's schemas give the handler its types. */
export function endpoint<A extends z.ZodType, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  route: api.Route<A, P, Q, B>,
  handle: (
    asked: Asked<z.output<P>, z.output<Q>, z.output<B>>,
    services: Services,
  ) => Promise<z.output<A> | Readable | Answer | Download>,
): Endpoint {
  return { ...route, handle } as unknown as Endpoint;
}
