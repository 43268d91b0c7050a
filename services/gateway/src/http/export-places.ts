import { LIMITS } from '@duixian/values';
import { AtOnce } from './at-once.ts';

/**
 * Exports and files are read as slowly as their reader takes them, and hold memory here and in the services meanwhile.
 * So each key has few places, and all keys together as many as a register serves. A stream of the feed stays open for long and holds little: these have
 * places of their own.
 */
export class ExportPlaces {
  readonly #ofKey = new AtOnce(LIMITS.exportsPerKey.most, 'exports and files are made for a key');
  readonly #feedsOfKey = new AtOnce(LIMITS.feedStreamsPerKey.most, 'streams of the feed are open for a key');
  readonly #ofAll = {
    stream: new AtOnce(LIMITS.exportsAtOnce.most, 'exports are made here'),
    file: new AtOnce(LIMITS.exportsAtOnce.most, 'files are made here'),
    feed: new AtOnce(LIMITS.feedStreams.most, 'streams of the feed are open here'),
  };

  /** Returns the function that gives the place back. Throws a Problem where none is free. */
  enter(key: string, kind: 'stream' | 'file' | 'feed'): () => void {
    const leaves = [(kind === 'feed' ? this.#feedsOfKey : this.#ofKey).enter(key)];
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
