import type { Rule } from '../core/rule.ts';
import type { Notes } from './notes.ts';
import type { SeenItem } from './seen-item.ts';

export type FileOptions = {
  /** The agreed source; undefined: a person is asked. */
  readonly source?: string | undefined;
  /** One JSON document, as it would be one request; otherwise a line is an item. */
  readonly isBatch: boolean;
  readonly now: Date;
};

/** What is known of a file as a whole when it was read to its end. */
export type WholeFile = {
  readonly items: number;
  readonly bytes: number;
  readonly beginsWith: Buffer;
};

export type Watcher = {
  see?(seen: SeenItem, notes: Notes): void;
  end?(notes: Notes, file: WholeFile): void;
};

/** What `readItem` refuses reaches the notes of its rule by itself (`ruleOfFault`); `watch` sees the rest. */
export type FileRule<Id extends string = string> = Rule<Id> & {
  readonly watch: (options: FileOptions) => Watcher;
};
