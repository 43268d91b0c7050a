import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Where package managers put servers although a user's PATH may not name it.
const usualFolders = ['/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** The first executable file of that name on PATH, or undefined. */
export function onSearchPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...usualFolders];
  return folders.map((folder) => join(folder, name)).find(isExecutableFile);
}

function isExecutableFile(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
