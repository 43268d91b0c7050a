import type { Readable } from 'node:stream';
import { MIB, visible } from '@duixian/values';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { TableRefused, type WorkbookLimits } from './table.ts';

/** Below this many unpacked bytes, how well the archive is packed does not matter: empty rows pack very well. */
const RATIO_FROM_BYTES = 16 * MIB;
/** `S_IFLNK` among the bits of the type of a file, as Unix archivers store them. */
const [TYPE_BITS, SYMBOLIC_LINK] = [0xf000, 0xa000];
const BAD_NAME = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/s;
const PACKED_TABLE = /^[^/]*\.(xlsx?|et|csv|zip)$/i;

/**
 * The parts of a workbook by name. The unpacked bytes of all parts together are counted as they arrive, whatever sizes
 * the archive states; a part that is read twice counts once.
 */
export class Parts {
  readonly #archive: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #limits: WorkbookLimits;
  readonly #mostBytes: number;
  readonly #unpacked = new Map<string, number>();
  #sum = 0;

  private constructor(
    archive: ZipFile,
    entries: ReadonlyMap<string, Entry>,
    limits: WorkbookLimits,
    bytes: number,
  ) {
    this.#archive = archive;
    this.#entries = entries;
    this.#limits = limits;
    this.#mostBytes = Math.max(RATIO_FROM_BYTES, bytes * limits.unpackedRatio);
  }

  static async of(bytes: Uint8Array, limits: WorkbookLimits): Promise<Parts> {
    const archive = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
      lazyEntries: true,
      autoClose: false,
    });
    const entries = new Map<string, Entry>();
    for await (const entry of entriesOf(archive)) {
      if (entries.size >= limits.parts)
        throw new TableRefused(
          `the workbook has more than ${limits.parts} parts (sheets, pictures and the like); leave only the table in it`,
        );
      if (entries.has(entry.fileName)) throw new Error('an archive of two parts with one name');
      refuseStrange(entry);
      entries.set(entry.fileName, entry);
    }
    const packed = [...entries.keys()].find((name) => PACKED_TABLE.test(name));
    if (packed !== undefined && !entries.has('xl/workbook.xml'))
      throw new TableRefused(
        `the file is a ZIP archive with "${visible(packed.slice(0, 60))}" in it, not a workbook; unpack it and send that file`,
        'wrong-kind-of-file',
      );
    return new Parts(archive, entries, limits, bytes.length);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The bytes of a part; empty where there is no such part. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (!entry) return;
    const stream = await this.#archive.openReadStreamPromise(entry);
    let bytes = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        this.#count(name, bytes);
        yield chunk;
      }
    } finally {
      (stream as Readable).destroy();
    }
  }

  #count(name: string, bytes: number): void {
    const before = this.#unpacked.get(name) ?? 0;
    if (bytes <= before) return;
    this.#unpacked.set(name, bytes);
    this.#sum += bytes - before;
    const { unpackedBytes, unpackedRatio } = this.#limits;
    const remedy = 'leave only the table in it';
    if (this.#sum > unpackedBytes)
      throw new TableRefused(`the workbook unpacks to more than ${unpackedBytes} bytes; ${remedy}`);
    if (this.#sum > this.#mostBytes)
      throw new TableRefused(
        `the workbook unpacks to more than ${unpackedRatio} times its size, as no table does; ${remedy}`,
      );
  }
}

/** The library refuses names that lead out of the archive, in words of its own. */
async function* entriesOf(archive: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* archive.eachEntry();
  } catch (error) {
    const [, name] = BAD_NAME.exec(error instanceof Error ? error.message : '') ?? [];
    if (name === undefined) throw error;
    throw new TableRefused(
      `"${visible(name.slice(0, 60))}" in the workbook leads out of it; save it again as .xlsx`,
      'wrong-kind-of-file',
    );
  }
}

function refuseStrange({ fileName, externalFileAttributes }: Entry): void {
  if (((externalFileAttributes >>> 16) & TYPE_BITS) === SYMBOLIC_LINK)
    throw new TableRefused(
      `"${visible(fileName.slice(0, 60))}" in the workbook is a link to another file; save it again as .xlsx`,
      'wrong-kind-of-file',
    );
}
