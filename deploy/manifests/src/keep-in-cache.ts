import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates `path` unless it exists. `make` fills a scratch folder and returns the wanted part of it; renaming is atomic,
 * so a concurrent process never sees half of it.
 */
export async function keepInCache(path: string, make: (scratch: string) => Promise<string>): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const scratch = mkdtempSync(`${path}.getting-`);
  try {
    const made = await make(scratch);
    // A folder does not replace another; the result of the faster process is as good.
    if (!existsSync(path)) renameSync(made, path);
    return path;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
