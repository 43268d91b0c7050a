import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { addressOf } from '@duixian/client';
import { LIMITS } from '@duixian/values';
import type { Import } from '../system/answers.ts';
import { problemOf } from '../system/problem-of.ts';
import type { SystemClient } from '../system/system-client.ts';
import { unreadable } from '../system/unreadable.ts';

const PART_BYTES = LIMITS.importPartBytes.most;
/** The gateway takes ids without control characters; a name of a file may be longer than an id. */
const NAME_CHARACTERS = 40;

export type FileToImport = { readonly path: string; readonly sha256: string };

export async function hashFile(path: string): Promise<FileToImport> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw unreadable(path, error);
  }
  return { path, sha256: hash.digest('hex') };
}

/** The same file is the same import, so that a command that is repeated goes on where it was. */
export function idOf({ path, sha256 }: FileToImport, isDryRun: boolean): string {
  const name = basename(path)
    .replaceAll(/[^\p{L}\p{N}._-]/gu, '-')
    .slice(0, NAME_CHARACTERS);
  return `${name}-${sha256.slice(0, 12)}${isDryRun ? '-dry' : ''}`;
}

/** Sends what has not arrived yet. */
export async function sendContent(
  client: SystemClient,
  { path }: FileToImport,
  { id, source, bytes }: Pick<Import, 'id' | 'source' | 'bytes'>,
): Promise<void> {
  const file = await open(path);
  try {
    for (let offset = bytes; ; ) {
      const content = await partAt(file, offset);
      if (content.length === 0) return;
      offset = await sendPart(client, { id, source }, offset, content);
    }
  } finally {
    await file.close();
  }
}

async function partAt(file: FileHandle, offset: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(PART_BYTES);
  const { bytesRead } = await file.read(buffer, 0, PART_BYTES, offset);
  return buffer.subarray(0, bytesRead);
}

async function sendPart(
  client: SystemClient,
  { id, source }: Pick<Import, 'id' | 'source'>,
  offset: number,
  content: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const address = addressOf('get', '/v1/imports/{id}', { path: { id }, query: { source } });
  const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
  const response = await client.request(address, { method: 'PATCH', headers, body: content });
  if (!response.ok) throw await problemOf(client.url, response);
  return offset + content.length;
}
