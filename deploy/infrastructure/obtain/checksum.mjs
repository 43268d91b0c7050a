import { createHash } from 'node:crypto';

/** Returns the data if its SHA-256 is the pinned one, throws otherwise. */
export function checked(data, sha256) {
  const actual = createHash('sha256').update(data).digest('hex');
  if (actual !== sha256) throw new Error(`its SHA-256 is ${actual}, but ${sha256} is pinned`);
  return data;
}
