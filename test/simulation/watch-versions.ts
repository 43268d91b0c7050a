import { recordsOf } from './view.ts';
import type { World } from './world.ts';

const REGISTERS = ['institutions', 'contracts', 'metering'] as const;

/**
 * Checks each transaction of a register as it is committed: a record that changes gets a version under which no other
 * content was ever seen, also after a restore from a backup.
 */
export class WatchOfVersions {
  readonly #world: World;
  /** By record. */
  readonly #held = new Map<string, string>();
  /** By record and version. */
  readonly #contents = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  look(who: string): void {
    const register = REGISTERS.find((one) => who.startsWith(one));
    if (!register) return;
    for (const { _id, version, revision, content } of recordsOf(this.#world.mongo, register)) {
      const now = `revision ${revision} ${content}`;
      // After a restore the version alone is raised above those that were published.
      if (revision === 0 || this.#held.get(_id) === now) continue;
      this.#held.set(_id, now);
      const key = `version ${version} of ${_id}`;
      const before = this.#contents.get(key) ?? now;
      if (before !== now) this.#world.wrong.push(`${key} was ${before}, and is ${now}`);
      this.#contents.set(key, now);
    }
  }

  /** What it holds now is what it held at its backup. */
  restored(register: string): void {
    for (const { _id, revision, content } of recordsOf(this.#world.mongo, register))
      this.#held.set(_id, `revision ${revision} ${content}`);
  }
}
