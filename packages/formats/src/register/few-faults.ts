import { LIMITS } from '@duixian/values';
import type { FileFault } from '../reading.ts';

/** Counts all faults and keeps as many as somebody reads. */
export class FewFaults {
  readonly #first: FileFault[] = [];
  count = 0;

  add(...faults: readonly FileFault[]): void {
    this.count += faults.length;
    for (const fault of faults) if (this.#first.length < LIMITS.importFaults.most) this.#first.push(fault);
  }

  few(): readonly FileFault[] {
    const more = this.count - this.#first.length;
    if (more === 0) return this.#first;
    const message = `further faults are not listed (${more}); correct these first`;
    return [...this.#first, { line: undefined, place: '', code: 'too-large', message }];
  }
}
