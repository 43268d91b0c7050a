import { Problem } from '../http/problem.ts';
import { type Key, mayWrite } from './key.ts';

/** The source whose own matters a key asks about: the only one of its key where none is named. */
export function sourceToRead(key: Key, asked: string | undefined): string {
  if (asked !== undefined) {
    if (key.read || mayWrite(key, asked)) return asked;
    throw new Problem('out-of-scope', 'This key reads what is of its own source only.');
  }
  const [only, ...others] = key.sources === '*' ? [] : key.sources;
  if (only !== undefined && others.length === 0 && !key.read) return only;
  const message = 'source must be the URI of a source';
  throw new Problem('bad-request', `${message}.`, [{ field: 'source', reason: 'missing-field', message }]);
}
