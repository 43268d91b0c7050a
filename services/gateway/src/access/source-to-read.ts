import { Problem } from '../http/problem.ts';
import { type Key, mayWrite } from './key.ts';

/** The source whose own matters a key asks about: the only one of its key where none is named. */
export function sourceToRead(key: Key, asked: string | undefined): string {
  if (asked !== undefined) {
    if (key.read || mayWrite(key, asked)) return asked;
    throw new Problem('out-of-scope', 'This key reads what is of its own source only.');
  }
  const only = onlySourceOf(key);
  if (only !== undefined && !key.read) return only;
  throw sourceMissing();
}

/** The sources of which a list is asked for; none means all. */
export function sourcesToRead(key: Key, asked: string | undefined): string[] {
  if (asked !== undefined) return [sourceToRead(key, asked)];
  return key.read || key.sources === '*' ? [] : [...key.sources];
}

/** The source as which a key writes: its only one where none is named. */
export function sourceToWrite(key: Key, asked: string | undefined): string {
  const source = asked ?? onlySourceOf(key);
  if (source === undefined) throw sourceMissing();
  if (mayWrite(key, source)) return source;
  throw new Problem(
    'out-of-scope',
    `This key may not write as ${JSON.stringify(source)}; nothing was recorded.`,
  );
}

function onlySourceOf({ sources }: Key): string | undefined {
  const [only, ...others] = sources === '*' ? [] : sources;
  return others.length === 0 ? only : undefined;
}

function sourceMissing(): Problem {
  const message = 'source must be the URI of a source';
  return new Problem('bad-request', `${message}.`, [{ field: 'source', reason: 'missing-field', message }]);
}
