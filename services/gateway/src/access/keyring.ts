import { hash } from 'node:crypto';
import type { accessV1 } from '@duixian/proto';
import { apiKeyMistake, isIn, type KeyEnvironment, LIMITS, networksOf } from '@duixian/values';
import { Problem } from '../http/problem.ts';
import { type Key, keyOf, type Networks } from './key.ts';

/** The last answer of services/partners. */
export type Access = Pick<accessV1.GetAccessResponse, 'version' | 'grants' | 'sources' | 'ended'>;

/** A key that has ended. */
export type Ended = { readonly id: string; readonly isRevoked: boolean; readonly at: string };

type Entry = { readonly key: Key; readonly endsAtMs: number };
type Use = { readonly atMs: number; readonly address: string };

/**
 * The accepted keys, by their hashes, and the versions of the sources that two persons confirmed. A hash is looked up,
 * not compared byte by byte: nobody can choose a token by its SHA-256, so timing reveals nothing.
 */
export class Keyring {
  readonly #environment: KeyEnvironment;
  #entries: ReadonlyMap<string, Entry> = new Map();
  #byId: ReadonlyMap<string, Entry> = new Map();
  #sources: ReadonlyMap<string, bigint> = new Map();
  #ended: ReadonlyMap<string, Ended> = new Map();
  readonly #uses = new Map<string, Use>();
  /** When the keys were last confirmed; until then no key is accepted. */
  #knownAtMs = Number.NEGATIVE_INFINITY;
  #foundAtMs = Number.NEGATIVE_INFINITY;

  constructor(environment: KeyEnvironment) {
    this.#environment = environment;
  }

  keep({ grants, sources, ended }: Access, knownAtMs: number): void {
    this.#entries = new Map(grants.map((grant) => [grant.sha256.toString('hex'), this.#entryOf(grant)]));
    this.#byId = new Map([...this.#entries.values()].map((entry) => [entry.key.id, entry]));
    this.#sources = new Map(sources.map(({ uri, version }) => [uri, version]));
    this.#ended = new Map(
      ended.map(({ key: id, sha256, isRevoked, at }) => [sha256.toString('hex'), { id, isRevoked, at }]),
    );
    this.#knownAtMs = knownAtMs;
  }

  /** Partners was asked again, and nothing changed. */
  isStillSo(knownAtMs: number): void {
    this.#knownAtMs = knownAtMs;
  }

  /** Whether nobody has come with a key for so long. */
  isAtRest(sinceMs: number, nowMs = Date.now()): boolean {
    return nowMs - this.#foundAtMs >= sinceMs;
  }

  isKnown(nowMs = Date.now()): boolean {
    return nowMs - this.#knownAtMs <= LIMITS.accessAgeMs.most;
  }

  /** The key of a bearer token, if there is one. Throws a Problem where the keys are unknown or too old. */
  find(token: string, nowMs = Date.now()): Key | undefined {
    if (!this.isKnown(nowMs))
      throw new Problem(
        'unavailable',
        'Which keys there are is not known now, because services/partners does not answer; sending the request again is harmless.',
      );
    this.#foundAtMs = nowMs;
    const entry = this.#entries.get(hash('sha256', token));
    return entry && nowMs < entry.endsAtMs ? entry.key : undefined;
  }

  /** The key that a bearer token was, if it ended not long ago. */
  endedOf(token: string): Ended | undefined {
    const sha256 = hash('sha256', token);
    const entry = this.#entries.get(sha256);
    // Only its time can be over: what is revoked is no entry any more.
    if (entry) return { id: entry.key.id, isRevoked: false, at: new Date(entry.endsAtMs).toISOString() };
    return this.#ended.get(sha256);
  }

  wasUsed(id: string, address: string, nowMs = Date.now()): void {
    this.#uses.set(id, { atMs: nowMs, address });
  }

  /** The last use of each key since this was asked before. */
  takeUses(): accessV1.KeyUse[] {
    const uses = [...this.#uses].map(([key, { atMs, address }]) => {
      return { key, at: new Date(atMs).toISOString(), address };
    });
    this.#uses.clear();
    return uses;
  }

  /** What a key that was found may do now, for what goes on long after its request; undefined: it ended, or is not known now. */
  standing(id: string, nowMs = Date.now()): Key | undefined {
    const entry = this.isKnown(nowMs) ? this.#byId.get(id) : undefined;
    return entry && nowMs < entry.endsAtMs ? entry.key : undefined;
  }

  /** Why a token cannot be a key, where its form alone shows it. */
  mistakeOf(token: string): string | undefined {
    return apiKeyMistake(token, this.#environment);
  }

  /** The versions of these sources that the gateway checked against; registers check against their own. */
  versionsOf(sources: Iterable<string>): Map<string, bigint> {
    const versions = new Map<string, bigint>();
    for (const uri of sources) {
      const version = this.#sources.get(uri);
      if (version !== undefined) versions.set(uri, version);
    }
    return versions;
  }

  #entryOf({ key: id, person, kind, scopes, expiresAt, addresses }: accessV1.Grant): Entry {
    const holder = { id, person, isMachine: kind !== 'PERSON_KIND_PERSON' };
    // `source:*` exists only in development, even if partners answers it elsewhere.
    const given = this.#environment === 'test' ? scopes : scopes.filter((scope) => scope !== 'source:*');
    const endsAtMs = expiresAt === '' ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
    return { key: keyOf(holder, given, addresses.length > 0 ? networks(addresses) : null), endsAtMs };
  }
}

function networks(cidrs: readonly string[]): Networks {
  const list = networksOf(cidrs);
  return { cidrs, has: (address) => isIn(list, address) };
}
