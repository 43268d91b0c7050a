import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { ARCHIVE_FORMAT, type ArchiveFileName, MANIFEST, type Manifest } from './archive-format.ts';

/** A file of the archive: records in batches, one to a line, or chunks whose records are counted at the end. */
export type ArchiveFile = { readonly name: ArchiveFileName } & (
  | { readonly records: AsyncIterable<readonly object[]> }
  | { readonly chunks: AsyncIterable<Uint8Array | string>; readonly recordCount: () => number }
);

/** What is exported, by whom, and by which software. */
export type ArchiveSubject = Omit<Manifest, 'format' | 'files'>;

/**
 * The archive as one ZIP, piece by piece: each file is read only when it is due, and no faster than the archive is
 * consumed. `beforeManifest` may still throw; any error truncates the archive, which then has no valid end.
 */
export async function* archiveChunks(
  subject: ArchiveSubject,
  files: readonly ArchiveFile[],
  beforeManifest: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = new PassThrough();
  zip.outputStream.pipe(output);
  zip.on('error', (error: Error) => output.destroy(error));
  const written: Manifest['files'] = [];
  let current: Readable | undefined;
  const add = (name: string, chunks: AsyncIterable<Uint8Array>) => {
    zip.addReadStreamLazy(name, { mtime: new Date(subject.exportedAt) }, (give) => {
      const stream = Readable.from(chunks, { objectMode: false });
      stream.on('error', (error) => zip.emit('error', error));
      current = stream;
      give(null, stream);
    });
  };
  for (const file of files)
    add(
      file.name,
      measured(file, (measure) => written.push(measure)),
    );
  add(MANIFEST, manifestChunks(subject, written, beforeManifest));
  zip.end();
  try {
    yield* output;
  } finally {
    output.destroy();
    current?.destroy();
  }
}

async function* manifestChunks(
  subject: ArchiveSubject,
  files: Manifest['files'],
  beforeManifest: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  await beforeManifest();
  const manifest: Manifest = { format: ARCHIVE_FORMAT, ...subject, files };
  yield Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** Passes on the bytes of a file; reports their size, hash and record count at the end. */
async function* measured(
  file: ArchiveFile,
  onFile: (measure: Manifest['files'][number]) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  let records = 0;
  const source = 'records' in file ? linesOf(file.records, (count) => (records += count)) : file.chunks;
  for await (const chunk of source) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    hash.update(part);
    bytes += part.length;
    yield part;
  }
  if ('recordCount' in file) records = file.recordCount();
  onFile({ name: file.name, bytes, sha256: hash.digest('hex'), records });
}

const CHUNK_CHARACTERS = 65_536;

async function* linesOf(
  records: AsyncIterable<readonly object[]>,
  count: (records: number) => void,
): AsyncGenerator<string> {
  let text = '';
  for await (const some of records) {
    count(some.length);
    for (const record of some) {
      text += `${JSON.stringify(record)}\n`;
      if (text.length < CHUNK_CHARACTERS) continue;
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}
