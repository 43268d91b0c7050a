/** RFC 4648. */
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS_OF_A_SIGN = 5;

/** The first `count` signs of the base32 of the bytes, which are at least so many. */
export function base32(bytes: Uint8Array, count: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: count }, (_, at) => {
    const five = bits.slice(at * BITS_OF_A_SIGN, (at + 1) * BITS_OF_A_SIGN);
    return SIGNS[Number.parseInt(five, 2)];
  }).join('');
}
