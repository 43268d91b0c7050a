import type { z } from 'zod';
import { Agreement } from './agreement.ts';
import { type Entries, type Measure, openEntries, readLines, readWhole } from './archive-entries.ts';
import {
  ARCHIVE_FILES,
  explanationRecord,
  journalEntryRecord,
  lineRecord,
  MANIFEST,
  type Manifest,
  manifestSchema,
  orderRecord,
  payeeRecord,
  runRecord,
} from './archive-format.ts';
import { counts } from './line-agreement.ts';

/** The findings in an archive: it is correct where there are no differences. */
export type Verified = {
  readonly manifest: Manifest | null;
  /** SHA-256 of the manifest; empty where there is none. */
  readonly digest: string;
  readonly differences: readonly string[];
};

/** A manifest names eight files, and a payment run has few notes. */
const MOST_MANIFEST_BYTES = 1024 * 1024;
const MOST_RUN_BYTES = 256 * 1024 * 1024;
/** Further differences are counted but not named. */
const MOST_NAMED = 1_000;

/** Verifies an archive by itself, without the system that wrote it. */
export async function verifyArchive(path: string): Promise<Verified> {
  const nothing = { manifest: null, digest: '' };
  let entries: Entries;
  try {
    entries = await openEntries(path);
  } catch (error) {
    return { ...nothing, differences: [`it is not a complete ZIP: ${reasonOf(error)}`] };
  }
  try {
    const { manifest, digest } = await readManifest(entries);
    const named = new Differences();
    namesDiffer(entries, manifest, named);
    await contentDiffers(entries, manifest, named);
    return { manifest, digest, differences: named.list() };
  } catch (error) {
    return { ...nothing, differences: [`${MANIFEST}: ${reasonOf(error)}`] };
  } finally {
    entries.zip.close();
  }
}

async function readManifest({ zip, byName }: Entries): Promise<{ manifest: Manifest; digest: string }> {
  const entry = byName.get(MANIFEST);
  if (!entry) throw new Error('it is missing');
  const { content, sha256 } = await readWhole(zip, entry, MOST_MANIFEST_BYTES);
  return { manifest: manifestSchema.parse(JSON.parse(content.toString())), digest: sha256 };
}

function namesDiffer({ names }: Entries, { files }: Manifest, named: Differences): void {
  const stated = files.map(({ name }) => name);
  const expected = new Set<string>([...ARCHIVE_FILES, ...stated]);
  for (const name of expected) {
    if (!names.includes(name)) named.add([`${name} is missing`]);
    if (!stated.includes(name)) named.add([`${name} is not in the manifest`]);
  }
  for (const name of new Set(names)) {
    if (name !== MANIFEST && !expected.has(name))
      named.add([`${name} is in the archive, but not in the manifest`]);
    if (names.indexOf(name) !== names.lastIndexOf(name)) named.add([`${name} occurs twice`]);
  }
  for (const name of new Set(stated)) {
    if (stated.indexOf(name) !== stated.lastIndexOf(name))
      named.add([`${name} occurs twice in the manifest`]);
  }
}

/** File by file in the order of the archive, because one file determines what is expected of the next. */
async function contentDiffers(entries: Entries, manifest: Manifest, named: Differences): Promise<void> {
  const agreement = await runOf(entries, manifest, named);
  await records(entries, manifest, 'lines.ndjson', lineRecord, named, (line) => agreement?.line(line));
  for (const name of ['publication.html', 'publication.xlsx']) {
    const stated = manifest.files.find((file) => file.name === name);
    await measureDiffers(entries, manifest, name, named, () => {}, false);
    if (agreement && stated) named.add(counts(`${name}: lines`, stated.records, agreement.onList));
  }
  await records(entries, manifest, 'orders.ndjson', orderRecord, named, (order) => agreement?.order(order));
  await records(entries, manifest, 'payees.ndjson', payeeRecord, named, (payee) => agreement?.payee(payee));
  await records(entries, manifest, 'explanations.ndjson', explanationRecord, named, (explanation) =>
    agreement?.explanation(explanation),
  );
  await records(entries, manifest, 'movements.ndjson', journalEntryRecord, named, (journalEntry) =>
    agreement?.journalEntry(journalEntry),
  );
  if (agreement) named.add(agreement.endFaults());
}

async function runOf({ zip, byName }: Entries, manifest: Manifest, named: Differences) {
  const entry = byName.get('run.json');
  if (!entry) return undefined;
  try {
    const { content, ...measure } = await readWhole(zip, entry, MOST_RUN_BYTES);
    measured('run.json', manifest, measure, named);
    const agreement = new Agreement(runRecord.parse(JSON.parse(content.toString())));
    named.add(agreement.runFaults(manifest.run));
    return agreement;
  } catch (error) {
    named.add([`run.json cannot be read: ${reasonOf(error)}`]);
    return undefined;
  }
}

function records<Schema extends z.ZodType>(
  entries: Entries,
  manifest: Manifest,
  name: string,
  schema: Schema,
  named: Differences,
  judge: (record: z.output<Schema>) => string[] | undefined,
): Promise<void> {
  let number = 0;
  const take = (line: Buffer) => {
    number += 1;
    const record = schema.safeParse(parsed(line));
    named.add(
      record.success ? (judge(record.data) ?? []) : [`${name}: record ${number} does not have its form`],
    );
  };
  return measureDiffers(entries, manifest, name, named, take, true);
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return undefined;
  }
}

async function measureDiffers(
  { zip, byName }: Entries,
  manifest: Manifest,
  name: string,
  named: Differences,
  take: (line: Buffer) => void,
  isRecords: boolean,
): Promise<void> {
  const entry = byName.get(name);
  const stated = manifest.files.find((file) => file.name === name);
  if (!entry || !stated) return;
  try {
    const measure = await readLines(zip, entry, stated.bytes, take);
    measured(name, manifest, isRecords ? measure : { ...measure, records: stated.records }, named);
  } catch (error) {
    named.add([`${name} cannot be read: ${reasonOf(error)}`]);
  }
}

function measured(name: string, { files }: Manifest, found: Measure, named: Differences): void {
  const stated = files.find((file) => file.name === name);
  if (!stated) return;
  named.add([
    ...counts(`${name}: bytes`, stated.bytes, found.bytes),
    ...counts(`${name}: records`, stated.records, found.records),
    ...(stated.sha256 === found.sha256 ? [] : [`${name} does not match its digest in the manifest`]),
  ]);
}

/** A bounded list, so that a file of nonsense cannot fill it without end. */
class Differences {
  readonly #named: string[] = [];
  #count = 0;

  add(differences: readonly string[]): void {
    this.#count += differences.length;
    this.#named.push(...differences.slice(0, Math.max(0, MOST_NAMED - this.#named.length)));
  }

  list(): string[] {
    const more = this.#count - this.#named.length;
    return more > 0 ? [...this.#named, `and ${more} more`] : this.#named;
  }
}

function reasonOf(error: unknown): string {
  return (error as Error).name === 'ZodError' ? 'it is not of this format' : (error as Error).message;
}
