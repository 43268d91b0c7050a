import type { ServerError } from './errors.ts';
import { toBytes } from './values.ts';

/** A command's reply, as bytes. */
export type Reply = Uint8Array;

export function replyOf(fields: Readonly<Record<string, unknown>>): Reply {
  return toBytes({ ...fields, ok: 1 });
}

export function errorReply({ message, code, codeName, more }: ServerError, labels: readonly string[]): Reply {
  const fields = { ok: 0, errmsg: message, code, codeName, ...more };
  return toBytes(labels.length > 0 ? { ...fields, errorLabels: labels } : fields);
}

const [DOUBLE, STRING, OBJECT, ARRAY, LONG] = [0x01, 0x02, 0x03, 0x04, 0x12];

/** Documents are sent as their stored bytes: a raw read returns these, and nothing is serialised again. */
export function cursorReply(
  batch: 'firstBatch' | 'nextBatch',
  { id, namespace }: { readonly id: bigint; readonly namespace: string },
  documents: readonly Uint8Array[],
): Reply {
  const listed = documents.flatMap((bytes, at) => [element(OBJECT, String(at)), bytes]);
  const long = Buffer.alloc(8);
  long.writeBigInt64LE(id);
  const text = Buffer.from(`${namespace}\0`);
  const one = Buffer.alloc(8);
  one.writeDoubleLE(1);
  const cursor = [
    ...[element(ARRAY, batch), embedded(listed)],
    ...[element(LONG, 'id'), long],
    ...[element(STRING, 'ns'), length(text.length), text],
  ];
  return embedded([element(OBJECT, 'cursor'), embedded(cursor), element(DOUBLE, 'ok'), one]);
}

function element(kind: number, name: string): Uint8Array {
  return Buffer.from(`${String.fromCharCode(kind)}${name}\0`, 'latin1');
}

function embedded(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = parts.reduce((sum, part) => sum + part.length, 5);
  return Buffer.concat([length(bytes), ...parts, Buffer.alloc(1)], bytes);
}

function length(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
