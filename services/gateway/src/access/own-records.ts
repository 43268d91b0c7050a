import type { RecordJson } from '../records/json.ts';
import type { Services } from '../services.ts';
import { type Key, mayWrite } from './key.ts';
import { orNone } from './own-entity.ts';
import { mustNameOwnEntity } from './records-of-own-entity.ts';

/** Whether the record belongs to a source of the key today, even if another source recorded it. */
export function isOwn(key: Key, { source }: Pick<RecordJson, 'source'>): boolean {
  return mayWrite(key, source);
}

/** The sources to which a list is limited; empty means no limit. */
export function sourcesToList({ sources }: Key): string[] {
  return sources === '*' ? [] : [...sources];
}

/**
 * Throws unless the key reads everything, or the record belongs to a source of the key or names its entity. The refusal
 * is the same as a register's for a record that does not exist, so it does not reveal one.
 */
export async function mustReadRecord(key: Key, record: RecordJson, services: Services): Promise<void> {
  if (key.read || isOwn(key, record)) return;
  await orNone(
    mustNameOwnEntity(key, record, services),
    `nothing was recorded of ${record.type} ${record.subject}`,
  );
}
