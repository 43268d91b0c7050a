import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import type { Key } from './key.ts';

/**
 * What a key with `read:entity:<uscc>` may read: what names its USCC, or the entity that the USCC belongs to now. A
 * branch (分公司) belongs to its legal entity, so its key reads the accounts of that entity.
 */
async function readableUsccs({ entities }: Key, services: Services): Promise<ReadonlySet<string>> {
  const current = await Promise.all(entities.map((uscc) => entityOf(uscc, services)));
  return new Set([...entities, ...current]);
}

/**
 * Those of a list that a key may see: a contract names two parties, and each reads its own side. What names nobody is for
 * everybody. Awards is asked only where something names none of the key's own USCCs.
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

/** The entity of a USCC as awards knows it; where it has no account there, the USCC itself. Empty stays empty. */
export async function entityOf(uscc: string, { awards }: Services): Promise<string> {
  if (uscc === '') return '';
  const { accounts } = await awards.listAccounts({ entity: uscc, year: 0, group: '', after: '', limit: 1 });
  return accounts[0]?.entity ?? uscc;
}

/** The USCC whose entity to ask for, empty for all; throws a Problem where the key may not read what is asked. */
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
  throw new Problem('out-of-scope', `This key reads what belongs to ${key.entities.join(', ')} only.`);
}

/**
 * The same of one thing under a number that can be guessed: where the key may not read it, it is answered in the words of
 * what there is not, so that nobody learns that it is there.
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
