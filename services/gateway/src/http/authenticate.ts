import type * as api from '@duixian/api';
import { shanghaiTime } from '@duixian/values';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { type Key, mayUse } from '../access/key.ts';
import type { Keyring } from '../access/keyring.ts';
import type { WrongKeys } from '../access/wrong-keys.ts';
import { Problem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key of the request; null where there was none, or an unknown one. */
    apiKey: Key | null;
    /** A key that may not be used from where the request came. */
    keyElsewhere: Key | null;
  }
}

const BEARER = /^Bearer +(\S+) *$/i;

function tokenOf(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? '')?.[1];
}

/** Where a request has its key: in the header, or, where its route says so, in its path. */
export type TokenOf = (request: FastifyRequest) => string | undefined;

export function tokenIn(keyInPath: string | undefined): TokenOf {
  if (keyInPath === undefined) return ({ headers }) => tokenOf(headers.authorization);
  return ({ params }) => (params as Readonly<Record<string, string>>)[keyInPath];
}

/** Identifies the key. After too many wrong keys from one address no key from there is compared for the moment. */
export function identify(keyring: Keyring, wrongKeys: WrongKeys, tokenFrom: TokenOf): onRequestHookHandler {
  return (request, reply, done) => {
    const token = tokenFrom(request);
    if (token === undefined) return done();
    const waitMs = wrongKeys.waitMs(request.ip, token);
    if (waitMs > 0) {
      reply.header('retry-after', Math.ceil(waitMs / 1_000));
      const detail =
        'Too many wrong keys came from this address; a key that was not in use here is not looked at for the moment.';
      return done(new Problem('too-many-requests', detail));
    }
    let key: Key | undefined;
    try {
      key = keyring.find(token);
    } catch (error) {
      return done(error as Error);
    }
    if (key) wrongKeys.wasRight(request.ip, token);
    else wrongKeys.wasWrong(request.ip, token);
    const isElsewhere = key?.networks?.has(request.ip) === false;
    // It is counted by its address then, so that who has found a key somewhere uses up nothing of its holder's.
    request.apiKey = isElsewhere ? null : (key ?? null);
    request.keyElsewhere = isElsewhere ? (key ?? null) : null;
    if (request.apiKey) keyring.wasUsed(request.apiKey.id, request.ip);
    done();
  };
}

/** Checks the permission before the body is read, and after the request was counted. */
export function authorise(
  accesses: readonly api.Access[],
  keyring: Keyring,
  tokenFrom: TokenOf,
): onRequestHookHandler {
  return (request, reply, done) => {
    const { apiKey, keyElsewhere } = request;
    if (keyElsewhere) return done(elsewhere(keyElsewhere, request.ip));
    if (apiKey && mayUse(apiKey, accesses)) return done();
    const token = tokenFrom(request);
    const error = apiKey ? 'insufficient_scope' : 'invalid_token';
    reply.header(
      'www-authenticate',
      `Bearer realm="duixian"${token === undefined ? '' : `, error="${error}"`}`,
    );
    done(apiKey ? outOfScope(accesses) : noKey(token, keyring));
  };
}

function outOfScope(accesses: readonly api.Access[]): Problem {
  const scopes = accesses.map(scopeName).join(', ');
  return new Problem('out-of-scope', `This needs a key with one of the scopes ${scopes}.`);
}

function elsewhere({ id, networks }: Key, address: string): Problem {
  const right = networks?.cidrs.join(', ') ?? '';
  return new Problem(
    'address-not-allowed',
    `The key ${id} may be used from ${right}; this came from ${address}.`,
  );
}

function noKey(token: string | undefined, keyring: Keyring): Problem {
  if (token === undefined)
    return new Problem('no-key', 'Send a key in the header "Authorization: Bearer <key>".');
  const ended = keyring.endedOf(token);
  if (ended) {
    const { id, isRevoked, at } = ended;
    const how = isRevoked ? 'was revoked' : 'expired';
    const detail = `The key ${id} ${how} at ${shanghaiTime(at)}; it is ${shanghaiTime(new Date().toISOString())} here.`;
    return new Problem(isRevoked ? 'key-revoked' : 'key-expired', detail);
  }
  const mistake = keyring.mistakeOf(token);
  const detail =
    mistake === undefined
      ? 'This key is not known, or is not in force any more; ask the operator for one.'
      : `This is no key of this system: ${mistake}.`;
  return new Problem('no-key', detail);
}

function scopeName(access: api.Access): string {
  if (access === 'source') return 'source:<uri>';
  if (access === 'nrii') return 'nrii:<uscc>:<source>';
  return access === 'read:entity' ? 'read:entity:<uscc>' : access;
}
