import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** At most so much of the end of a file is read. */
const READ_BYTES = 1024 * 1024;
const SUFFIX = '.log';

/** The parts of a local system that have a log. */
export function partsWithLogs(logs: string): string[] {
  if (!existsSync(logs)) return [];
  return readdirSync(logs)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .toSorted();
}

/** Follows the log of one part: first its end, then what was added. */
export class LogFile {
  readonly part: string;
  readonly #path: string;
  #at: number | undefined;
  /** A character may be cut where reading ended. */
  readonly #decoder = new StringDecoder('utf8');
  /** A line whose end is not written yet. */
  #rest = '';

  constructor(logs: string, part: string) {
    this.part = part;
    this.#path = join(logs, part + SUFFIX);
  }

  /** Complete lines that were not read yet. A file that became shorter is read from its beginning. */
  readOn(): string[] {
    const file = openSync(this.#path, 'r');
    try {
      const { size } = fstatSync(file);
      const from = this.#at === undefined ? Math.max(0, size - READ_BYTES) : this.#at > size ? 0 : this.#at;
      const bytes = Buffer.alloc(Math.min(size - from, READ_BYTES));
      const length = readSync(file, bytes, 0, bytes.length, from);
      const isCut = this.#at === undefined && from > 0;
      this.#at = from + length;
      const lines = (this.#rest + this.#decoder.write(bytes.subarray(0, length))).split('\n');
      this.#rest = lines.pop() ?? '';
      return isCut ? lines.slice(1) : lines;
    } finally {
      closeSync(file);
    }
  }
}
