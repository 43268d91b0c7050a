import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

/**
 * A body must not be compressed: its decompressed size has no limit that the sender could not choose. RFC 9110,
 * §15.5.16: the answer lists in `Accept-Encoding` what is accepted. A request without a valid key is refused for that
 * first.
 */
export function refuseEncodings(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (request.method === 'GET' || request.method === 'HEAD') return done(null, payload);
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || /^(identity)?$/i.test(encoding.trim())) return done(null, payload);
    reply.header('accept-encoding', 'identity');
    const detail = `The body must be sent as it is, without a content encoding; it is ${encoding.slice(0, 60)}.`;
    done(new Problem('media-type', detail));
  });
}
