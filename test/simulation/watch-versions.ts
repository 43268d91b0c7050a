import { recordsOf } from './view.ts';
import type { World } from './world.ts';

const REGISTERS = ['institutions', 'contracts', 'metering'] as const;

/**
 * Checks each transaction of a register as it is committed: a version stands for one content of a record, also after a
 * restore from a backup, because others may have seen the content that it stood for before.
 */
export class WatchOfVersions {
  readonly #world: World;
  /** By record and version. */
  readonly #contents = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  look(who: string): void {
    const register = REGISTERS.find((one) => who.startsWith(one));
    if (!register) return;
    for (const { _id, version, revision, content } of recordsOf(this.#world.mongo, register)) {
      const key = `version ${version} of ${_id}`;
      const now = `revision ${revision} ${content}`;
      const before = this.#contents.get(key) ?? now;
      if (before !== now) this.#world.wrong.push(`${key} was ${before}, and is ${now}`);
      this.#contents.set(key, now);
    }
  }
}
