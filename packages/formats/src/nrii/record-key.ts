import { createHmac } from 'node:crypto';
import { base32 } from '@duixian/values';

const SIGNS = 24;

/**
 * The key of a service record, which NRII itself does not have: the same fields give the same key. It is made under a
 * secret of the source, because a name could otherwise be found by trying names. What a draft may correct (amounts,
 * quantity, state) is not part of it.
 */
export function recordKey(secret: Uint8Array, fields: readonly string[]): string {
  const digest = createHmac('sha256', secret).update(JSON.stringify(fields)).digest();
  return `n-${base32(digest, SIGNS)}`;
}
