import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '@duixian/local/folder';
import { newPack } from '@duixian/policy';

const ID = /^[a-z0-9-]{1,60}$/;
const DAY = /^[12]\d{3}-\d{2}-\d{2}$/;

/** Returns the written files in their order. An existing file is never overwritten. */
export function writeNewPack(id: string, folder: string, firstDay: string): string[] {
  if (!ID.test(id))
    throw new Problem(
      `${JSON.stringify(id)} is no id of a policy: 1 to 60 of a–z, 0–9 and hyphens, such as luoyang-2027-3. Another edition of a policy that is there begins as a copy of its folder, named ID@WORD.`,
    );
  if (!DAY.test(firstDay) || Number.isNaN(Date.parse(firstDay)))
    throw new Problem(`${JSON.stringify(firstDay)} is no day: write it as 2027-01-01.`);
  const path = join(folder, id);
  if (existsSync(path)) throw new Problem(`${path} is there already. Choose another id or another --packs.`);
  return Object.entries(newPack(id, firstDay)).map(([name, text]) => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
}
