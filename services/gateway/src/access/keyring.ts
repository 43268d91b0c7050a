import { hash } from 'node:crypto';
import type { accessV1 } from '@duixian/proto';
import { apiKeyMistake, type KeyEnvironment, LIMITS } from '@duixian/values';
import { Problem } from '../http/problem.ts';
import { type Key, keyOf } from './key.ts';

/** The last answer of services/partners. */
export type Access = Pick<accessV1.GetAccessResponse, 'version' | 'grants' | 'sources'>;

type Entry = { readonly key: Key; readonly endsAtMs: number };

/**
 * The accepted keys, by their hashes, and the versions of the sources that two persons confirmed. A hash is looked up,
 * not compared byte by byte: nobody can choose a token by its SHA-256, so timing reveals nothing.
 */
export class Keyring {
  readonly #environment: KeyEnvironment;
  #entries: ReadonlyMap<string, Entry> = new Map();
  #byId: ReadonlyMap<string, Entry> = new Map();
  #sources: ReadonlyMap<string, bigint> = new Map();
  /** When the keys were last confirmed; until then no key is accepted. */
  #knownAtMs = Number.NEGATIVE_INFINITY;
  #foundAtMs = Number.NEGATIVE_INFINITY;

  constructor(environment: KeyEnvironment) {
    this.#environment = environment;
  }

  keep({ grants, sources }: Access, knownAtMs: number): void {
    this.#entries = new Map(grants.map((grant) => [grant.sha256.toString('hex'), this.#entryOf(grant)]));
    this.#byId = new Map([...this.#entries.values()].map((entry) => [entry.key.id, entry]));
    this.#sources = new Map(sources.map(({ uri, version }) => [uri, version]));
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

  #entryOf({ key: id, person, kind, scopes, expiresAt }: accessV1.Grant): Entry {
    const holder = { id, person, isMachine: kind !== 'PERSON_KIND_PERSON' };
    // `source:*` exists only in development, even if partners answers it elsewhere.
    const given = this.#environment === 'test' ? scopes : scopes.filter((scope) => scope !== 'source:*');
    const endsAtMs = expiresAt === '' ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
    return { key: keyOf(holder, given), endsAtMs };
  }
}
