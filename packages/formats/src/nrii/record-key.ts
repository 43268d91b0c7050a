import { createHmac } from 'node:crypto';

/** RFC 4648. */
const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS_OF_A_SIGN = 5;
const SIGNS = 24;

/**
 * The key of a service record, which NRII itself does not have: the same fields give the same key. It is made under a
 * secret of the source, because a name could otherwise be found by trying names. What a draft may correct (amounts,
 * quantity, state) is not part of it.
 */
export function recordKey(secret: Uint8Array, fields: readonly string[]): string {
  const digest = createHmac('sha256', secret).update(JSON.stringify(fields)).digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const signs = Array.from({ length: SIGNS }, (_, at) => {
    const five = bits.slice(at * BITS_OF_A_SIGN, (at + 1) * BITS_OF_A_SIGN);
    return BASE_32[Number.parseInt(five, 2)];
  });
  return `n-${signs.join('')}`;
}
