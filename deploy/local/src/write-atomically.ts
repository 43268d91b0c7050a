import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** A reader finds either the old content or the new, whenever the writer is killed. */
export function writeAtomically(path: string, content: string, mode = 0o600): void {
  const temporary = `${path}.${process.pid}.new`;
  const file = openSync(temporary, 'w', mode);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
