/** Why something of a foreign file cannot be taken: a closed list (docs of packages/formats). */
export const FILE_FAULT_CODES = [
  'wrong-kind-of-file',
  'wrong-encoding',
  'not-xml',
  'not-json',
  'too-large',
  'no-heading-row',
  'unmapped-heading',
  'no-unit',
  'missing-field',
  'unknown-field',
  'bad-field',
  'does-not-add-up',
] as const;

export type FileFaultCode = (typeof FILE_FAULT_CODES)[number];

/**
 * What a person has to know of a place in a file. `line`: of a text file or the row of a sheet, from 1; undefined where
 * the whole file is meant. `place`: the heading, the cell or the path of the element as it stands in the file.
 * `message` says what is wrong and what would be right.
 */
export type FileFault = {
  readonly line: number | undefined;
  readonly place: string;
  readonly code: FileFaultCode;
  readonly message: string;
};

/** What was read of a file; an item with a fault is not among `items`. All faults are told at once. */
export type Reading<Item> = {
  readonly items: readonly Item[];
  readonly faults: readonly FileFault[];
  readonly warnings: readonly FileFault[];
};
