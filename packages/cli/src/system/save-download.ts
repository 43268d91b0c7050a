import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '@duixian/local/folder';
import { print } from '../report/lines.ts';
import { problemOf } from './problem-of.ts';
import type { SystemClient } from './system-client.ts';

const PRIVATE = 0o600;

/** Writes the whole file or nothing, readable only by its owner: the documents of officers are not public. */
export async function saveDownload(
  client: SystemClient,
  address: string,
  path: string,
  timeoutMs: number,
): Promise<void> {
  const response = await client.request(address, { method: 'GET', timeoutMs });
  if (!response.ok || !response.body) throw await problemOf(client.url, response);
  const part = `${path}.part`;
  try {
    await pipeline(Readable.fromWeb(response.body as never), createWriteStream(part, { mode: PRIVATE }));
    await rename(part, path);
    print(`${path} is written, for you alone to read.`);
  } catch (cause) {
    await rm(part, { force: true });
    throw new Problem(`${path} was not written: ${(cause as Error).message}. Try again.`, { cause });
  }
}

/** The format by the file's extension, among the known ones. */
export function formatOfName<Format extends string>(path: string, formats: readonly Format[]): Format {
  const found = formats.find((format) => path.toLowerCase().endsWith(`.${format}`));
  if (found !== undefined) return found;
  const endings = formats.map((format) => `.${format}`).join(' or ');
  throw new Problem(`${path} must end in ${endings}: by its name the format is known.`);
}
