import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareCodePoints, LIMITS } from '@duixian/values';
import type { Readings } from './pack-document.ts';
import type { Policy } from './policy.ts';
import { type PackText, PolicyFault, policyOfPacks } from './policy-of-packs.ts';
import { mustHaveCases } from './worked-cases/case-faults.ts';

/** The packs that ship with the system. */
const PACKS = fileURLToPath(new URL('../packs/', import.meta.url));

/** The id of a policy, followed by `@` and a word where it has several editions. */
const FOLDER = /^([a-z0-9-]+)(@[a-z0-9-]+)?$/;

/**
 * Loads the policy of a pack that ships with the system or is in `packsDir`, under its default readings except the
 * given ones. Its editions are the folders that begin with its id: zhengzhou-2017-61, zhengzhou-2017-61@2027.
 */
export function loadPolicy(id: string, readings: Readings = {}, packsDir = ''): Policy {
  return policyOfPacks(findPacks(id, packsDir), readings);
}

/**
 * Finds packs and checks the worked cases of each: without results that a person worked out, a pack must not be used.
 */
export function findPacks(id: string, packsDir = ''): PackText[] {
  const folders = packFolders(packsDir);
  const own = folders.filter(({ name }) => FOLDER.exec(name)?.[1] === id);
  if (own.length === 0) {
    const known = [...new Set(folders.flatMap(({ name }) => FOLDER.exec(name)?.[1] ?? []))];
    throw new PolicyFault(`There is no policy ${JSON.stringify(id)}`, [`known: ${known.join(', ')}`]);
  }
  if (own.length > LIMITS.policyEditions.most)
    throw new PolicyFault(`${id} has too many editions`, [
      `${own.length} of at most ${LIMITS.policyEditions.most}`,
    ]);
  const twice = own.filter(({ name }, at) => own.findIndex((other) => other.name === name) !== at);
  if (twice.length > 0)
    throw new PolicyFault(
      'A pack exists twice',
      twice.map(({ path, name }) => `${path}: there is a pack ${name} that comes with the system`),
    );
  return own.sort(byName).map(({ path, name }) => {
    const pack = { name, text: readPack(path, name) };
    mustHaveCases(path, pack);
    return pack;
  });
}

export function packFolders(packsDir: string): { readonly name: string; readonly path: string }[] {
  return [PACKS, ...(packsDir === '' ? [] : [packsDir])].flatMap(foldersIn);
}

function readPack(path: string, name: string): string {
  const file = join(path, 'policy.yaml');
  if (!existsSync(file)) throw new PolicyFault(`The pack ${name} is incomplete`, [`${file} is missing`]);
  const bytes = readFileSync(file);
  const { most } = LIMITS.packBytes;
  if (bytes.length > most)
    throw new PolicyFault(`The pack ${name} is too large`, [`${file} has more than ${most} bytes`]);
  return bytes.toString('utf8');
}

function foldersIn(folder: string): { readonly name: string; readonly path: string }[] {
  if (!existsSync(folder))
    throw new PolicyFault('There is no folder of packs', [`${folder} (PACKS_DIR) is missing`]);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [{ name: entry.name, path: join(folder, entry.name) }] : [],
  );
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareCodePoints(a.name, b.name);
}
