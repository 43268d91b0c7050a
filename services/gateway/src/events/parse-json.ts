import { isUtf8 } from 'node:buffer';
import { excerpt } from '@duixian/facts';
import { turn } from '@duixian/runtime';
import { Problem } from '../http/problem.ts';
import { jsonFaultPosition } from './json-fault-position.ts';
import { trimmed } from './json-space.ts';

/**
 * The value of a body that has little space in it. Throws a Problem with the position where a body stops being JSON.
 */
export async function parseJson(body: Buffer): Promise<unknown> {
  if (!isUtf8(body)) throw notJson('it is not UTF-8');
  try {
    return JSON.parse((await trimmed(body)).toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const text = body.toString('utf8');
    throw notJson(await whatFails(text, (await jsonFaultPosition(text)) ?? text.length));
  }
}

/** As `parseJson`, for text that may be too large to be parsed into values. */
export async function mustBeJson(body: Buffer): Promise<void> {
  if (!isUtf8(body)) throw notJson('it is not UTF-8');
  const text = body.toString('utf8');
  const position = await jsonFaultPosition(text);
  if (position !== undefined) throw notJson(await whatFails(text, position));
}

function notJson(why: string): Problem {
  const message = `the body must be valid JSON; ${why}`;
  return new Problem('not-json', `The body must be valid JSON; ${why}. Nothing was recorded.`, [
    { field: '', reason: 'not-json', message },
  ]);
}

/** After so many characters the event loop gets a turn. */
const AT_ONCE = 500_000;
const BYTE_ORDER_MARK = '\uFEFF';

async function whatFails(text: string, position: number): Promise<string> {
  if (text.startsWith(BYTE_ORDER_MARK))
    return 'it begins with a byte order mark, U+FEFF, at position 0; remove it';
  if (position >= text.length) return `it ends too early, at position ${position}`;
  let line = 1;
  for (let at = 0; at < position; at++) {
    if (text[at] === '\n') line++;
    if (at % AT_ONCE === 0) await turn();
  }
  // Counted from the last line feed before it; the first line has none.
  const column = position === 0 ? 1 : position - text.lastIndexOf('\n', position - 1);
  return `${excerpt(text[position])} at position ${position} (line ${line}, column ${column}) does not belong there`;
}
