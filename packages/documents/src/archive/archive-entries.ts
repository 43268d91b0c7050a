import { createHash } from 'node:crypto';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** The size, hash and record count of a file of an archive. */
export type Measure = { readonly bytes: number; readonly sha256: string; readonly records: number };

const NEWLINE = 0x0a;
/** No record is nearly as long, so this system did not write a longer one. */
const LONGEST_LINE_BYTES = 64 * 1024 * 1024;

/** The files of an archive, by name; `names` contains a repeated name twice. */
export type Entries = {
  readonly zip: ZipFile;
  readonly names: readonly string[];
  readonly byName: Map<string, Entry>;
};

export async function openEntries(path: string): Promise<Entries> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true });
  const byName = new Map<string, Entry>();
  const names: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      byName.set(entry.fileName, entry);
    }
  } catch (error) {
    zip.close();
    throw error;
  }
  return { zip, names, byName };
}

/** Reads a file line by line to its end, or until it exceeds its expected size, and measures it. */
export async function readLines(
  zip: ZipFile,
  entry: Entry,
  mostBytes: number,
  take: (line: Buffer) => void,
): Promise<Measure> {
  const hash = createHash('sha256');
  let [bytes, records] = [0, 0];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      records += 1;
      take(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    if (rest.length > LONGEST_LINE_BYTES) throw new Error('a line of it is too long');
  }
  if (rest.length > 0) {
    records += 1;
    take(rest);
  }
  return { bytes, sha256: hash.digest('hex'), records };
}

/** Reads a small file as a whole. */
export async function readWhole(
  zip: ZipFile,
  entry: Entry,
  mostBytes: number,
): Promise<Measure & { content: Buffer }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
  }
  const content = Buffer.concat(chunks);
  return { bytes, sha256: createHash('sha256').update(content).digest('hex'), records: 1, content };
}
