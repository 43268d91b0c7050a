import { LIMITS } from '@duixian/values';
import { fileFault } from './file-fault.ts';
import type { FileFault, Reading } from './reading.ts';
import type { XmlLimits } from './xml/parse-xml.ts';

export const BANK_FILE: XmlLimits = {
  bytes: LIMITS.bankFileBytes.most,
  levels: LIMITS.xmlLevels.most,
  elements: LIMITS.xmlElements.most,
  attributes: LIMITS.xmlAttributes.most,
  textCharacters: LIMITS.xmlTextCharacters.most,
};

/** A file of which nothing is taken. */
export function refusedFile(...faults: readonly FileFault[]): Reading<never> {
  return { items: [], faults, warnings: [] };
}

/** What is gathered while a file is read. */
export class Gathered<Item> {
  readonly items: Item[] = [];
  readonly faults: FileFault[] = [];
  readonly warnings: FileFault[] = [];

  get reading(): Reading<Item> {
    const { items, faults, warnings } = this;
    return { items, faults, warnings };
  }

  /** Whether there is room for another report; where not, the first one too many is a fault. */
  isFull(line: number): boolean {
    const { most } = LIMITS.bankFileReports;
    if (this.items.length < most) return false;
    const message = `line ${line}: more than ${most} reports in a file`;
    if (!this.faults.some(({ code }) => code === 'too-large'))
      this.faults.push(fileFault('too-large', message, { line }));
    return true;
  }
}
