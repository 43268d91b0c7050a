import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const KEY_BYTES = 32;
/** A private key may come with its public half behind it. */
const PAIR_BYTES = 64;
/** What precedes the 32 bytes of an ed25519 key in PKCS #8 and SPKI (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** What is signed: the id, the time of the attempt, and the body byte by byte. */
export type Signed = { readonly id: string; readonly at: Date; readonly body: string };

export function hmacSignature(secret: string, { id, at, body }: Signed): string {
  return new Webhook(secret).sign(id, at, body);
}

/** HMAC under bytes that are no secret at all, as a receiver would compute it that takes a public key for one. */
export function hmacUnderBytes(key: Uint8Array, signed: Signed): string {
  return createHmac('sha256', key).update(contentOf(signed)).digest('base64');
}

export function asymmetricSignature(privateKey: string, signed: Signed): string {
  return `v1a,${sign(null, contentOf(signed), privateKeyOf(privateKey)).toString('base64')}`;
}

function contentOf({ id, at, body }: Signed): Buffer {
  return Buffer.from(`${id}.${Math.floor(at.getTime() / 1000)}.${body}`);
}

/** The 32 bytes of `whpk_…`. Throws a RangeError that says what would be right. */
export function publicKeyBytes(key: string): Buffer {
  return keyBytes(key, 'whpk_', [KEY_BYTES]);
}

export function publicKeyObject(key: string): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, publicKeyBytes(key)]), format: 'der', type: 'spki' });
}

/** The public key that belongs to `whsk_…`. */
export function publicKeyOf(privateKey: string): string {
  return asPublicKey(createPublicKey(privateKeyOf(privateKey)));
}

/** The 24 to 64 bytes of `whsec_…`, as Standard Webhooks advises. */
export function mustBeSecret(secret: string): string {
  const length = Buffer.from(secret.slice('whsec_'.length), 'base64').length;
  if (secret.startsWith('whsec_') && length >= 24 && length <= PAIR_BYTES) return secret;
  throw new RangeError('the secret must be whsec_ and 24 to 64 bytes in base64');
}

/** A pair for tests of v1a: the receiver gets the public half. */
export function newSigningKeys(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const bytes = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length);
  return { privateKey: `whsk_${bytes.toString('base64')}`, publicKey: asPublicKey(publicKey) };
}

function asPublicKey(key: KeyObject): string {
  return `whpk_${key.export({ format: 'der', type: 'spki' }).subarray(SPKI.length).toString('base64')}`;
}

function privateKeyOf(key: string): KeyObject {
  const bytes = keyBytes(key, 'whsk_', [KEY_BYTES, PAIR_BYTES]).subarray(0, KEY_BYTES);
  return createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
}

function keyBytes(key: string, prefix: string, lengths: readonly number[]): Buffer {
  const bytes = Buffer.from(key.slice(prefix.length), 'base64');
  if (key.startsWith(prefix) && lengths.includes(bytes.length)) return bytes;
  throw new RangeError(`the key must be ${prefix} and ${lengths.join(' or ')} bytes in base64`);
}
