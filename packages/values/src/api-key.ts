import { crc32 } from 'node:zlib';

/**
 * A key of the API: `dx_live_` or `dx_test_`, four characters that name it and are not secret, 32 random ones, and six
 * of a CRC32 over all before. So a mistyped or truncated key is distinguished from an unknown one, and a scanner of
 * repositories and logs recognises a leaked key.
 */
export type KeyEnvironment = 'live' | 'test';

export const KEY_ID_CHARACTERS = 4;
export const KEY_SECRET_CHARACTERS = 32;
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const KEY = /^dx_(live|test)_([0-9A-Za-z]{4})([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;
const CRC_CHARACTERS = 6;

export function apiKeyText(environment: KeyEnvironment, id: string, secret: string): string {
  const text = `dx_${environment}_${id}${secret}`;
  return text + checkOf(text);
}

/** What is wrong with a text that begins as a key does; undefined where it is a key, or has another beginning. */
export function apiKeyMistake(text: string, environment: KeyEnvironment): string | undefined {
  if (!/^dx_/i.test(text)) return undefined;
  const found = KEY.exec(text);
  if (!found)
    return `a key has ${8 + KEY_ID_CHARACTERS + KEY_SECRET_CHARACTERS + CRC_CHARACTERS} characters, dx_${environment}_ and letters and digits; this one has ${[...text].length}`;
  if (checkOf(text.slice(0, -CRC_CHARACTERS)) !== found[4])
    return 'its last six characters do not fit the others: it was mistyped or cut, so copy it again';
  return found[1] === environment
    ? undefined
    : `it is a key of ${found[1] === 'test' ? 'development (dx_test_)' : 'production (dx_live_)'}, and this system is not`;
}

function checkOf(text: string): string {
  let rest = crc32(text);
  let check = '';
  for (let at = 0; at < CRC_CHARACTERS; at++) {
    check = BASE62.charAt(rest % 62) + check;
    rest = Math.floor(rest / 62);
  }
  return check;
}
