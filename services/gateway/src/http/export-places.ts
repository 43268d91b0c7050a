import { LIMITS } from '@duixian/values';
import { AtOnce } from './at-once.ts';

/**
 * Exports and files are read as slowly as their reader takes them, and hold memory here and in the services meanwhile.
 * So each key has few places, and all keys together as many as a register serves.
 */
export class ExportPlaces {
  readonly #ofKey = new AtOnce(LIMITS.exportsPerKey.most, 'exports and files are made for a key');
  readonly #ofAll = {
    stream: new AtOnce(LIMITS.exportsAtOnce.most, 'exports are made here'),
    file: new AtOnce(LIMITS.exportsAtOnce.most, 'files are made here'),
  };

  /** Returns the function that gives the place back. Throws a Problem where none is free. */
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
