import { createReadStream, statSync } from 'node:fs';
import { MAX_ITEM_BYTES, splitLines } from '@duixian/facts';
import { Problem } from '@duixian/local/folder';
import { unreadable } from '../system/unreadable.ts';
import type { LineSource } from './batches.ts';

const chunkBytes = 1024 * 1024;

/** Files of facts, or standard input as `-`; `onRead` gets the size of every chunk. */
export function openFacts(
  files: readonly string[],
  onRead: (bytes: number) => void = () => {},
): LineSource[] {
  return files.map((file) => ({
    file,
    lines: splitLines(withFaults(bytesOf(file), onRead), MAX_ITEM_BYTES),
  }));
}

/** Undefined where standard input is among them. */
export function totalBytes(files: readonly string[]): number | undefined {
  if (files.includes('-')) return undefined;
  return files.reduce((sum, file) => sum + sizeOf(file), 0);
}

function sizeOf(file: string): number {
  try {
    const status = statSync(file);
    if (status.isDirectory()) throw new Problem(`${file} is a folder. Name the facts files in it.`);
    return status.size;
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(file, error);
  }
}

/** The bytes of a file, or of standard input as `-`. */
export async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? process.stdin : createReadStream(file, { highWaterMark: chunkBytes });
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function* withFaults(
  chunks: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}
