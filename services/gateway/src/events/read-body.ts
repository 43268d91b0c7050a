import type { IncomingHttpHeaders } from 'node:http';
import { LIMITS } from '@duixian/values';
import { Problem } from '../http/problem.ts';
import { isBinaryMode, structuredOf } from './binary-mode.ts';
import { itemTexts } from './item-texts.ts';
import { parseJson } from './parse-json.ts';

export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';
export const BINARY = 'application/json';

/** One item as its source wrote it, and as a value. */
export type Item = { readonly text: Buffer; readonly value: unknown };

/** The items of a request in any of the three modes of the CloudEvents HTTP binding. */
export function readBody(headers: IncomingHttpHeaders, body: Buffer): Item[] {
  const mode = modeOf(headers['content-type'] ?? '');
  if (mode === BATCH) return readBatch(body);
  if (mode === STRUCTURED) return [{ text: trimmed(body), value: parseJson(body) }];
  if (!isBinaryMode(headers)) {
    const remedy = `${STRUCTURED} or ${BATCH}, or give the attributes of the CloudEvent in ce-* headers (binary mode)`;
    throw new Problem('media-type', `A body of ${BINARY} is only data; send ${remedy}.`);
  }
  parseJson(body);
  const text = structuredOf(headers, body);
  return [{ text, value: JSON.parse(text.toString('utf8')) }];
}

function readBatch(body: Buffer): Item[] {
  const values = parseJson(body);
  if (!Array.isArray(values)) {
    throw new Problem(
      'bad-request',
      `A body of ${BATCH} must be a JSON array; one event alone goes as ${STRUCTURED}.`,
    );
  }
  if (values.length === 0) throw new Problem('empty-batch', 'The batch has no item; send 1 to 1,000.');
  if (values.length > LIMITS.requestItems.most) {
    throw new Problem(
      'too-large',
      `The batch has ${values.length} items; send at most 1,000 at once. Nothing was recorded.`,
    );
  }
  const texts = itemTexts(body);
  return values.map((value: unknown, index) => ({ text: texts[index] as Buffer, value }));
}

/** The media type; JSON has no other character set than UTF-8. */
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

function trimmed(body: Buffer): Buffer {
  const space = [0x20, 0x09, 0x0a, 0x0d];
  let from = 0;
  let end = body.length;
  while (space.includes(body[from] as number)) from++;
  while (space.includes(body[end - 1] as number)) end--;
  return body.subarray(from, end);
}
