import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { type Access, type Key, mayUse } from '../keys/key.ts';
import type { Keyring } from '../keys/keyring.ts';
import { Problem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the request came with; null where the endpoint is open. */
    apiKey: Key | null;
  }
}

const BEARER = /^Bearer +(\S+) *$/i;

/** Before a body is read: whose key is it, and may that key do this at all? */
export function authenticate(keyring: Keyring, accesses: readonly Access[]): onRequestHookHandler {
  return (request, reply, done) => {
    const key = keyOf(request, reply, keyring);
    request.apiKey = key;
    if (mayUse(key, accesses)) return done();
    reply.header('www-authenticate', 'Bearer realm="duixian", error="insufficient_scope"');
    done(
      new Problem(
        'out-of-scope',
        `This needs a key with one of the scopes ${accesses.map(scopeName).join(', ')}.`,
      ),
    );
  };
}

function keyOf(request: FastifyRequest, reply: FastifyReply, keyring: Keyring): Key {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const key = token === undefined ? undefined : keyring.find(token);
  if (key) return key;
  const known = token === undefined ? '' : ', error="invalid_token"';
  reply.header('www-authenticate', `Bearer realm="duixian"${known}`);
  throw new Problem(
    'no-key',
    token === undefined
      ? 'Send a key in the header "Authorization: Bearer <key>".'
      : 'This key is not known; ask the operator for one.',
  );
}

function scopeName(access: Access): string {
  if (access === 'source') return 'source:<uri>';
  return access === 'read:entity' ? 'read:entity:<uscc>' : access;
}
