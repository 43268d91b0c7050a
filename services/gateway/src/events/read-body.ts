import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import * as api from '@duixian/api';
import { inTurns } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { Problem } from '../http/problem.ts';
import { isBinaryMode, structuredOf } from './binary-mode.ts';
import { itemTexts } from './item-texts.ts';
import { trimmed } from './json-space.ts';
import { mustBeJson, parseJson } from './parse-json.ts';

/** Of an item that is too large, only so many bytes are searched for its id. */
const READABLE_BYTES = 4 * LIMITS.itemBytes.most;

/** The id, source and type of an item, as far as they can be read. */
type Head = { readonly id?: unknown; readonly source?: unknown; readonly type?: unknown };

/**
 * One item as its source wrote it, with what the gateway must know of it. Parsed as a whole it could take a hundred
 * times the memory.
 */
export type Item = { readonly text: Buffer; readonly head: Head };

/** The items of a request in any of the three modes of the CloudEvents HTTP binding. */
export async function readBody(headers: IncomingHttpHeaders, body: Buffer): Promise<Item[]> {
  const mode = modeOf(headers['content-type'] ?? '');
  if (mode === api.CLOUD_EVENT_BATCH) return readBatch(body);
  if (mode === api.CLOUD_EVENT) return [await structured(body)];
  if (!isBinaryMode(headers)) {
    const remedy = `${api.CLOUD_EVENT} or ${api.CLOUD_EVENT_BATCH}, or give the attributes of the CloudEvent in ce-* headers (binary mode)`;
    throw new Problem('media-type', `A body of ${api.CLOUD_EVENT_DATA} is only data; send ${remedy}.`);
  }
  if (body.length <= READABLE_BYTES) await parseJson(body);
  const text = structuredOf(headers, body);
  return [{ text, head: headOf(text) }];
}

async function structured(body: Buffer): Promise<Item> {
  const text = await trimmed(body);
  return { text, head: text.length > READABLE_BYTES ? {} : headIn(await parseJson(body)) };
}

/** Nothing for an item that is far too large. Throws where it is not JSON. */
function headOf(text: Buffer): Head {
  if (text.length > READABLE_BYTES) return {};
  return headIn(JSON.parse(text.toString('utf8')));
}

function headIn(value: unknown): Head {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const { id, source, type } = value as Head;
  return { id, source, type };
}

/** Item by item, so that small requests do not wait while a large body is parsed. */
async function readBatch(body: Buffer): Promise<Item[]> {
  const found = isUtf8(body) ? await itemTexts(body, LIMITS.requestItems.most) : undefined;
  if (found === undefined) throw await noArray(body);
  const { texts, count } = found;
  if (count === 0) throw new Problem('empty-batch', 'The batch has no item; send 1 to 1,000.');
  if (count > LIMITS.requestItems.most) {
    throw new Problem(
      'too-large',
      `The batch has ${count} items; send at most 1,000 at once. Nothing was recorded.`,
    );
  }
  const heads = await inTurns(texts, (text) => {
    try {
      return headOf(text);
    } catch {
      return undefined;
    }
  });
  // A fault's position is reported in the whole body.
  if (heads.includes(undefined)) throw await noArray(body);
  return texts.map((text, index) => ({ text, head: heads[index] ?? {} }));
}

async function noArray(body: Buffer): Promise<Problem> {
  await mustBeJson(body);
  return new Problem(
    'bad-request',
    `A body of ${api.CLOUD_EVENT_BATCH} must be a JSON array; a single event is sent as ${api.CLOUD_EVENT}.`,
  );
}

/** The media type. JSON has no charset but UTF-8. */
function modeOf(contentType: string): string {
  const [mode = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.replaceAll(/charset=|"/g, '');
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return mode;
  throw new Problem('media-type', `The character set must be UTF-8; it is ${charset}.`);
}
