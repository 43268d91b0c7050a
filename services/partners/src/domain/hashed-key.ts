import { LIMITS } from '@duixian/values';
import { nameMistake } from './name.ts';
import { scopeMistakes, scopesLacking } from './scopes.ts';

/** A key whose text only its holder has. */
export interface HashedKey {
  readonly name: string;
  /** SHA-256, 64 lower-case hex digits. */
  readonly sha256: string;
  /** Null: all scopes of its person. */
  readonly scopes: readonly string[] | null;
}

export const HASH = /^[0-9a-f]{64}$/;
export const HASH_WORDS = 'the SHA-256 of the key, 64 lower-case hex digits';

/** Everything wrong with it, by field below `place`. The hash itself is never shown. */
export function hashedKeyMistakes(
  { name, sha256, scopes }: HashedKey,
  ofPerson: readonly string[],
  place: string,
): string[] {
  const found: string[] = [];
  const mistake = nameMistake(name);
  if (mistake !== undefined) found.push(`${place}name: it must be ${mistake}`);
  if (!HASH.test(sha256)) found.push(`${place}sha256: it must be ${HASH_WORDS}`);
  found.push(...scopeMistakes(scopes ?? []).map((one) => `${place}${one}`));
  const lacking = scopesLacking(scopes ?? [], ofPerson);
  if (lacking.length > 0)
    found.push(`${place}scopes: its person lacks ${lacking.slice(0, LIMITS.namesListed.most).join(', ')}`);
  return found;
}
