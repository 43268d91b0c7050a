// Which programs were built last, and whether they are those of the sources as they are now. Node's built-ins only: the
// way in uses it before anything else is loaded.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const programsFolder = (root) => join(root, '.cache/programs');
export const newestFile = (root) => join(programsFolder(root), 'newest.json');

/** The folder of the newest programs; undefined where there are none, or a source has changed since. */
export function currentPrograms(root) {
  try {
    const { name, inputs } = JSON.parse(readFileSync(newestFile(root), 'utf8'));
    const folder = join(programsFolder(root), name);
    statSync(folder);
    return Object.entries(inputs).every(([path, stamp]) => stampOf(root, path) === stamp)
      ? folder
      : undefined;
  } catch {
    return undefined;
  }
}

/** Time and size of a file that went into a program. */
export function stampOf(root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size}` : 'away';
}
