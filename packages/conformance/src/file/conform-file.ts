import { isUtf8 } from 'node:buffer';
import { isBlank, MAX_ITEM_BYTES, splitLines } from '@duixian/facts';
import { MIB } from '@duixian/values';
import { type Result, type RunOptions, runRules } from '../core/run-rules.ts';
import { batchElements } from './batch-elements.ts';
import type { FileOptions, Watcher, WholeFile } from './file-rule.ts';
import { Notes } from './notes.ts';
import { faultInWords, ruleOfFault } from './rule-of-fault.ts';
import { FILE_RULES, type FileRuleId } from './rules.ts';
import { ItemReader, type SeenItem } from './seen-item.ts';

/** Far more than one request may have, so that F-20 can still say by how much it is too large. */
const MOST_BATCH_BYTES = 64 * MIB;
const MOST_ITEMS = 1_000_000;
const BEGINNING_BYTES = 4;

type Watch = { readonly watcher: Watcher; readonly notes: Notes; broken?: unknown };
type RawItem = { readonly place: string; readonly bytes: Buffer; readonly sizeBytes: number };

/** Reads a facts file once, item by item, past all rules. */
export async function conformFile(
  chunks: AsyncIterable<Uint8Array>,
  options: FileOptions,
  run: RunOptions,
): Promise<Result[]> {
  const watches = new Map<FileRuleId, Watch>(
    FILE_RULES.map(({ id, watch }) => [id, { watcher: watch(options), notes: new Notes() }]),
  );
  const unread = await readPast(watches, chunks, options).catch((error: unknown) => ({ error }));
  return runRules(
    [...FILE_RULES],
    ({ id }) => {
      if (unread) throw unread.error;
      const watch = watches.get(id);
      if (watch === undefined || 'broken' in watch) throw watch?.broken;
      return watch.notes.verdict();
    },
    run,
  );
}

async function readPast(
  watches: ReadonlyMap<FileRuleId, Watch>,
  chunks: AsyncIterable<Uint8Array>,
  options: FileOptions,
): Promise<undefined> {
  const reader = new ItemReader(options.now);
  const file = { items: 0, bytes: 0, beginsWith: Buffer.alloc(0) };
  const counted = countedInto(file, chunks);
  for await (const items of options.isBatch ? batchItems(counted) : lineItems(counted)) {
    for (const { place, bytes, sizeBytes } of items) {
      file.items += 1;
      if (file.items > MOST_ITEMS) throw new Error(`the file has more than ${MOST_ITEMS} items; divide it`);
      see(watches, reader.read(place, bytes, sizeBytes));
    }
  }
  for (const watch of watches.values()) guarded(watch, () => watch.watcher.end?.(watch.notes, file));
  return undefined;
}

function see(watches: ReadonlyMap<FileRuleId, Watch>, seen: SeenItem): void {
  for (const fault of seen.faults) {
    const place = fault.field === '' ? seen.place : `${seen.place}, ${fault.field}`;
    watches.get(ruleOfFault(seen, fault))?.notes.note('FAILED', place, faultInWords(fault));
  }
  for (const watch of watches.values()) guarded(watch, () => watch.watcher.see?.(seen, watch.notes));
}

/** A rule that breaks is interrupted; the others go on. */
function guarded(watch: Watch, look: () => void): void {
  if ('broken' in watch) return;
  try {
    look();
  } catch (error) {
    watch.broken = error;
  }
}

async function* countedInto(
  file: { -readonly [Name in keyof WholeFile]: WholeFile[Name] },
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    file.bytes += chunk.length;
    const missing = BEGINNING_BYTES - file.beginsWith.length;
    if (missing > 0) file.beginsWith = Buffer.concat([file.beginsWith, chunk.subarray(0, missing)]);
    yield chunk;
  }
}

async function* lineItems(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawItem[]> {
  for await (const lines of splitLines(chunks, MAX_ITEM_BYTES)) {
    yield lines
      .filter(({ bytes }) => !isBlank(bytes))
      .map(({ number, bytes, sizeBytes }) => ({ place: `line ${number}`, bytes, sizeBytes }));
  }
}

async function* batchItems(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawItem[]> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > MOST_BATCH_BYTES) throw new Error(`the file has more than ${MOST_BATCH_BYTES / MIB} MiB`);
    parts.push(Uint8Array.from(chunk));
  }
  const whole = Buffer.concat(parts);
  if (!isUtf8(whole)) {
    yield [{ place: 'item 1', bytes: whole, sizeBytes: Math.min(sizeBytes, MAX_ITEM_BYTES) }];
    return;
  }
  yield batchElements(whole.toString()).map((text, index) => {
    const bytes = Buffer.from(text);
    return { place: `item ${index + 1}`, bytes, sizeBytes: bytes.length };
  });
}
