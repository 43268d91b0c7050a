import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Stage } from '../e2e/stage.ts';

/** Keys that may read, as many as are wanted; the gateway takes them in as it takes in any change of its file. */
export async function giveReadersKeys(stage: Stage, count: number): Promise<string[]> {
  const path = stage.system.folder.hashedKeysFile;
  const held = JSON.parse(await readFile(path, 'utf8'));
  const keys = Array.from({ length: count }, () => randomBytes(24).toString('base64url'));
  for (const key of keys) {
    const sha256 = createHash('sha256').update(key).digest('hex');
    held.keys.push({ name: `reader ${sha256.slice(0, 12)}`, sha256, scopes: ['read'] });
  }
  await writeFile(`${path}.new`, JSON.stringify(held), { mode: 0o600 });
  await rename(`${path}.new`, path);
  const headers = { authorization: `Bearer ${keys.at(-1)}` };
  const isKnown = async () => (await fetch(`${stage.system.url}/v1/policy`, { headers })).status === 200;
  await stage.until(isKnown, 'the keys to be known');
  return keys;
}
