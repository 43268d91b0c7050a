import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import type { Key } from './key.ts';

/**
 * What a key with `read:entity:<uscc>` may read: whatever names its USCC, or the entity to which the USCC belongs
 * today. A branch (分公司) belongs to its legal entity, so its key reads the accounts of that entity.
 */
async function readableUsccs({ entities }: Key, services: Services): Promise<ReadonlySet<string>> {
  const current = await Promise.all(entities.map((uscc) => entityOf(uscc, services)));
  return new Set([...entities, ...current]);
}

/**
 * The items of a list that a key may see: a contract names two parties, and each reads its own side. An item that names
 * nobody is visible to all. Awards is asked only where an item names none of the key's own USCCs.
 */
export async function onlyReadable<T>(
  key: Key,
  items: readonly T[],
  usccsOf: (item: T) => readonly string[],
  services: Services,
): Promise<T[]> {
  const nameOneOf = (own: ReadonlySet<string>) => (item: T) => {
    const usccs = usccsOf(item);
    return usccs.length === 0 || usccs.some((uscc) => own.has(uscc));
  };
  if (key.read || items.every(nameOneOf(new Set(key.entities)))) return [...items];
  return items.filter(nameOneOf(await readableUsccs(key, services)));
}

/** The entity of a USCC as awards has it; without an account there, the USCC itself. Empty stays empty. */
export async function entityOf(uscc: string, { awards }: Services): Promise<string> {
  if (uscc === '') return '';
  const { accounts } = await awards.listAccounts({ entity: uscc, year: 0, group: '', after: '', limit: 1 });
  return accounts[0]?.entity ?? uscc;
}

/** The USCC whose entity to query; empty means all. Throws a Problem where the key may not read it. */
export async function entityToRead(key: Key, asked: string | undefined, services: Services): Promise<string> {
  if (key.read) return asked ?? '';
  if (asked === undefined) return onlyEntity(key);
  if (key.entities.includes(asked)) return asked;
  await mustBeReadable(key, [asked], services);
  return asked;
}

/** Throws a Problem unless the key reads everything or one of the USCCs. */
export async function mustBeReadable(key: Key, usccs: readonly string[], services: Services): Promise<void> {
  if (key.read || usccs.some((uscc) => key.entities.includes(uscc))) return;
  const readable = await readableUsccs(key, services);
  if (usccs.some((uscc) => readable.has(uscc))) return;
  throw new Problem('out-of-scope', `This key reads only what belongs to ${key.entities.join(', ')}.`);
}

/**
 * The same for one record whose id can be guessed: where the key may not read it, the answer is the same as for one
 * that does not exist.
 */
export async function mustBeReadableOrNone(
  key: Key,
  usccs: readonly string[],
  services: Services,
  words: string,
): Promise<void> {
  await orNone(mustBeReadable(key, usccs, services), words);
}

export async function orNone(readable: Promise<void>, words: string): Promise<void> {
  await readable.catch((error: unknown) => {
    const isOutOfScope = error instanceof Problem && error.kind === 'out-of-scope';
    throw isOutOfScope ? new Problem('not-found', words) : error;
  });
}

function onlyEntity({ entities }: Key): string {
  const [entity, ...others] = entities;
  if (entity !== undefined && others.length === 0) return entity;
  const message = `entity must be one of those that this key reads: ${entities.join(', ')}`;
  throw new Problem('bad-request', `${message}.`, [{ field: 'entity', reason: 'missing-field', message }]);
}
