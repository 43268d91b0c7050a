import type { FastifyInstance } from 'fastify';

/**
 * A client that has sent everything and closes its half of the connection is answered like any other (RFC 9112, §9.6).
 * Node would close it, although the request is processed. The connection ends with its last answer.
 */
export function answerHalfClosed(app: FastifyInstance): void {
  // Exists in Node, but in no declaration.
  Object.assign(app.server, { httpAllowHalfOpen: true });
}
