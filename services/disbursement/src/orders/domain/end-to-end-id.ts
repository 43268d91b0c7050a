import { base32, sha256Hex } from '@duixian/values';

const SIGNS = 24;

/**
 * The order's reference for banks (ISO 20022 `EndToEndId`). Our ids are longer than the 35 characters allowed
 * there, so it is "DX" and the first 24 characters of the base32 of the SHA-256 of the id. An id always gives
 * the same reference.
 */
export function endToEndIdOf(orderId: string): string {
  return `DX${base32(Buffer.from(sha256Hex(orderId), 'hex'), SIGNS)}`;
}

/** No order id looks like one, because order ids contain a hyphen. */
export function isEndToEndId(text: string): boolean {
  return /^DX[A-Z2-7]{24}$/.test(text);
}
