import { closeSync, openSync, writeSync } from 'node:fs';
import { asFileProblem } from '@duixian/local/folder';
import type { Refusal } from './send-facts.ts';

/** Beside the facts: `facts.ndjson` → `facts.refused.ndjson`; for standard input, in the current folder. */
export function refusedFileFor(factsFile: string): string {
  if (factsFile === '-') return 'facts.refused.ndjson';
  return `${factsFile.replace(/\.ndjson$/, '')}.refused.ndjson`;
}

/**
 * A file of refused lines with their faults, one per line. It is created with the first refusal, so without refusals
 * there is no file.
 */
export class RefusedFile {
  readonly path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  add({ file, line, text, faults }: Refusal): void {
    try {
      this.#file ??= openSync(this.path, 'w');
      writeSync(this.#file, `${JSON.stringify({ file, line, faults, ...content(text) })}\n`);
    } catch (error) {
      throw asFileProblem(this.path, error);
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

/** The event to correct and send again; its text where it is not JSON. */
function content(text: string): { event: unknown } | { text: string } {
  try {
    return { event: JSON.parse(text) };
  } catch {
    return { text };
  }
}
