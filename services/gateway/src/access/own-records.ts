import type { RecordJson } from '../records/json.ts';
import type { Services } from '../services.ts';
import { type Key, mayWrite } from './key.ts';
import { orNone } from './own-entity.ts';
import { mustNameOwnEntity } from './records-of-own-entity.ts';

/** Whether a thing belongs to a source of the key: whose it is now, also where another one recorded it. */
export function isOwn(key: Key, { source }: Pick<RecordJson, 'source'>): boolean {
  return mayWrite(key, source);
}

/** The sources whose things alone a list may hold; empty: it may hold all. */
export function sourcesToList({ sources }: Key): string[] {
  return sources === '*' ? [] : [...sources];
}

/**
 * Throws unless the key reads everything, or the thing belongs to a source of the key or names its entity. That there is
 * such a thing is not told either: the answer is in the words in which a register says that there is none.
 */
export async function mustReadRecord(key: Key, record: RecordJson, services: Services): Promise<void> {
  if (key.read || isOwn(key, record)) return;
  await orNone(
    mustNameOwnEntity(key, record, services),
    `nothing was recorded of ${record.type} ${record.subject}`,
  );
}
