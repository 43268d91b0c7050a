import { type Background, type DatabaseClock, type Logger, PeriodicTask } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { type KeptOfSource, keptOf } from './import-content.ts';
import type { ImportCollections, ImportDocument } from './import-documents.ts';

const EVERY_MS = 60_000;
const AT_ONCE = 20;

/** Ends imports that nobody goes on with, and deletes what is not kept any more. */
export function keepImports(collections: ImportCollections, clock: DatabaseClock, log: Logger): Background {
  const failure = 'old imports could not be deleted';
  return new PeriodicTask({ name: 'keep-imports', everyMs: EVERY_MS, failure, log }, () =>
    tidyImports(collections, clock.now()),
  );
}

export async function tidyImports(collections: ImportCollections, now: Date): Promise<undefined> {
  const { imports } = collections;
  const before = (ms: number) => new Date(now.getTime() - ms);
  await imports.updateMany(
    { state: 'receiving', touchedAt: { $lt: before(LIMITS.importIdleMs.most) } },
    { $set: { state: 'cancelled', endedAt: now } },
  );
  const old = { hasContent: true, endedAt: { $lt: before(LIMITS.importContentMs.most) } };
  for (const one of await imports.find(old).limit(AT_ONCE).toArray()) await dropContent(collections, one);
  const gone = { hasContent: false, endedAt: { $lt: before(LIMITS.importKeptMs.most) } };
  for (const one of await imports.find(gone).limit(AT_ONCE).toArray()) await drop(collections, one);
  for (const kept of await keptOf(imports, {})) await makeRoom(collections, kept);
  return undefined;
}

/** So that a source that imports much never has to wait for the end of what is kept. */
async function makeRoom(
  collections: ImportCollections,
  { _id: source, imports: count, bytes }: KeptOfSource,
): Promise<void> {
  let excess = count - LIMITS.importsKept.most / 2;
  let excessBytes = bytes - LIMITS.importSourceBytes.most / 2;
  if (excess <= 0 && excessBytes <= 0) return;
  const ended = collections.imports.find({ source, endedAt: { $ne: null } }).sort({ endedAt: 1 });
  for (const one of await ended.limit(AT_ONCE).toArray()) {
    if (excess > 0) await drop(collections, one);
    else if (excessBytes > 0 && one.hasContent) await dropContent(collections, one);
    excess -= 1;
    excessBytes -= one.hasContent ? one.bytes : 0;
  }
}

async function dropContent({ imports, chunks }: ImportCollections, { _id }: ImportDocument): Promise<void> {
  await chunks.deleteMany({ import: _id });
  await imports.updateOne({ _id }, { $set: { hasContent: false } });
}

async function drop(collections: ImportCollections, one: ImportDocument): Promise<void> {
  await dropContent(collections, one);
  await collections.lines.deleteMany({ import: one._id });
  await collections.imports.deleteOne({ _id: one._id });
}
