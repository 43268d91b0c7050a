import { hash, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { type Logger, messageOf } from '@duixian/runtime';
import { type Key, keyOf } from './key.ts';
import { readKeysFile } from './keys-file.ts';

type Entry = { readonly hash: Buffer; readonly key: Key };

const LOOK_EVERY_MS = 500;

/** The keys of a file, known by their hashes. */
export class Keyring {
  readonly #path: string;
  /** Taken before the content is read, so that no change falls between the two. */
  #seen: string;
  #entries: readonly Entry[];
  #timer: NodeJS.Timeout | undefined;

  /** Throws where the file cannot be read or is not right: a gateway without keys serves nobody. */
  constructor(path: string) {
    this.#path = path;
    this.#seen = stateOf(path);
    this.#entries = entriesOf(path);
  }

  /** The key that a bearer token is, if any. Every hash is compared to its end, so that time tells nothing. */
  find(token: string): Key | undefined {
    const asked = hash('sha256', token, 'buffer');
    let found: Key | undefined;
    for (const entry of this.#entries) {
      if (timingSafeEqual(entry.hash, asked)) found = entry.key;
    }
    return found;
  }

  /** Takes in the file anew whenever it changes; while it is not right the keys held stay in force. */
  watch(log: Logger): void {
    this.#timer = setInterval(() => this.#look(log), LOOK_EVERY_MS).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(log: Logger): void {
    const state = stateOf(this.#path);
    if (state === this.#seen) return;
    this.#seen = state;
    try {
      this.#entries = entriesOf(this.#path);
      log.info({ keys: this.#entries.map(({ key }) => key.name) }, 'keys read again');
    } catch (error) {
      log.error(
        { reason: messageOf(error) },
        'the keys file changed and cannot be used; the keys held stay in force',
      );
    }
  }
}

/** Differs whenever the file was written or replaced; a file that is away has a state as well. */
function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats ? `${stats.ino} ${stats.mtimeNs} ${stats.size}` : 'away';
}

function entriesOf(path: string): Entry[] {
  return readKeysFile(readFileSync(path, 'utf8')).map(({ name, sha256, scopes }) => ({
    hash: Buffer.from(sha256, 'hex'),
    key: keyOf(name, scopes),
  }));
}
