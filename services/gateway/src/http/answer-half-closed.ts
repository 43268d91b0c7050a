import type { FastifyInstance } from 'fastify';

/**
 * A client that has said all it will say, and closes its half of the connection, is answered as any other (RFC 9112,
 * §9.6); Node would cut it off, though what it asked for is done. Its connection ends with its last answer.
 */
export function answerHalfClosed(app: FastifyInstance): void {
  // Of Node, and in no declaration.
  Object.assign(app.server, { httpAllowHalfOpen: true });
}
