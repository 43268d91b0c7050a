import type * as api from '@duixian/api';
import { Problem } from '../http/problem.ts';

/**
 * What a key may do, read once from the scopes that services/partners gave it:
 *
 * - `source:<uri>` writes the facts of that source; `source:*` of all sources, only in development;
 * - `nrii:<uscc>:<source>`, alone, pushes records of that unit as that source, by an address that has the key in it;
 * - `read` reads everything; `read:entity:<uscc>` what belongs to that USCC's entity;
 * - `officer` reads everything, releases orders, handles dead letters, republishes;
 * - `prepare` reads everything and proposes: accounts of payees, payment runs, demands, sources and persons; it
 *   reconciles statements of the treasury and suspends ordering;
 * - `approve`, which a machine never has, reads everything and decides what another person proposed; it suspends and
 *   resumes ordering;
 * - `treasury` lists orders and reports their status, sets budgets, reconciles statements, and books what came back.
 */
export type Key = {
  /** Id of the key itself, for rate limits and logs. */
  readonly id: string;
  /** Holder of the key. The holder is the actor, and every rule of two persons compares holders. */
  readonly person: string;
  /** A machine never counts as a second person. */
  readonly isMachine: boolean;
  readonly sources: '*' | ReadonlySet<string>;
  /** The unit and source of an address that instrument platforms push to; such a key may do nothing else. */
  readonly door: { readonly uscc: string; readonly source: string } | null;
  readonly read: boolean;
  /** USCCs whose entities it may read. */
  readonly entities: readonly string[];
  readonly officer: boolean;
  readonly prepare: boolean;
  readonly approve: boolean;
  readonly treasury: boolean;
  /** Where it may be used from; null: everywhere. */
  readonly networks: Networks | null;
};

export type Networks = { readonly cidrs: readonly string[]; has(address: string): boolean };

const SOURCE = 'source:';
const ENTITY = 'read:entity:';
const NRII = /^nrii:([^:]+):(.+)$/;

/** Identity of a key, beside its permissions. */
export type Holder = Pick<Key, 'id' | 'person' | 'isMachine'>;

export function keyOf(
  { id, person, isMachine }: Holder,
  scopes: readonly string[],
  networks: Networks | null = null,
): Key {
  const sources = scopes
    .filter((scope) => scope.startsWith(SOURCE))
    .map((scope) => scope.slice(SOURCE.length));
  const officer = scopes.includes('officer');
  const prepare = scopes.includes('prepare');
  const approve = scopes.includes('approve') && !isMachine;
  return {
    id,
    person,
    isMachine,
    sources: sources.includes('*') ? '*' : new Set(sources),
    door: doorOf(scopes),
    read: officer || prepare || approve || scopes.includes('read'),
    entities: scopes.filter((scope) => scope.startsWith(ENTITY)).map((scope) => scope.slice(ENTITY.length)),
    officer,
    prepare,
    approve,
    treasury: scopes.includes('treasury'),
    networks,
  };
}

/** A key that may do more than that does not belong into an address, which is written in many places. */
function doorOf(scopes: readonly string[]): Key['door'] {
  const [, uscc, source] = NRII.exec(scopes[0] ?? '') ?? [];
  return scopes.length === 1 && uscc !== undefined && source !== undefined ? { uscc, source } : null;
}

export function mayUse(key: Key, accesses: readonly api.Access[]): boolean {
  return accesses.some((access) => HOLDS[access](key));
}

export function mayWrite(key: Key, source: string): boolean {
  return key.sources === '*' || key.sources.has(source);
}

const HOLDS: Record<api.Access, (key: Key) => boolean> = {
  source: (key) => key.sources === '*' || key.sources.size > 0,
  read: (key) => key.read,
  'read:entity': (key) => key.read || key.entities.length > 0,
  officer: (key) => key.officer,
  prepare: (key) => key.prepare,
  approve: (key) => key.approve,
  treasury: (key) => key.treasury,
  nrii: (key) => key.door !== null,
};

/** A second person decides an objection too, among those with `prepare`. */
export function mustBePerson({ person, isMachine }: Key): void {
  if (!isMachine) return;
  throw new Problem('out-of-scope', `${person} is a machine: a person has to decide this.`);
}
