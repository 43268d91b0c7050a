import { type Background, type DatabaseClock, type Logger, PeriodicTask } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { ImportCollections } from './import-documents.ts';

const EVERY_MS = 60_000;
const AT_ONCE = 20;

/** Ends imports that nobody goes on with, and deletes what is not kept any more. */
export function keepImports(collections: ImportCollections, clock: DatabaseClock, log: Logger): Background {
  const failure = 'old imports could not be deleted';
  return new PeriodicTask({ name: 'keep-imports', everyMs: EVERY_MS, failure, log }, () =>
    tidyImports(collections, clock.now()),
  );
}

export async function tidyImports(
  { imports, chunks, lines }: ImportCollections,
  now: Date,
): Promise<undefined> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  await imports.updateMany(
    { state: 'receiving', touchedAt: { $lt: before(LIMITS.importIdleMs.most) } },
    { $set: { state: 'cancelled', endedAt: now } },
  );
  const old = { hasContent: true, endedAt: { $lt: before(LIMITS.importContentMs.most) } };
  for (const { _id } of await imports.find(old).limit(AT_ONCE).toArray()) {
    await chunks.deleteMany({ import: _id });
    await imports.updateOne({ _id }, { $set: { hasContent: false } });
  }
  const gone = { hasContent: false, endedAt: { $lt: before(LIMITS.importKeptMs.most) } };
  for (const { _id } of await imports.find(gone).limit(AT_ONCE).toArray()) {
    await lines.deleteMany({ import: _id });
    await imports.deleteOne({ _id });
  }
  return undefined;
}
