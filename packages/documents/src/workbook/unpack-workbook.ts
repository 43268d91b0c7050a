import type { Readable } from 'node:stream';
import { LIMITS } from '@duixian/values';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';

/** A workbook that is not read further, and a sentence with the reason. */
export class WorkbookRefused extends Error {}

const TOO_LARGE = `the workbook unpacks to more than ${LIMITS.workbookUnpackedBytes.most} bytes; leave only the table in it`;

const TOO_MANY_PARTS = `the workbook has more than ${LIMITS.workbookParts.most} parts (sheets, pictures and the like); leave only the table in it`;

/**
 * The parts of a workbook by name. The unpacked bytes of all parts together are counted as they arrive, whatever sizes
 * the archive states.
 */
export class Parts {
  readonly #archive: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #unpacked = 0;

  private constructor(archive: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#archive = archive;
    this.#entries = entries;
  }

  static async of(bytes: Uint8Array): Promise<Parts> {
    const archive = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true, autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of archive.eachEntry()) {
      if (entries.size >= LIMITS.workbookParts.most) throw new WorkbookRefused(TOO_MANY_PARTS);
      if (entries.has(entry.fileName)) throw new Error('an archive of two parts with one name');
      entries.set(entry.fileName, entry);
    }
    return new Parts(archive, entries);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The bytes of a part; empty where there is no such part. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (!entry) return;
    const stream = await this.#archive.openReadStreamPromise(entry);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        this.#unpacked += chunk.length;
        if (this.#unpacked > LIMITS.workbookUnpackedBytes.most) throw new WorkbookRefused(TOO_LARGE);
        yield chunk;
      }
    } finally {
      (stream as Readable).destroy();
    }
  }
}
