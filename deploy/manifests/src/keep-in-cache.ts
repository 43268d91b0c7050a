import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes `path` unless it is there already. `make` fills a scratch folder and answers what of it is wanted; renaming is
 * atomic, so whoever does the same at the same time never sees half of it.
 */
export async function keepInCache(path: string, make: (scratch: string) => Promise<string>): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const scratch = mkdtempSync(`${path}.getting-`);
  try {
    const made = await make(scratch);
    // A folder takes no other's place; that of the faster one is as good.
    if (!existsSync(path)) renameSync(made, path);
    return path;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
