import type { personsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { wireWord } from '../json/wire-word.ts';

const keyShape = {
  id: z.string().describe('Four characters that stand in the key as well.'),
  name: z.string(),
  person: z.string(),
  scopes: z.array(z.string()).describe('What it lets its holder do now.'),
  status: z.enum(['waiting', 'standing', 'expired', 'revoked']).describe('Waiting: for a second person.'),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable().describe('Null: never, in development only.'),
  confirmedBy: z.string().nullable(),
  revokedBy: z.string().nullable(),
  revokedAt: z.string().nullable(),
};

/** A key, without the key. */
export const keySchema = z.strictObject(keyShape).meta({ id: 'Key' });
export const newKeySchema = z
  .strictObject({
    ...keyShape,
    text: z.string().nullable().describe('The key itself, this once; null where its SHA-256 was given.'),
  })
  .meta({ id: 'NewKey' });

export function keyJson(key: personsV1.Key | undefined): z.output<typeof keySchema> {
  const { status, expiresAt, confirmedBy, revokedBy, revokedAt, ...rest } = defined(key, 'a key is answered');
  return {
    ...rest,
    status: wireWord('KEY_STATUS_', status) as 'standing',
    ...{ expiresAt: expiresAt || null, confirmedBy: confirmedBy || null },
    ...{ revokedBy: revokedBy || null, revokedAt: revokedAt || null },
  };
}
