import { randomInt } from 'node:crypto';
import { BASE62, KEY_ID_CHARACTERS, KEY_SECRET_CHARACTERS } from '@duixian/values';
import type { UnitOfWork } from '../store/unit-of-work.ts';

/** The id of a key, which is part of the key: not secret, and unique. */
export async function newKeyId(unit: UnitOfWork): Promise<string> {
  for (;;) {
    const id = randomCharacters(KEY_ID_CHARACTERS);
    if (!(await unit.key(id))) return id;
  }
}

/** 32 characters of 62: 190 bits. */
export function newKeySecret(): string {
  return randomCharacters(KEY_SECRET_CHARACTERS);
}

function randomCharacters(count: number): string {
  return Array.from({ length: count }, () => BASE62.charAt(randomInt(BASE62.length))).join('');
}
