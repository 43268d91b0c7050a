import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { RawBody } from '@duixian/api';
import { KIB, LIMITS } from '@duixian/values';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

const NONE = 'identity';

/**
 * A body may be packed with gzip where its route says so; everywhere else it is sent as it is, because its unpacked size
 * has no limit that the sender could not choose. It is unpacked as it arrives: what comes after this hook counts
 * unpacked bytes, and no more is unpacked than is taken. RFC 9110, §15.5.16: a refusal lists in `Accept-Encoding` what
 * is accepted. A request without a valid key is refused for that first.
 */
export function unpackBodies(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (request.method === 'GET' || request.method === 'HEAD') return done(null, payload);
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
    if (encoding === '' || encoding === NONE) return done(null, payload);
    const { packed = [], limitBytes = 0 } = rawBodyOf(request) ?? {};
    if (packed.some((one) => one === encoding)) return done(null, unpacked(payload, limitBytes));
    reply.header('accept-encoding', [...packed, NONE].join(', '));
    const instead = packed.length > 0 ? `or packed with ${packed.join(', ')}` : 'without a content encoding';
    const detail = `The body must be sent as it is, ${instead}; it is ${encoding.slice(0, 60)}.`;
    done(new Problem('media-type', detail));
  });
}

function rawBodyOf(request: FastifyRequest): RawBody | undefined {
  return request.routeOptions.config.rawBody;
}

/** Fastify compares `receivedEncodedLength` with the content length. */
type Unpacked = Transform & { receivedEncodedLength: number };

/** The bytes that a packed body holds; ends with a Problem where it is not whole, is no gzip, or holds too much. */
function unpacked(packed: NodeJS.ReadableStream, limitBytes: number): Unpacked {
  const gunzip = createGunzip();
  let bytes = 0;
  const body = Object.assign(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done(tooMuch(bytes, body.receivedEncodedLength, limitBytes), chunk);
      },
    }),
    { receivedEncodedLength: 0 },
  );
  const refuse = (error: Error) => {
    packed.unpipe(gunzip);
    packed.resume();
    gunzip.destroy();
    body.destroy(error);
  };
  packed.on('data', (chunk: Buffer) => {
    body.receivedEncodedLength += chunk.length;
  });
  packed.once('error', refuse);
  gunzip.once('error', (error) => refuse(brokenGzip(error, body.receivedEncodedLength)));
  body.once('error', refuse);
  packed.pipe(gunzip).pipe(body);
  return body;
}

function tooMuch(bytes: number, packedBytes: number, limitBytes: number): Problem | null {
  if (bytes > limitBytes)
    return new Problem('too-large', `The body unpacks to more than ${limitBytes / KIB} KiB. ${NOTHING}`);
  const { most } = LIMITS.unpackedRatio;
  // What little a small body holds harms nobody, however well it is packed.
  if (bytes <= LIMITS.bodyTakenBytes.most || bytes <= most * packedBytes) return null;
  return new Problem('too-large', `The body unpacks to more than ${most} times its size. ${NOTHING}`);
}

function brokenGzip(error: Error & { code?: string }, packedBytes: number): Problem {
  if (error.code === 'Z_BUF_ERROR') {
    const detail = `The gzip is cut short: it ends after ${packedBytes} bytes without its end mark. ${NOTHING}`;
    return new Problem('gzip-truncated', detail);
  }
  return new Problem(
    'not-gzip',
    `The header says gzip (RFC 1952), and the body cannot be unpacked (${error.message}); pack it, or leave Content-Encoding out. ${NOTHING}`,
  );
}

const NOTHING = 'Nothing was recorded.';
