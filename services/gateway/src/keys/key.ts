/**
 * What a key may do, read once from its scopes:
 *
 * - `source:<uri>` or `source:*` writes the facts of that source, or of all;
 * - `read` reads everything; `read:entity:<uscc>` what belongs to that USCC's entity;
 * - `officer` reads everything, releases orders, deals with dead letters, publishes again;
 * - `prepare` reads everything and proposes: accounts of payees, runs, demands for what is to be given back; reconciles
 *   statements of the treasury, suspends ordering;
 * - `approve` reads everything and decides what another person proposed; suspends and resumes ordering;
 * - `treasury` lists orders and reports their status, sets budgets, reconciles statements, and books what came back.
 */
export type Key = {
  /** Names the holder: in logs, and as the one who releases. */
  readonly name: string;
  readonly sources: '*' | ReadonlySet<string>;
  readonly read: boolean;
  /** USCCs whose entities it may read. */
  readonly entities: readonly string[];
  readonly officer: boolean;
  readonly prepare: boolean;
  readonly approve: boolean;
  readonly treasury: boolean;
};

/** What an endpoint asks of a key; holding one of those it names is enough. */
export type Access = 'source' | 'read' | 'read:entity' | 'officer' | 'prepare' | 'approve' | 'treasury';

export const SCOPE_PATTERN =
  /^(source:\*|source:[A-Za-z][A-Za-z0-9+.-]*:\S+|read|read:entity:[0-9A-Z]{18}|officer|prepare|approve|treasury)$/;

const SOURCE = 'source:';
const ENTITY = 'read:entity:';

export function keyOf(name: string, scopes: readonly string[]): Key {
  const sources = scopes
    .filter((scope) => scope.startsWith(SOURCE))
    .map((scope) => scope.slice(SOURCE.length));
  const officer = scopes.includes('officer');
  const prepare = scopes.includes('prepare');
  const approve = scopes.includes('approve');
  return {
    name,
    sources: sources.includes('*') ? '*' : new Set(sources),
    read: officer || prepare || approve || scopes.includes('read'),
    entities: scopes.filter((scope) => scope.startsWith(ENTITY)).map((scope) => scope.slice(ENTITY.length)),
    officer,
    prepare,
    approve,
    treasury: scopes.includes('treasury'),
  };
}

export function mayUse(key: Key, accesses: readonly Access[]): boolean {
  return accesses.some((access) => HOLDS[access](key));
}

export function mayWrite(key: Key, source: string): boolean {
  return key.sources === '*' || key.sources.has(source);
}

const HOLDS: Record<Access, (key: Key) => boolean> = {
  source: (key) => key.sources === '*' || key.sources.size > 0,
  read: (key) => key.read,
  'read:entity': (key) => key.read || key.entities.length > 0,
  officer: (key) => key.officer,
  prepare: (key) => key.prepare,
  approve: (key) => key.approve,
  treasury: (key) => key.treasury,
};
