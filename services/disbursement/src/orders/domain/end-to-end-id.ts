import { sha256Hex } from '@duixian/values';

/** RFC 4648. */
const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS_OF_A_SIGN = 5;
const SIGNS = 24;

/**
 * The order's reference for banks (ISO 20022 `EndToEndId`). Our ids are longer than the 35 characters allowed
 * there, so it is "DX" and the first 24 characters of the base32 of the SHA-256 of the id. An id always gives
 * the same reference.
 */
export function endToEndIdOf(orderId: string): string {
  const bits = [...sha256Hex(orderId)]
    .map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('');
  const signs = Array.from({ length: SIGNS }, (_, at) => {
    const five = bits.slice(at * BITS_OF_A_SIGN, (at + 1) * BITS_OF_A_SIGN);
    return BASE_32[Number.parseInt(five, 2)];
  });
  return `DX${signs.join('')}`;
}

/** No order id looks like one, because order ids contain a hyphen. */
export function isEndToEndId(text: string): boolean {
  return /^DX[A-Z2-7]{24}$/.test(text);
}
