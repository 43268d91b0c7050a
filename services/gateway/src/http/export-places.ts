import { LIMITS } from '@duixian/values';
import { AtOnce } from './at-once.ts';

/**
 * Exports and files are read for as long as their reader takes, and hold memory here and in the services all the while.
 * So a key has few at once, and all keys together as many as a register serves.
 */
export class ExportPlaces {
  readonly #ofKey = new AtOnce(LIMITS.exportsPerKey.most, 'exports and files are made for a key');
  readonly #ofAll = {
    stream: new AtOnce(LIMITS.exportsAtOnce.most, 'exports are made here'),
    file: new AtOnce(LIMITS.exportsAtOnce.most, 'files are made here'),
  };

  /** Throws a Problem where there is no place; answers what gives it back. */
  enter(key: string, kind: 'stream' | 'file'): () => void {
    const leaves = [this.#ofKey.enter(key)];
    const leave = () => {
      for (const one of leaves) one();
    };
    try {
      leaves.push(this.#ofAll[kind].enter('all'));
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }
}
