import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../http/problem.ts';

const PREFIX = 'ce-';

/** Whether the request carries a CloudEvent in binary mode: attributes in headers, data in the body. */
export function isBinaryMode(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => name.startsWith(PREFIX));
}

/**
 * The same CloudEvent in structured form (CloudEvents HTTP Protocol Binding 1.0.2, §3.1). The bytes of `data` are not
 * changed. Throws a Problem that names the header whose value cannot be decoded.
 */
export function structuredOf(headers: IncomingHttpHeaders, data: Buffer): Buffer {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const attribute = name.slice(PREFIX.length);
    // `datacontenttype` comes from the content type, and `data` is the body.
    if (!name.startsWith(PREFIX) || attribute === 'datacontenttype' || attribute === 'data') continue;
    attributes[attribute] = decodeHeaderValue(name, String(value));
  }
  const head = JSON.stringify({ ...attributes, datacontenttype: 'application/json' });
  return Buffer.concat([Buffer.from(`${head.slice(0, -1)},"data":`), data, Buffer.from('}')]);
}

/** §3.1.3.2: the quotes of a quoted text are removed, then percent-encoded UTF-8 is decoded, once. */
function decodeHeaderValue(name: string, value: string): string {
  const unquoted = /^".*"$/s.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
  const bytes = Buffer.from(
    // Node gives headers with one character per byte.
    unquoted.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const message = `${name} must be percent-encoded UTF-8`;
  throw new Problem('bad-request', `${message}.`, [{ field: name, reason: 'bad-field', message }]);
}
