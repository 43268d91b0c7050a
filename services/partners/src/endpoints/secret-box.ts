import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secret } from '@duixian/runtime';

const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, IV_BYTES, TAG_BYTES] = [32, 12, 16];
const SECRET_BYTES = 32;

export function isSecretsKey(text: string): boolean {
  const key = Buffer.from(text, 'base64url');
  return key.length === KEY_BYTES && key.toString('base64url') === text;
}

/** A secret of an endpoint in the form of Standard Webhooks. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Encrypts secrets of endpoints for the database, each bound to its endpoint. */
export class SecretBox {
  readonly #key: Buffer;

  constructor(key: Secret) {
    this.#key = Buffer.from(key.reveal(), 'base64url');
  }

  seal(secret: string, endpoint: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, iv).setAAD(Buffer.from(endpoint));
    return Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  open(sealed: Uint8Array, endpoint: string): string {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(endpoint))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
