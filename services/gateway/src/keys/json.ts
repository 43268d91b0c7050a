import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { personsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export function keyJson(key: personsV1.Key | undefined): z.output<typeof api.keySchema> {
  const { status, expiresAt, confirmedBy, revokedBy, revokedAt, usedAt, usedFrom, ...rest } = defined(
    key,
    'a key is answered',
  );
  return {
    ...rest,
    status: wireWord('KEY_STATUS_', status) as 'standing',
    ...{ expiresAt: expiresAt || null, confirmedBy: confirmedBy || null },
    ...{ revokedBy: revokedBy || null, revokedAt: revokedAt || null },
    lastUsed: usedAt === '' ? null : { at: usedAt, address: usedFrom },
  };
}
