import { isUtf8 } from 'node:buffer';
import { excerpt } from '@duixian/facts';
import { Problem } from '../http/problem.ts';
import { jsonFaultPosition } from './json-fault-position.ts';

/** The value of a body; a body that is not JSON is a Problem that says where it stops being JSON. */
export function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw notJson('it is not UTF-8');
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notJson(whereItFails(text));
  }
}

function notJson(why: string): Problem {
  const message = `the body must be valid JSON; ${why}`;
  return new Problem('not-json', `The body must be valid JSON; ${why}. Nothing was recorded.`, [
    { field: '', reason: 'not-json', message },
  ]);
}

const BYTE_ORDER_MARK = '\uFEFF';

function whereItFails(text: string): string {
  if (text.startsWith(BYTE_ORDER_MARK))
    return 'it begins with a byte order mark, U+FEFF, at position 0; leave that out';
  const position = jsonFaultPosition(text);
  if (position >= text.length) return `it ends too early, at position ${position}`;
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  return `${excerpt(text[position])} at position ${position} (line ${line}, column ${column}) does not belong there`;
}
