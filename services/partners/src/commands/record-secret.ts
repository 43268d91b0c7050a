import { randomBytes } from 'node:crypto';
import { defined } from '@duixian/values';
import type { Collections } from '../store/collections.ts';

const BYTES = 32;

/** The secret under which records of a source get keys that nobody can find names by; made when it is first asked for. */
export async function recordSecretOf({ recordSecrets }: Collections, source: string): Promise<Buffer> {
  const held = await recordSecrets.findOneAndUpdate(
    { _id: source },
    { $setOnInsert: { secret: randomBytes(BYTES).toString('base64') } },
    { upsert: true, returnDocument: 'after' },
  );
  return Buffer.from(defined(held, 'it is made where it is not there').secret, 'base64');
}
